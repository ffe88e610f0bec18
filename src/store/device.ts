// What computes on this machine, in plain words, for the backend that is chosen.

import { create } from "zustand";
import type { BackendName, DeviceDescription } from "../engine/engine";
import { runJob } from "./jobs";
import { setView, useView } from "./view";
import { trainingClient } from "./workers";

interface DeviceState {
  device: DeviceDescription | null;
  reason: string;
}

export const useDevice = create<DeviceState>(() => ({ device: null, reason: "" }));

export async function describeDevice(): Promise<void> {
  const { backend } = useView.getState();
  const found = await runJob("device", "Looking for a GPU", ({ signal }) =>
    trainingClient.request("describeDevice", { backend }, { signal }),
  );
  useDevice.setState(found ?? { device: null, reason: "" });
}

/** Takes effect at the next start or resume; describing another backend under a run would take its tensors away. */
export async function chooseBackend(backend: BackendName | "auto", runIsLive: boolean): Promise<void> {
  setView({ backend });
  if (!runIsLive) await describeDevice();
}
