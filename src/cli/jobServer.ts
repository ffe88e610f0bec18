// The loopback routes between the runner and its page: corpus and model files out, exports in. Everything lies below a
// random token, so that no other page or program on this machine can read or write.

import { randomBytes } from "node:crypto";
import { stat } from "node:fs/promises";
import { json } from "node:stream/consumers";
import type { RemoteFile } from "./job";
import type { OutputFolder } from "./outputFolder";
import { answer, sendFile, serve } from "./server.mjs";
import type { Route } from "./server.mjs";
import { BUILD_FOLDER } from "./setup.mjs";

export interface JobServer {
  /** Address of the page. */
  pageUrl: string;
  /** Where exports go; ends with a slash. */
  outputUrl: string;
  /** Lets the page read one file. */
  share(file: { path: string; shownAs: string }): Promise<RemoteFile>;
  close(): Promise<void>;
}

export async function startJobServer(output: OutputFolder): Promise<JobServer> {
  const token = randomBytes(24).toString("hex");
  const filesPrefix = `/job/${token}/files/`;
  const outputPrefix = `/job/${token}/out/`;
  const shared: string[] = [];

  const route: Route = async (request, response, { pathname, searchParams }) => {
    if (!pathname.startsWith("/job/")) return false;
    if (pathname.startsWith(filesPrefix) && request.method === "GET") {
      const file = shared.at(Number(pathname.slice(filesPrefix.length)));
      if (file) await sendFile(request, response, file, "no-store");
      else answer(response, 404, "Not found.");
    } else if (pathname === outputPrefix && request.method === "POST") {
      await output.commit(await json(request));
      answer(response, 200, "Done.");
    } else if (pathname.startsWith(outputPrefix) && request.method === "PUT") {
      await output.write(pathname.slice(outputPrefix.length), Number(searchParams.get("offset") ?? 0), request);
      answer(response, 200, "Done.");
    } else {
      answer(response, 404, "Not found.");
    }
    return true;
  };

  const server = await serve({ root: BUILD_FOLDER, port: 0, route });
  const at = (path: string) => new URL(path, server.url).href;
  return {
    pageUrl: at("/src/cli/headless.html"),
    outputUrl: at(outputPrefix),
    close: server.close,
    async share({ path, shownAs }) {
      const { size } = await stat(path);
      return { path: shownAs, url: at(`${filesPrefix}${shared.push(path) - 1}`), size };
    },
  };
}
