// The words a model proposes for one gap, with their probabilities as bars.

import type { MaskPrediction } from "../../workers/protocol";
import { formatPercent } from "../format";
import styles from "./controls.module.css";

export function Candidates({ prediction, label }: { prediction: MaskPrediction; label: string }) {
  return (
    <ol className={styles.candidates} aria-label={label}>
      {prediction.candidates.map(({ id, token, probability }) => (
        <li key={id}>
          <span className={styles.candidateToken}>{token}</span>
          <span className={styles.candidateBar} aria-hidden>
            <span style={{ width: `${100 * probability}%` }} />
          </span>
          <span className={styles.candidateShare}>{formatPercent(probability)}</span>
        </li>
      ))}
    </ol>
  );
}
