// A calm instrument: neutral surfaces, one accent for what can be done now, and two data colours that mean the same
// everywhere (studio.css). Only what differs from Mantine's defaults.

import { createTheme, type CSSVariablesResolver } from "@mantine/core";

export const theme = createTheme({
  fontFamily: "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Liberation Sans', sans-serif",
  fontFamilyMonospace: "ui-monospace, 'SF Mono', 'Cascadia Mono', 'DejaVu Sans Mono', Menlo, Consolas, monospace",
  primaryColor: "accent",
  primaryShade: { light: 8, dark: 7 },
  autoContrast: true,
  defaultRadius: "md",
  cursorType: "pointer",
  respectReducedMotion: true,
  spacing: { xs: "8px", sm: "12px", md: "16px", lg: "24px", xl: "40px" },
  colors: {
    accent: [
      "#e7f6f1",
      "#d0ece3",
      "#a3d9c8",
      "#71c4aa",
      "#4cb394",
      "#31a583",
      "#1f9a77",
      "#0e8464",
      "#067356",
      "#005c44",
    ],
    dark: [
      "#e6e9eb",
      "#b9c0c6",
      "#98a1a9",
      "#727b83",
      "#4a5258",
      "#383f45",
      "#22272b",
      "#15181a",
      "#101214",
      "#0b0c0e",
    ],
  },
  headings: {
    fontWeight: "600",
    sizes: { h1: { fontSize: "1.625rem", lineHeight: "1.25" }, h2: { fontSize: "1.0625rem", lineHeight: "1.4" } },
  },
  components: {
    InputWrapper: { defaultProps: { inputWrapperOrder: ["label", "input", "description", "error"] } },
    NumberInput: { defaultProps: { thousandSeparator: ",", allowNegative: false } },
    Tooltip: { defaultProps: { openDelay: 400 } },
  },
});

/** Quieter text still meets AA on both surfaces; Mantine's own grey does not. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    "--mantine-color-body": "#f5f6f6",
    "--mantine-color-text": "#171a1c",
    "--mantine-color-dimmed": "#596168",
    "--mantine-color-placeholder": "#6b737a",
    "--mantine-color-error": "#b3261e",
  },
  dark: {
    "--mantine-color-dimmed": "#a0a9b1",
    "--mantine-color-placeholder": "#8b949c",
    "--mantine-color-error": "#ff8a80",
  },
});
