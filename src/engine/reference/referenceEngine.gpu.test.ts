import { beforeAll, describe } from "vitest";
import { chooseBackend } from "../backend";
import type { DeviceDescription } from "../engine";
import { parityTests } from "./parityCases";

describe.each(["webgpu", "webgl"] as const)("%s", (backend) => {
  let device: DeviceDescription;
  beforeAll(async () => {
    ({ device } = await chooseBackend(backend));
  });

  parityTests(() => device, 4);
});
