// The Corpus place: bring text, look at how it will be read, read it, see what came of it.

import { Button, Group, Text, Textarea } from "@mantine/core";
import { useState } from "react";
import { removeCorpus, useCatalogue } from "../../store/catalogue";
import { chooseFiles, chooseText, readSample, useCorpus } from "../../store/corpus";
import { useJobs } from "../../store/jobs";
import { sampleAmong, selectCorpus, useSelectedCorpus } from "../../store/selection";
import { DeleteButton } from "../controls/ConfirmButton";
import { DropZone } from "../controls/DropZone";
import { FilePicker } from "../controls/FilePicker";
import { JobFailure, JobStatus } from "../controls/JobStatus";
import { EmptyState, PlaceHeader, Section } from "../controls/Section";
import { formatBytes, formatPlural, formatTime } from "../format";
import { CorpusReportView } from "./CorpusReportView";
import { InspectionTable } from "./InspectionTable";
import styles from "./corpus.module.css";

const ACCEPT = ".txt,.md,.jsonl,.ndjson,.csv,.tsv,.gz,text/plain";

export function CorpusPanel() {
  const chosen = useCorpus((s) => s.inputs.length > 0);
  const corpus = useSelectedCorpus();
  return (
    <>
      <PlaceHeader title="Corpus">
        The text that the model learns from. It is read here, in this browser, and kept here; it never leaves the
        machine.
      </PlaceHeader>
      <Sources />
      {chosen && <InspectionTable />}
      {corpus ? (
        <CorpusReportView corpus={corpus} />
      ) : (
        !chosen && (
          <Section title="Nothing read yet">
            <EmptyState>
              Drop some text above, or go straight to Start pretraining: it reads the built-in stories first.
            </EmptyState>
          </Section>
        )
      )}
      <StoredCorpora />
    </>
  );
}

function Sources() {
  const [pasting, setPasting] = useState(false);
  const reading = useJobs((s) => s.jobs.readCorpus !== undefined);
  return (
    <div className={styles.sources}>
      <DropZone label="Drop text here" onFiles={(files) => void chooseFiles(files)}>
        <div>
          <Text fw={550}>Drop files or folders here</Text>
          <Text size="sm" c="dimmed">
            Text, Markdown, JSONL, CSV or TSV, each may be gzipped.
          </Text>
        </div>
        <Group gap="xs">
          <FilePicker
            label="Choose files"
            accept={ACCEPT}
            onFiles={(files) => void chooseFiles(files)}
            disabled={reading}
          />
          <FilePicker label="Choose folder" folder onFiles={(files) => void chooseFiles(files)} disabled={reading} />
          <Button variant="default" onClick={() => setPasting(!pasting)} aria-expanded={pasting} disabled={reading}>
            Paste text
          </Button>
          <SampleButton disabled={reading} />
        </Group>
        {pasting && <PasteBox onDone={() => setPasting(false)} />}
      </DropZone>
      <JobStatus name="inspect" />
      <JobStatus name="readCorpus" />
    </div>
  );
}

function SampleButton({ disabled }: { disabled: boolean }) {
  const sample = useCatalogue((s) => sampleAmong(s.corpora));
  return (
    <Button
      variant="default"
      disabled={disabled}
      onClick={() => (sample ? selectCorpus(sample.id) : void readSample())}
    >
      Use the built-in sample
    </Button>
  );
}

function PasteBox({ onDone }: { onDone: () => void }) {
  const [text, setText] = useState("");
  return (
    <form
      className={styles.paste}
      onSubmit={(event) => {
        event.preventDefault();
        void chooseText(text);
        onDone();
      }}
    >
      <Textarea
        label="Text to learn from"
        description="A blank line ends a document."
        autosize
        minRows={6}
        maxRows={16}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Group gap="xs" mt="sm">
        <Button type="submit" disabled={text.trim() === ""}>
          Use this text
        </Button>
        <Button variant="default" onClick={onDone}>
          Cancel
        </Button>
      </Group>
    </form>
  );
}

/** Everything read so far, to switch between or delete. */
function StoredCorpora() {
  const corpora = useCatalogue((s) => s.corpora);
  const current = useSelectedCorpus();
  if (corpora.length === 0) return null;
  return (
    <Section title="Corpora on this machine">
      <JobFailure name="library" />
      <ul className={styles.stored}>
        {corpora.map(({ id, name, createdAt, report }) => (
          <li key={id}>
            <div>
              <Text fw={550}>{name}</Text>
              <Text size="sm" c="dimmed">
                {formatPlural(report.documents, "document")} · {formatPlural(report.sentences, "sentence")} ·{" "}
                {report.bytes > 0 && `${formatBytes(report.bytes)} · `}
                read {formatTime(createdAt)}
              </Text>
            </div>
            <Group gap={4} wrap="nowrap">
              {id === current?.id ? (
                <Text size="sm" c="dimmed" style={{ whiteSpace: "nowrap" }}>
                  In use
                </Text>
              ) : (
                <Button variant="default" size="xs" onClick={() => selectCorpus(id)} aria-label={`Use ${name}`}>
                  Use
                </Button>
              )}
              <DeleteButton
                label={`Delete corpus ${name}`}
                question="The text as it was read and its encodings are deleted from this browser; your files stay. Checkpoints of runs on it can still be probed and exported, but not resumed."
                onConfirm={() => void removeCorpus(id)}
              />
            </Group>
          </li>
        ))}
      </ul>
    </Section>
  );
}
