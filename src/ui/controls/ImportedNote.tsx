// What came in with the last import: its name, and what was left aside or begins fresh.

import { Text } from "@mantine/core";
import { useExchange } from "../../store/exchange";

export function ImportedNote() {
  const imported = useExchange((s) => s.imported);
  if (!imported) return null;
  return (
    <output>
      <Text size="sm" fw={550}>
        Imported {imported.name}
      </Text>
      {imported.notes.map((note) => (
        <Text key={note} size="sm">
          {note}
        </Text>
      ))}
    </output>
  );
}
