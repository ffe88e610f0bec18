// Settings that most people never need, one click away.

import { Button, Collapse } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconChevronDown, IconChevronRight } from "@tabler/icons-react";
import { useId, type ReactNode } from "react";

export function Advanced({ label = "Advanced", children }: { label?: string; children: ReactNode }) {
  const [open, { toggle }] = useDisclosure(false);
  const id = useId();
  const Icon = open ? IconChevronDown : IconChevronRight;
  return (
    <div>
      <Button
        variant="subtle"
        color="gray"
        size="compact-sm"
        ml={-8}
        onClick={toggle}
        aria-expanded={open}
        aria-controls={id}
        leftSection={<Icon size={16} aria-hidden />}
      >
        {label}
      </Button>
      <Collapse expanded={open} id={id}>
        <div style={{ paddingTop: 12 }}>{children}</div>
      </Collapse>
    </div>
  );
}
