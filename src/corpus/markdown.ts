// Markdown as prose: front matter, fenced code, tables, comments and link definitions are left out; the marks of
// headings, lists, quotations, emphasis, links and images are taken off, their text stays.

import type { SkipList } from "./documentBuilder";
import type { Prose } from "./layouts";

const FENCE = /^ {0,3}(```+|~~~+)/;
const HEADING = /^ {0,3}(#{1,6})\s+/;
const UNDERLINE = /^ {0,3}(=+|-+)\s*$/;
const RULE = /^ {0,3}([-*_])(\s*\1){2,}\s*$/;
const LIST_ITEM = /^\s*([-*+]|\d{1,3}[.)])\s+(\[[ xX]\]\s+)?/;
const MAX_FRONT_MATTER = 200; // lines
const MAX_STRIPPED = 10_000; // UTF-16 units of a line

/** A line without its inline marks. */
export function stripInline(text: string): string {
  if (text.length > MAX_STRIPPED) return text; // patterns that look ahead would take too long
  return text
    .replace(/<!--.*?-->/g, "")
    .replace(/!\[([^\]]*)\]\([^)]*\)/g, "")
    .replace(/\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replace(/\[([^\]]+)\]\[[^\]]*\]/g, "$1")
    .replace(/<(https?:[^>\s]+)>/g, "$1")
    .replace(/<\/?[a-zA-Z][^>]*>/g, "")
    .replace(/(`+)(.+?)\1/g, "$2")
    .replace(/(?<!\\)(\*\*\*|\*\*|\*)(?=\S)(.+?)(?<=[^\s\\])\1/g, "$2")
    .replace(/(?<![\p{L}\p{N}_\\])(__|_)(?=\S)(.+?)(?<=[^\s\\])\1(?![\p{L}\p{N}_])/gu, "$2")
    .replace(/\\([\\`*_{}[\]()#+\-.!>~|])/g, "$1");
}

type Block = "prose" | "front matter" | "code" | "comment";

/** Hands Markdown's text to a reader of prose whose shape says that lines are wrapped. */
export class MarkdownReader {
  private block: Block = "prose";
  private fence = "";
  private lineNumber = 0;
  private midLine = false;
  private skipsLine = false;
  private pending: string | null = null; // one line is held back: the next may underline it as a heading

  constructor(
    private readonly prose: Prose,
    private readonly skipped: SkipList,
  ) {}

  line(text: string, complete: boolean): void {
    const continues = this.midLine;
    this.midLine = !complete;
    if (continues) {
      if (!this.skipsLine) this.prose.line(text, complete);
      return;
    }
    this.lineNumber++;
    this.skipsLine = this.skips(text);
    if (this.skipsLine) return;
    if (complete) return this.proseLine(text);
    this.flush();
    this.prose.line(text, false); // a line beyond all measure is taken as it is
  }

  /** Tracks the blocks that are left out. */
  private skips(text: string): boolean {
    const trimmed = text.trim();
    if (this.block === "prose") {
      const fence = FENCE.exec(text)?.[1];
      if (this.lineNumber === 1 && trimmed === "---") this.block = "front matter";
      else if (fence) [this.block, this.fence] = ["code", fence];
      else if (trimmed.startsWith("<!--") && !trimmed.includes("-->")) this.block = "comment";
      else return false;
      this.breakParagraph();
      this.skipped.add(`Lines of Markdown ${this.block}`);
      return true;
    }
    this.skipped.add(`Lines of Markdown ${this.block}`);
    if (this.endsBlock(trimmed)) this.block = "prose";
    return true;
  }

  private endsBlock(line: string): boolean {
    switch (this.block) {
      case "front matter":
        return line === "---" || line === "..." || this.lineNumber > MAX_FRONT_MATTER;
      case "code":
        return line.startsWith(this.fence);
      case "comment":
        return line.includes("-->");
      case "prose":
        return false;
      default:
        return this.block satisfies never;
    }
  }

  private proseLine(text: string): void {
    const underlined = UNDERLINE.exec(text);
    if (this.pending !== null && underlined) {
      this.pending = null;
      this.prose.heading(true); // both underlinings are of level 1 or 2
      return;
    }
    const heading = HEADING.exec(text);
    if (heading) {
      this.flush();
      this.prose.heading(heading[1].length <= 2);
    } else if (text.trim() === "" || RULE.test(text)) {
      this.breakParagraph();
    } else if (/^\s*\|/.test(text) || /^\s*\[[^\]]+\]:\s/.test(text)) {
      this.breakParagraph();
      this.skipped.add("Lines of Markdown tables and link definitions");
    } else {
      this.textLine(text);
    }
  }

  private textLine(text: string): void {
    const unquoted = text.replace(/^\s*(>\s?)+/, "");
    if (LIST_ITEM.test(unquoted)) this.breakParagraph();
    else this.flush();
    this.pending = stripInline(unquoted.replace(LIST_ITEM, ""));
  }

  private flush(): void {
    if (this.pending !== null && this.pending.trim() !== "") this.prose.line(this.pending, true);
    this.pending = null;
  }

  private breakParagraph(): void {
    this.flush();
    this.prose.line("", true);
  }

  end(): void {
    this.flush();
    this.prose.end();
  }
}
