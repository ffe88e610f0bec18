// What computes, in plain words, and the choice of another backend.

import { Select, Text } from "@mantine/core";
import type { BackendName, DeviceDescription } from "../../engine/engine";
import { chooseBackend, useDevice } from "../../store/device";
import { isLive, useRun } from "../../store/run";
import { useView } from "../../store/view";
import { Advanced } from "../controls/Advanced";
import { JobStatus } from "../controls/JobStatus";

const BACKENDS: { value: BackendName | "auto"; label: string }[] = [
  { value: "auto", label: "Automatic" },
  { value: "webgpu", label: "WebGPU" },
  { value: "webgl", label: "WebGL" },
  { value: "cpu", label: "CPU" },
];

const NAMES: Record<BackendName, string> = { webgpu: "WebGPU", webgl: "WebGL", cpu: "the CPU" };

/** "WebGPU on NVIDIA Ampere" */
function deviceName({ backend, adapter }: DeviceDescription): string {
  return backend === "cpu" ? "the CPU, in plain JavaScript" : `${NAMES[backend]} on ${adapter}`;
}

/** `device`: what a run computes on; without it, what the next run will. */
export function DeviceNote({ device: given }: { device?: DeviceDescription }) {
  const { device: found, reason } = useDevice();
  const backend = useView((s) => s.backend);
  const live = useRun((s) => isLive(s.state?.status));
  const device = given ?? found;
  return (
    <div>
      <Text size="sm" maw="72ch">
        {device ? `Computes with ${deviceName(device)}.` : "Looking for what can compute here."}{" "}
        <Text span c="dimmed" size="sm">
          {device?.software && "There is no graphics processor behind it, so it is right but slow. "}
          {!given && reason}
        </Text>
      </Text>
      <JobStatus name="device" cancellable={false} />
      <Advanced>
        <Select
          label="Backend"
          description={live ? "Takes effect at the next start or resume." : undefined}
          data={BACKENDS}
          value={backend}
          onChange={(value) => value && void chooseBackend(value, live)}
          allowDeselect={false}
          maw={280}
        />
      </Advanced>
    </div>
  );
}
