// JSON.parse keeps the last of two equal keys and says nothing. This finds the first repeated key of a JSON text that
// JSON.parse has already accepted, at any depth.

/** The first key that its object holds twice, or null. `json` must be valid JSON. */
export function findDuplicateKey(json: string): string | null {
  const keysOfOpenObjects: (Set<string> | null)[] = []; // null: an array
  let expectsKey = false;
  for (let i = 0; i < json.length; i++) {
    switch (json[i]) {
      case "{":
        keysOfOpenObjects.push(new Set());
        expectsKey = true;
        break;
      case "[":
        keysOfOpenObjects.push(null);
        expectsKey = false;
        break;
      case "}":
      case "]":
        keysOfOpenObjects.pop();
        expectsKey = false;
        break;
      case ",":
        expectsKey = keysOfOpenObjects.at(-1) !== null;
        break;
      case '"': {
        const end = endOfString(json, i);
        if (expectsKey) {
          // Parsed, because "a" and "\u0061" are the same key.
          const key = String(JSON.parse(json.slice(i, end + 1)));
          const keys = keysOfOpenObjects.at(-1);
          if (keys?.has(key)) return key;
          keys?.add(key);
          expectsKey = false;
        }
        i = end;
        break;
      }
    }
  }
  return null;
}

/** Index of the quote that closes the string opened at `start`. */
function endOfString(json: string, start: number): number {
  let i = start + 1;
  while (json[i] !== '"') i += json[i] === "\\" ? 2 : 1;
  return i;
}
