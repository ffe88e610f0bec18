// Choosing files or a folder from a button: a hidden input, so that the dialog is the system's own.

import { Button, type ButtonProps } from "@mantine/core";
import { useRef } from "react";
import { filesOfInput, type NamedFile } from "../../store/droppedFiles";

interface FilePickerProps extends ButtonProps {
  label: string;
  onFiles: (files: NamedFile[]) => void;
  folder?: boolean;
  accept?: string;
}

export function FilePicker({ label, onFiles, folder = false, accept, ...button }: FilePickerProps) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button variant="default" {...button} onClick={() => input.current?.click()}>
        {label}
      </Button>
      <input
        ref={input}
        type="file"
        hidden
        multiple
        aria-label={label}
        accept={accept}
        {...(folder ? { webkitdirectory: "" } : {})}
        onChange={(event) => {
          onFiles(filesOfInput(event.currentTarget.files));
          event.currentTarget.value = ""; // the same file may be chosen again
        }}
      />
    </>
  );
}
