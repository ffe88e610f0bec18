// The wire against real workers: answers find their request, errors keep their class of problem, a dead worker leaves
// nobody waiting.

import { expect, test } from "vitest";
import { WorkerClient } from "./client";
import type { RunEvent } from "./protocol";

interface EchoRequests {
  echo: { params: string; result: string; progress: number };
  refuse: { params: null; result: null; progress: never };
  hang: { params: null; result: null; progress: never };
  crash: { params: null; result: null; progress: never };
}

const ECHO = `
  addEventListener("message", ({ data: { type, requestId, params } }) => {
    const error = (kind, code) => postMessage({ type: "error", requestId, error: { kind, code, message: "No: " + code } });
    if (type === "echo") {
      postMessage({ type: "progress", requestId, progress: 0.5 });
      postMessage({ type: "event", event: { type: "state", runId: params, state: { status: "running" } } });
      setTimeout(() => postMessage({ type: "result", requestId, result: params }), params === "slow" ? 50 : 0);
    }
    if (type === "refuse") error("input", "empty-file");
    if (type === "cancel") error("cancelled", "cancelled");
    if (type === "crash") setTimeout(() => { throw new Error("out of luck"); });
  });
`;

function client(): { client: WorkerClient<EchoRequests>; started: () => number } {
  const url = URL.createObjectURL(new Blob([ECHO], { type: "text/javascript" }));
  let started = 0;
  return { client: new WorkerClient("echo", () => (started++, new Worker(url))), started: () => started };
}

test("answers, progress and events reach who asked, in whatever order they come", async () => {
  const { client: echo } = client();
  const progress: number[] = [];
  const events: RunEvent[] = [];
  echo.subscribe((event) => events.push(event));
  const slow = echo.request("echo", "slow", { onProgress: (p) => progress.push(p) });
  const quick = echo.request("echo", "quick");
  expect(await Promise.race([slow, quick])).toBe("quick");
  expect(await slow).toBe("slow");
  expect(progress).toEqual([0.5]);
  expect(events.map(({ runId }) => runId)).toEqual(["slow", "quick"]);
  echo.terminate();
});

test("an error arrives with its kind, code and sentence", async () => {
  const { client: echo } = client();
  const refusal = echo.request("refuse", null);
  await expect(refusal).rejects.toMatchObject({ kind: "input", code: "empty-file", message: "No: empty-file" });
  echo.terminate();
});

test("aborting asks the worker to stop, also when it happened before the request", async () => {
  const { client: echo } = client();
  const controller = new AbortController();
  const hanging = echo.request("hang", null, { signal: controller.signal });
  controller.abort();
  await expect(hanging).rejects.toMatchObject({ kind: "cancelled" });
  await expect(echo.request("hang", null, { signal: controller.signal })).rejects.toMatchObject({ kind: "cancelled" });
  echo.terminate();
});

test("a crash rejects everything pending, fails the run under way, and the next request gets a new worker", async () => {
  const { client: echo, started } = client();
  await echo.request("echo", "a run");
  const failed: string[] = [];
  echo.subscribe((event) => event.type === "failed" && failed.push(`${event.runId}: ${event.error.code}`));
  const hanging = echo.request("hang", null);
  const crash = echo.request("crash", null);
  await expect(hanging).rejects.toMatchObject({
    code: "worker-ended",
    message: expect.stringContaining("out of luck"),
  });
  await expect(crash).rejects.toMatchObject({ code: "worker-ended" });
  expect(failed).toEqual(["a run: worker-ended"]);
  expect(await echo.request("echo", "again")).toBe("again");
  expect(started()).toBe(2);
  echo.terminate();
});
