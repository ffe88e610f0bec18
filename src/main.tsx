// Browser entry. The first import is the development server's refresh hook, which the page's content security policy does
// not let it put inline; it is empty in a build.

import "@vitejs/plugin-react/preamble";
import { MantineProvider } from "@mantine/core";
import "@mantine/core/styles.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { openStudio } from "./store/studio";
import { App } from "./ui/App";
import "./ui/studio.css";
import { cssVariables, theme } from "./ui/theme";

const root = document.getElementById("root");
if (!root) throw new Error("internal: index.html has no #root");

createRoot(root).render(
  <StrictMode>
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto">
      <App />
    </MantineProvider>
  </StrictMode>,
);
void openStudio();
