/* Measures the quality of the search: this project's engine with the files of a built site, and other
   engines, each configured as its documentation recommends. Started by run.py:

     node measure.mjs SITE DOCUMENTS PEERS [--only=ours,lunr] [--misses]

   --misses lists the queries for which this project's engine does not rank a correct paper first,
   except those of handwritten.json and fresh.json, which must not be used for tuning.

   SITE is a built site. DOCUMENTS is a JSON list of {id, title, abstract, themes}, with the same
   texts for all engines. PEERS is a folder whose node_modules contains the packages in
   package.json. */
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { openShipped } from "./shipped.mjs";

const [site, documentsPath, peers, ...flags] = process.argv.slice(2);
const only = flags.find((flag) => flag.startsWith("--only="))?.slice(7).split(",");
const showMisses = flags.includes("--misses");
const here = new URL(".", import.meta.url);
const read = (name) => JSON.parse(readFileSync(new URL(name, here), "utf-8")).queries;
/* The handwritten and the generated queries. */
const WRITTEN = { "by hand": "handwritten.json", fresh: "fresh.json", "for tuning": "development.json" };
const queries = read("generated.json");
for (const [group, file] of Object.entries(WRITTEN)) {
  queries.push(...read(file).map((one) => ({ ...one, group, kind: group + ": " + one.kind })));
}
const documents = JSON.parse(readFileSync(documentsPath, "utf-8"));
const require = createRequire(join(peers, "package.json"));
const TOP = 10;

const stockLunr = (titleBoost) => {
  const lunr = require("lunr");
  return lunr(function () {
    this.ref("id");
    this.field("title", { boost: titleBoost });
    this.field("abstract");
    this.field("themes");
    for (const one of documents) this.add({ ...one, themes: one.themes.join(" ") });
  });
};
const refs = (hits) => hits.slice(0, TOP).map((hit) => hit.ref);
/* Queries for which lunr throws an error, for example with a colon, count as without results. */
const unlessItThrows = (search) => (query) => {
  try {
    return search(query);
  } catch {
    return [];
  }
};

const engines = {
  ours: async () => {
    const engine = await openShipped(site);
    return (query) => engine.query(query, { limit: TOP }).then((a) => a.results.map((one) => one.paper.id));
  },
  "ours (titles)": async () => {
    const engine = await openShipped(site, { full: false });
    return (query) => engine.query(query, { limit: TOP }).then((a) => a.results.map((one) => one.paper.id));
  },
  lunr: async () => {
    const index = stockLunr(10);
    return (query) => refs(index.search(query.replace(/-/g, " ").replace(/[\\:~^*+]/g, "\\$&")));
  },
  "lunr as MkDocs": async () => {
    const index = stockLunr(10);
    return unlessItThrows((query) => refs(index.search(query)));
  },
  MiniSearch: async () => {
    const MiniSearch = require("minisearch");
    const index = new MiniSearch({
      fields: ["title", "abstract", "themes"],
      extractField: (one, field) => (field === "themes" ? one.themes.join(" ") : one[field]),
      searchOptions: {
        boost: { title: 4, themes: 2 },
        prefix: (term, at, terms) => at === terms.length - 1 || term.length > 3,
        fuzzy: (term) => (term.length > 3 ? 0.2 : null),
      },
    });
    index.addAll(documents);
    return (query) => index.search(query).slice(0, TOP).map((hit) => hit.id);
  },
  FlexSearch: async () => {
    const { Document, Charset } = require("flexsearch");
    const index = new Document({
      document: {
        id: "id",
        index: ["title", "abstract", "themes"].map((field) => ({
          field, tokenize: "forward", encoder: Charset.LatinBalance,
        })),
      },
    });
    for (const one of documents) index.add({ ...one, themes: one.themes.join(" ") });
    return (query) => index.search({ query, suggest: true, merge: true, limit: TOP }).map((hit) => hit.id);
  },
  Fuse: async () => {
    const fuse = require("fuse.js");
    const Fuse = fuse.default || fuse;
    const keys = [{ name: "title", weight: 4 }, { name: "themes", weight: 2 }, { name: "abstract", weight: 1 }];
    const index = new Fuse(documents, { useTokenSearch: true, ignoreLocation: true, keys });
    return (query) => index.search(query, { limit: TOP }).map((hit) => hit.item.id);
  },
  Pagefind: async () => {
    const { createIndex, close } = await import(pathToFileURL(join(peers, "node_modules/pagefind/lib/index.js")).href);
    const { index } = await createIndex();
    for (const one of documents) {
      await index.addHTMLFile({
        url: `/${one.id}/`,
        content: `<html lang="en"><body><main><h1>${plain(one.title)}</h1><p>${plain(one.abstract)}</p><p>${plain(one.themes.join(" · "))}</p></main></body></html>`,
      });
    }
    const { files } = await index.getFiles();
    await close();
    const served = new Map(files.map((file) => ["/pagefind/" + file.path, Buffer.from(file.content)]));
    const server = createServer((asked, answer) => {
      const body = served.get(new URL(asked.url, "http://x").pathname);
      answer.writeHead(body ? 200 : 404);
      answer.end(body);
    });
    await new Promise((done) => server.listen(0, "127.0.0.1", done));
    server.unref();
    /* The parts of a page that its script uses. The origin must differ from the server's, because
       Pagefind removes its own origin from URLs. */
    globalThis.document = { querySelector: () => ({ getAttribute: () => "en" }), currentScript: null };
    globalThis.window = globalThis;
    globalThis.location = { href: "http://page.invalid/", origin: "http://page.invalid" };
    const script = join(peers, "pagefind.mjs");
    writeFileSync(script, served.get("/pagefind/pagefind.js"));
    const pagefind = await import(pathToFileURL(script).href);
    await pagefind.options({ basePath: `http://127.0.0.1:${server.address().port}/pagefind/`, baseUrl: "/" });
    await pagefind.init();
    return async (query) => {
      const { results } = await pagefind.search(query);
      const data = await Promise.all(results.slice(0, TOP).map((hit) => hit.data()));
      return data.map((one) => one.url.replaceAll("/", ""));
    };
  },
};

function plain(text) {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}

/* The measures for a ranked list of ids: the reciprocal rank of the first correct one, whether it is
   first, whether it is among the first three, and nDCG. */
function judge(found, right) {
  const gains = found.slice(0, TOP).map((id) => (right.includes(id) ? 1 : 0));
  const first = gains.indexOf(1);
  const discounted = (all) => all.reduce((sum, gain, at) => sum + gain / Math.log2(at + 2), 0);
  const best = discounted(Array(Math.min(TOP, right.length)).fill(1));
  return [
    first < 0 ? 0 : 1 / (first + 1),
    first === 0 ? 1 : 0,
    first >= 0 && first < 3 ? 1 : 0,
    discounted(gains) / best,
  ];
}

const kinds = [...new Set(queries.map((one) => one.kind))];
const generatedKinds = [...new Set(queries.filter((one) => !one.group).map((one) => one.kind))];
const tables = {};
for (const [name, open] of Object.entries(engines)) {
  if (only && !only.includes(name)) continue;
  const started = performance.now();
  const search = await open();
  const ready = performance.now();
  const sums = {};
  for (const { group, kind, query, right } of queries) {
    const found = await search(query);
    const scores = judge(found, right);
    for (const row of group ? [kind, group] : [kind]) {
      sums[row] ??= { count: 0, scores: [0, 0, 0, 0] };
      sums[row].count += 1;
      sums[row].scores = sums[row].scores.map((sum, at) => sum + scores[at]);
    }
    if (showMisses && name === "ours" && !scores[1] && group !== "by hand" && group !== "fresh") {
      console.log(`[${kind}] ${query}\n    first: ${found[0]}\n    right: ${right[0]} (${scores[0].toFixed(2)})`);
    }
  }
  const asked = performance.now() - ready;
  tables[name] = Object.fromEntries(
    Object.entries(sums).map(([kind, { count, scores }]) => [kind, scores.map((sum) => sum / count)]),
  );
  console.error(
    `${name}: ready in ${Math.round(ready - started)} ms, ${(asked / queries.length).toFixed(2)} ms a query`,
  );
}

const names = Object.keys(tables);
const rows = [...generatedKinds, ...Object.keys(WRITTEN).flatMap((group) => [group, ...kinds.filter((kind) => kind.startsWith(group + ":"))])];
const sets = [...generatedKinds, "by hand"];
for (const [at, measure] of ["MRR@10", "hit@1", "hit@3", "nDCG@10"].entries()) {
  console.log(`\n${measure.padEnd(24)}${names.map((name) => name.padStart(18)).join("")}`);
  const line = (label, values) =>
    console.log(label.padEnd(24) + values.map((value) => value.toFixed(3).padStart(18)).join(""));
  for (const row of rows) line(row, names.map((name) => tables[name][row][at]));
  line(
    "mean of the sets",
    names.map((name) => sets.reduce((sum, set) => sum + tables[name][set][at], 0) / sets.length),
  );
}
process.exit(0);
