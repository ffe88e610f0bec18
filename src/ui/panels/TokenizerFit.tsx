// How well the tokenizer fits the corpus: what is unknown, how many pieces a word takes, how long sentences become.

import { useEffect } from "react";
import { useSelectedCorpus, useSelectedEncoding, useSelectedTokenizer } from "../../store/selection";
import { encodeSelected } from "../../store/tokenizer";
import { Facts } from "../controls/Facts";
import { JobStatus } from "../controls/JobStatus";
import { EmptyState, Section } from "../controls/Section";
import { formatCount, formatLoss, formatPercent } from "../format";
import { LengthHistogram } from "./LengthHistogram";

export function TokenizerFit() {
  const corpus = useSelectedCorpus();
  const tokenizer = useSelectedTokenizer();
  const encoding = useSelectedEncoding();
  const ready = corpus !== undefined && tokenizer !== undefined && !encoding;
  useEffect(() => {
    if (ready) void encodeSelected();
  }, [ready]);
  if (!corpus || !tokenizer) {
    return (
      <Section title="Fit">
        <EmptyState>
          Once a corpus is read and a vocabulary chosen, this shows how long sentences become and how much is unknown.
        </EmptyState>
      </Section>
    );
  }
  return (
    <Section title="Fit" description={`${corpus.name}, cut by this tokenizer.`}>
      <JobStatus name="encodeCorpus" />
      {encoding && (
        <>
          <Facts
            facts={[
              {
                label: "Tokens",
                value: formatCount(encoding.tokens),
                note: `${(encoding.tokens / encoding.sentences).toFixed(1)} a sentence`,
              },
              { label: "Pieces a word", value: (encoding.tokens / Math.max(1, corpus.report.words)).toFixed(2) },
              {
                label: "Unknown",
                value: formatPercent(encoding.unknownTokens / Math.max(1, encoding.tokens)),
                note: "of tokens are [UNK]",
              },
              {
                label: "Unigram entropy",
                value: formatLoss(encoding.unigramEntropy),
                note: "nats a token, from counts alone",
              },
            ]}
          />
          <LengthHistogram encoding={encoding} />
        </>
      )}
    </Section>
  );
}
