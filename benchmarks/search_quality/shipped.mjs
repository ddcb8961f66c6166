/* This project's engine with the files of a built site, started as on a page. */
import { readFileSync, readdirSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import vm from "node:vm";

export async function openShipped(site, { full = true } = {}) {
  const names = readdirSync(join(site, "assets"));
  const address = (stem) => "assets/" + names.find((name) => name.startsWith(stem + ".") && name.endsWith(".js"));
  const engineScript = address("search-engine");
  const files = { start: address("search-start") };
  vm.runInThisContext(readFileSync(join(site, engineScript), "utf-8"), { filename: engineScript });
  const read = (path) => readFile(join(site, path), "utf-8");
  const engine = await globalThis.readinglist.search.open({ base: "", files, read, full });
  if (full) await engine.full;
  return engine;
}
