// What was read: how much, what was left out and why, and the first documents as documents.

import { Spoiler, Text } from "@mantine/core";
import type { CorpusRecord } from "../../corpus/types";
import { Facts } from "../controls/Facts";
import { Section } from "../controls/Section";
import { formatBytes, formatCount, formatMagnitude, formatPlural } from "../format";
import styles from "./corpus.module.css";

export function CorpusReportView({ corpus }: { corpus: CorpusRecord }) {
  const { bytes, characters, documents, sentences, words, invalidSequences, preview, skipped } = corpus.report;
  return (
    <>
      <Section title={corpus.name} description="In use. The next run learns from this text.">
        <Facts
          facts={[
            bytes > 0
              ? { label: "Size", value: formatBytes(bytes) }
              : { label: "Characters", value: formatMagnitude(characters) },
            { label: "Documents", value: formatCount(documents) },
            {
              label: "Sentences",
              value: formatCount(sentences),
              note: documents > 0 && `${(sentences / documents).toFixed(1)} a document`,
            },
            {
              label: "Words",
              value: formatCount(words),
              note: sentences > 0 && `${(words / sentences).toFixed(1)} a sentence`,
            },
            {
              label: "Invalid sequences",
              value: formatCount(invalidSequences),
              note: invalidSequences > 0 ? "Is the encoding right?" : undefined,
            },
          ]}
        />
        {skipped.length > 0 && (
          <div className={styles.skipped}>
            <Text size="sm" fw={550}>
              Left out
            </Text>
            <ul>
              {skipped.map(({ path, reason, count }) => (
                <li key={`${path} ${reason}`}>
                  <span className={styles.path}>{path}</span>: {reason}
                  {count > 1 && ` (${formatPlural(count, "time")})`}
                </li>
              ))}
            </ul>
          </div>
        )}
      </Section>
      <Section
        title="Preview"
        description="The first documents. Sentence pairs are made of neighbours within a document."
      >
        <Spoiler maxHeight={280} showLabel="Show more" hideLabel="Show less">
          <div className={styles.documents}>
            {preview.map((document, i) => (
              // eslint-disable-next-line react/no-array-index-key -- documents have no other identity here
              <article key={i} aria-label={`Document ${i + 1}`}>
                {document.join(" ")}
              </article>
            ))}
          </div>
        </Spoiler>
      </Section>
    </>
  );
}
