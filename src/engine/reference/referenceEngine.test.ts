import { beforeAll } from "vitest";
import { chooseBackend } from "../backend";
import type { DeviceDescription } from "../engine";
import { parityTests } from "./parityCases";

let device: DeviceDescription;
beforeAll(async () => {
  ({ device } = await chooseBackend("cpu"));
});

parityTests(() => device);
