// A button for what cannot be undone: asks once, in place, and says what will be lost.

import { ActionIcon, Button, Group, Modal, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconTrash } from "@tabler/icons-react";

interface ConfirmProps {
  label: string; // "Delete checkpoint step 200"
  question: string; // what will be lost
  onConfirm: () => void;
  disabled?: boolean;
}

export function DeleteButton({ label, question, onConfirm, disabled }: ConfirmProps) {
  const [opened, { open, close }] = useDisclosure(false);
  return (
    <>
      <ActionIcon variant="subtle" color="gray" size="lg" aria-label={label} onClick={open} disabled={disabled}>
        <IconTrash size={18} aria-hidden />
      </ActionIcon>
      <Modal opened={opened} onClose={close} title={label} centered>
        <Text size="sm">{question}</Text>
        <Group justify="flex-end" mt="lg" gap="xs">
          <Button variant="default" onClick={close}>
            Keep
          </Button>
          <Button
            color="red"
            onClick={() => {
              close();
              onConfirm();
            }}
          >
            Delete
          </Button>
        </Group>
      </Modal>
    </>
  );
}
