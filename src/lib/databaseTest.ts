// For tests in a browser: every test gets an empty database, which is closed and deleted behind it.

import { deleteDB } from "idb";
import { afterEach, beforeEach } from "vitest";
import { openStudioDatabase, type Database } from "./database";

export function eachWithDatabase(name: string, give: (database: Database) => void): void {
  let opened: Database;
  beforeEach(async () => {
    opened = await openStudioDatabase(name);
    give(opened);
  });
  afterEach(async () => {
    opened.close();
    await deleteDB(name);
  });
}
