// An error as a sentence: what happened and what to do, the technical detail one click away and copyable.

import { Button, Collapse, CopyButton, Group, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconAlertTriangle } from "@tabler/icons-react";
import type { SerializedError } from "../../lib/errors";
import styles from "./controls.module.css";

export function FailureNote({ failure, onDismiss }: { failure: SerializedError; onDismiss?: () => void }) {
  const [open, { toggle }] = useDisclosure(false);
  const detail = `${failure.code}\n${failure.message}${failure.detail ? `\n\n${failure.detail}` : ""}`;
  return (
    <div className={styles.failure} role="alert">
      <IconAlertTriangle size={20} className={styles.failureIcon} aria-hidden />
      <div className={styles.failureBody}>
        <Text size="sm">{failure.message}</Text>
        <Group gap="xs" mt={4}>
          <Button variant="subtle" size="compact-xs" color="gray" onClick={toggle} aria-expanded={open}>
            {open ? "Hide detail" : "Show detail"}
          </Button>
          <CopyButton value={detail}>
            {({ copied, copy }) => (
              <Button variant="subtle" size="compact-xs" color="gray" onClick={copy}>
                {copied ? "Copied" : "Copy detail"}
              </Button>
            )}
          </CopyButton>
          {onDismiss && (
            <Button variant="subtle" size="compact-xs" color="gray" onClick={onDismiss}>
              Dismiss
            </Button>
          )}
        </Group>
        <Collapse expanded={open}>
          <pre className={styles.detail}>{detail}</pre>
        </Collapse>
      </div>
    </div>
  );
}
