import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import vm from "node:vm";

/* Our engine on the files of a built site, loaded as a page loads them: as classic scripts. */
export async function openShipped(site) {
  const assets = join(site, "assets");
  const names = readdirSync(assets);
  const context = vm.createContext({ console });
  context.globalThis = context;
  for (const stem of ["tokens", "lunr", "search", "search-index"]) {
    const name = names.find((one) => one.startsWith(stem + ".") && one.endsWith(".js"));
    vm.runInContext(readFileSync(join(assets, name), "utf-8"), context, { filename: name });
  }
  const { search } = context.readinglist;
  return { query: async (text) => search.run(text) };
}
