// The gap being filled while the weights change. The sentence is the person's to change.

import { Button, Group, Text, TextInput } from "@mantine/core";
import { IconPencil } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { useShallow } from "zustand/react/shallow";
import { gapSentence, setLiveText, useLiveProbe, watchLiveProbe } from "../../store/probe";
import { useRun } from "../../store/run";
import { useSelectedCorpus } from "../../store/selection";
import { Candidates } from "../controls/Candidates";
import { GapSentence } from "../controls/GapSentence";
import { formatCount } from "../format";
import styles from "./panels.module.css";

export function LiveGap() {
  const corpus = useSelectedCorpus();
  const own = useLiveProbe((s) => s.text);
  const text = own ?? gapSentence(corpus);
  const live = useRun((s) => s.state !== null);
  const { answer, problem } = useLiveProbe(useShallow((s) => ({ answer: s.answer, problem: s.problem })));
  const [draft, setDraft] = useState<string | null>(null);
  useEffect(() => (live ? watchLiveProbe(text) : undefined), [live, text]);

  const predictions = answer?.text === text ? answer.predictions : [];
  return (
    <div className={styles.liveGap}>
      <div>
        {draft === null ? (
          <>
            <GapSentence text={text} predictions={predictions} />
            <Button
              mt="sm"
              ml={-8}
              variant="subtle"
              color="gray"
              size="compact-sm"
              leftSection={<IconPencil size={16} aria-hidden />}
              onClick={() => setDraft(text)}
            >
              Change the sentence
            </Button>
          </>
        ) : (
          <form
            onSubmit={(event) => {
              event.preventDefault();
              setLiveText(draft.trim() || null);
              setDraft(null);
            }}
          >
            <TextInput
              label="Sentence with [MASK] where a word is missing"
              value={draft}
              onChange={(event) => setDraft(event.currentTarget.value)}
              error={draft.includes("[MASK]") ? undefined : "Write [MASK] where the model should fill in a word."}
              data-autofocus
            />
            <Group gap="xs" mt="sm">
              <Button type="submit" size="xs" disabled={!draft.includes("[MASK]")}>
                Use this sentence
              </Button>
              <Button variant="default" size="xs" onClick={() => setDraft(null)}>
                Cancel
              </Button>
            </Group>
          </form>
        )}
      </div>
      <div className={styles.liveAnswer}>
        {problem ? (
          <Text size="sm">{problem}</Text>
        ) : predictions.length === 0 ? (
          <Text size="sm" c="dimmed">
            {live
              ? "Waiting for the first answer."
              : "Guesses appear here while a run is under way. The Probe place asks any checkpoint."}
          </Text>
        ) : (
          predictions.map((prediction, i) => (
            <Candidates key={prediction.start} prediction={prediction} label={`Guesses for gap ${i + 1}`} />
          ))
        )}
        {predictions.length > 0 && answer && (
          <Text size="xs" c="dimmed" mt={8}>
            After {formatCount(answer.step)} updates
          </Text>
        )}
      </div>
    </div>
  );
}
