// What the first bytes of the chosen files say, and how they will be read. Each reading can be overruled.

import { Button, Group, Select, Table, Text } from "@mantine/core";
import type { InputInspection, Layout } from "../../corpus/types";
import { forgetInputs, readChosen, setReadOptions, useCorpus } from "../../store/corpus";
import { useJobs } from "../../store/jobs";
import { Section } from "../controls/Section";
import { formatBytes, formatPlural } from "../format";
import styles from "./corpus.module.css";

const LAYOUTS: Record<Layout, string> = {
  "sentence-per-line": "One sentence a line",
  prose: "Prose in paragraphs",
  wikitext: "WikiText headings",
  record: "One document a record",
};

const ENCODINGS = [
  "utf-8",
  "utf-16le",
  "utf-16be",
  "windows-1252",
  "iso-8859-2",
  "iso-8859-15",
  "koi8-r",
  "windows-1251",
  "shift_jis",
  "euc-jp",
  "gb18030",
  "big5",
  "euc-kr",
];

const SOURCES: Record<InputInspection["encodingSource"], string> = {
  bom: "marked in the file",
  "valid-utf-8": "checked",
  guessed: "a guess",
  chosen: "chosen",
};

export function InspectionTable() {
  const inputs = useCorpus((s) => s.inputs);
  const inspections = useCorpus((s) => s.inspections);
  const busy = useJobs((s) => s.jobs.inspect !== undefined || s.jobs.readCorpus !== undefined);
  return (
    <Section
      title={formatPlural(inputs.length, "source") + " chosen"}
      description="Found by looking at the first bytes. Change what was found wrongly before reading."
      actions={
        <Group gap="xs">
          <Button variant="default" onClick={forgetInputs} disabled={busy}>
            Clear
          </Button>
          <Button onClick={() => void readChosen()} disabled={busy || inputs.length === 0}>
            Read corpus
          </Button>
        </Group>
      }
    >
      {inspections.length > 0 && (
        <>
          <Table.ScrollContainer minWidth={640} maxHeight={420} type="native">
            <Table aria-label="Chosen sources" stickyHeader>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>Source</Table.Th>
                  <Table.Th ta="right">Size</Table.Th>
                  <Table.Th>Format</Table.Th>
                  <Table.Th>Encoding</Table.Th>
                  <Table.Th>Layout</Table.Th>
                  <Table.Th>Field</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {inspections.map((inspection) => (
                  <InspectionRow key={inspection.path} inspection={inspection} />
                ))}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
          <ReadOptionFields inspections={inspections} />
          <Preview inspection={inspections[0]} />
        </>
      )}
    </Section>
  );
}

function InspectionRow({ inspection }: { inspection: InputInspection }) {
  const { path, bytes, gzip, format, encoding, encodingSource, layout, field } = inspection;
  return (
    <Table.Tr>
      <Table.Td className={styles.path}>{path}</Table.Td>
      <Table.Td ta="right">{bytes === null ? "–" : formatBytes(bytes)}</Table.Td>
      <Table.Td>
        {format === "text" ? "Text" : format.toUpperCase()}
        {gzip && ", gzip"}
      </Table.Td>
      <Table.Td>
        {encoding.toUpperCase()}{" "}
        <Text span size="sm" c="dimmed">
          {SOURCES[encodingSource]}
        </Text>
      </Table.Td>
      <Table.Td>{LAYOUTS[layout]}</Table.Td>
      <Table.Td>{field ?? "–"}</Table.Td>
    </Table.Tr>
  );
}

function ReadOptionFields({ inspections }: { inspections: readonly InputInspection[] }) {
  const options = useCorpus((s) => s.options);
  const fields = [...new Set(inspections.flatMap((inspection) => inspection.fields))];
  return (
    <div className={styles.readOptions}>
      <Select
        label="Encoding"
        placeholder="As found"
        clearable
        searchable
        data={ENCODINGS.map((value) => ({ value, label: value.toUpperCase() }))}
        value={options.encoding}
        onChange={(encoding) => void setReadOptions({ encoding })}
      />
      <Select
        label="Layout"
        placeholder="As found"
        clearable
        data={Object.entries(LAYOUTS).map(([value, label]) => ({ value, label }))}
        value={options.layout}
        onChange={(layout) => void setReadOptions({ layout: layout as Layout | null })}
      />
      {fields.length > 0 && (
        <Select
          label="Field or column with the text"
          placeholder="As found"
          clearable
          data={fields}
          value={options.field}
          onChange={(field) => void setReadOptions({ field })}
        />
      )}
    </div>
  );
}

function Preview({ inspection }: { inspection: InputInspection }) {
  return (
    <div>
      <Text size="sm" c="dimmed" mb={8}>
        The first sentences as they will be read
      </Text>
      <ol className={styles.sentences}>
        {inspection.preview.map((sentence, i) => (
          // eslint-disable-next-line react/no-array-index-key -- sentences may repeat; their place is their identity
          <li key={i}>{sentence}</li>
        ))}
      </ol>
    </div>
  );
}
