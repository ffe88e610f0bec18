// A row of labelled numbers.

import type { ReactNode } from "react";
import styles from "./controls.module.css";

export interface Fact {
  label: string;
  value: ReactNode;
  note?: ReactNode;
}

export function Facts({ facts }: { facts: readonly Fact[] }) {
  return (
    <dl className={styles.facts}>
      {facts.map(({ label, value, note }) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
          {note !== undefined && <dd className={styles.factNote}>{note}</dd>}
        </div>
      ))}
    </dl>
  );
}
