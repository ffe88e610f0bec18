// How charts are looked at, which backend computes, and where in the studio one is: small choices, kept over a reload.

import { create } from "zustand";
import { persist } from "zustand/middleware";
import type { BackendName } from "../engine/engine";
import type { Axis } from "./metricsHistory";

interface ViewState {
  axis: Axis;
  logarithmic: boolean;
  smoothing: number; // weight of the past, in [0, 1)
  backend: BackendName | "auto";
}

export const useView = create<ViewState>()(
  persist((): ViewState => ({ axis: "step", logarithmic: false, smoothing: 0.6, backend: "auto" }), {
    name: "cloze-view",
  }),
);

export function setView(change: Partial<ViewState>): void {
  useView.setState(change);
}
