// Another reader of safetensors than ours, for the tests: @huggingface/hub, given a Blob in place of the Hub.

import { parseSafetensorsMetadata, type SafetensorsFileHeader } from "@huggingface/hub";

/** The header of `file`, metadata included. */
export async function readHeaderWithHub(file: Blob): Promise<SafetensorsFileHeader> {
  const result = await parseSafetensorsMetadata({
    repo: "someone/model",
    path: "model.safetensors",
    fetch: async (_url, init) => {
      const range = /bytes=(\d+)-(\d+)/.exec(new Headers(init?.headers).get("Range") ?? "");
      const [begin, end] = range ? [Number(range[1]), Number(range[2]) + 1] : [0, file.size];
      const part = file.slice(begin, end);
      return new Response(part, {
        status: range ? 206 : 200,
        headers: {
          ETag: '"1"',
          "Content-Length": String(part.size),
          "Content-Range": `bytes ${begin}-${begin + part.size - 1}/${file.size}`,
        },
      });
    },
  });
  if (result.sharded) throw new Error("one file was given");
  return result.header;
}
