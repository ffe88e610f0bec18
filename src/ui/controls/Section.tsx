// The parts of a place: a page title with what it is for, and sections told apart by space and a hairline, not by boxes.

import { Text, Title } from "@mantine/core";
import { useId, type ReactNode } from "react";
import styles from "./controls.module.css";

export function PlaceHeader({ title, children }: { title: string; children: ReactNode }) {
  return (
    <header className={styles.placeHeader}>
      <Title order={1}>{title}</Title>
      <Text c="dimmed" maw="68ch" mt={4}>
        {children}
      </Text>
    </header>
  );
}

interface SectionProps {
  title: string;
  description?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
}

export function Section({ title, description, actions, children }: SectionProps) {
  const id = useId();
  return (
    <section className={styles.section} aria-labelledby={id}>
      <div className={styles.sectionHead}>
        <div>
          <Title order={2} id={id}>
            {title}
          </Title>
          {description && (
            <Text size="sm" c="dimmed" maw="68ch" mt={2}>
              {description}
            </Text>
          )}
        </div>
        {actions}
      </div>
      {children}
    </section>
  );
}

/** An empty state: what will be here, and the next step. */
export function EmptyState({ children, action }: { children: ReactNode; action?: ReactNode }) {
  return (
    <div className={styles.empty}>
      <Text c="dimmed" maw="56ch">
        {children}
      </Text>
      {action}
    </div>
  );
}
