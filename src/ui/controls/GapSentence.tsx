// The studio's emblem: a line of text with a gap, filled with what the model would write there.

import { Fragment } from "react";
import type { MaskPrediction } from "../../workers/protocol";
import styles from "./controls.module.css";

const MASK = "[MASK]";

export function GapSentence({ text, predictions }: { text: string; predictions: readonly MaskPrediction[] }) {
  const parts = text.split(MASK);
  return (
    <p className={styles.gapSentence}>
      {parts.map((part, i) => {
        const best = predictions[i]?.candidates[0];
        return (
          // eslint-disable-next-line react/no-array-index-key -- parts of a sentence have no other identity
          <Fragment key={i}>
            {part}
            {i < parts.length - 1 && (
              <span className={styles.gap} data-filled={best !== undefined || undefined}>
                {best ? best.token : "\u2003\u2003\u2003"}
              </span>
            )}
          </Fragment>
        );
      })}
    </p>
  );
}
