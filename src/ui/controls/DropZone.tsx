// A place where files and folders may be dropped; the buttons for those who would rather choose lie inside it.

import { useState, type DragEvent, type ReactNode } from "react";
import { filesOfDrop, type NamedFile } from "../../store/droppedFiles";
import styles from "./controls.module.css";

export function DropZone({
  label,
  onFiles,
  children,
}: {
  label: string;
  onFiles: (files: NamedFile[]) => void;
  children: ReactNode;
}) {
  const [over, setOver] = useState(false);

  function drop(event: DragEvent): void {
    event.preventDefault();
    setOver(false);
    void filesOfDrop(event.dataTransfer.items).then(onFiles);
  }

  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- the buttons inside do the same by keyboard
    <section
      aria-label={label}
      className={styles.dropZone}
      data-over={over || undefined}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      {children}
    </section>
  );
}
