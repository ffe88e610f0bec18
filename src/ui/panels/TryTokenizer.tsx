// Any text, cut into its pieces. Pieces of one word share a band; a part that goes on a word keeps its ##.

import { Text, Textarea } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useEffect, useState } from "react";
import type { Piece } from "../../tokenizer/types";
import { useSelectedTokenizer } from "../../store/selection";
import { tryTokenizer, useTrial } from "../../store/tokenizer";
import { JobFailure } from "../controls/JobStatus";
import { Section } from "../controls/Section";
import { formatPlural } from "../format";
import styles from "./tokenizer.module.css";

const FIRST_TEXT = "The unbelievable storyteller lives by the sea.";

export function TryTokenizer() {
  const tokenizer = useSelectedTokenizer();
  const [text, setText] = useState(FIRST_TEXT);
  const [settled] = useDebouncedValue(text, 120);
  const id = tokenizer?.id;
  useEffect(() => {
    if (id) void tryTokenizer(id, settled);
  }, [id, settled]);
  const pieces = useTrial((s) => s.pieces);
  if (!tokenizer) return null;
  return (
    <Section title="Try it">
      <Textarea
        label="Text to cut into pieces"
        autosize
        minRows={2}
        maxRows={8}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Pieces pieces={pieces} unknown={tokenizer.definition.unkToken} />
      <JobFailure name="tokenize" />
    </Section>
  );
}

function Pieces({ pieces, unknown }: { pieces: readonly Piece[]; unknown: string }) {
  const unknowns = pieces.filter(({ token }) => token === unknown).length;
  const bands = bandsOf(pieces);
  return (
    <>
      <ul className={styles.pieces} aria-label="Pieces">
        {pieces.map((piece, i) => (
          // eslint-disable-next-line react/no-array-index-key -- pieces repeat; their place is their identity
          <li key={i} data-band={bands[i]} data-unknown={piece.token === unknown || undefined} title={`id ${piece.id}`}>
            {piece.token}
          </li>
        ))}
      </ul>
      <Text size="sm" c="dimmed">
        {formatPlural(pieces.length, "piece")}
        {unknowns > 0 && `, ${unknowns} unknown`}
      </Text>
    </>
  );
}

/** Neighbouring words alternate between two bands; a part that goes on a word stays in its band. */
function bandsOf(pieces: readonly Piece[]): number[] {
  let band = 1;
  return pieces.map(({ token }) => (token.startsWith("##") ? band : (band = 1 - band)));
}
