/* Times queries on the search files in a folder; see run.py.

     node --expose-gc measure.mjs FOLDER PAPERS BYTES-ALREADY-LOADED */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { runInThisContext } from "node:vm";
import { gzipSync } from "node:zlib";

const [folder, papers, loaded] = process.argv.slice(2);
const source = (name) => readFileSync(join(folder, name), "utf-8");
runInThisContext(source("search-engine.js"), { filename: "search-engine.js" });

let bytes = 0;
let isWeighing = true;
const read = async (address) => {
  const text = source(address);
  if (isWeighing) bytes += gzipSync(text, { level: 6 }).length;
  return text;
};
const files = { start: "start.js" };
const open = (full) => globalThis.readinglist.search.open({ files, read, full });

/* Pseudo-random numbers with a fixed seed. */
let seed = 20;
const random = (below) => {
  seed = (seed * 1103515245 + 12345) % 2147483648;
  return Math.floor((seed / 2147483648) * below);
};

/* Typical queries: a whole title, two words, three words with the last unfinished, a typo, a prefix. */
const KINDS = ["whole title", "two words", "unfinished", "misspelt", "three letters"];
async function madeQueries(engine, count) {
  const found = [];
  while (found.length < count) {
    const paper = random(Number(papers));
    await engine.index.need([engine.texts.pieceOfTitle(paper)]);
    const words = engine.texts.titleOf(paper).split(" ").filter((word) => word.length > 3);
    if (!words.length) continue;
    const word = () => words[random(words.length)];
    const typo = (text) => {
      const at = 1 + random(text.length - 1);
      return text.slice(0, at) + text.slice(at + 1);
    };
    const kind = found.length % KINDS.length;
    const queries = [
      () => words.join(" "),
      () => word() + " " + word(),
      () => word() + " " + word() + " " + word().slice(0, 3),
      () => typo(word()) + " " + word(),
      () => word().slice(0, 3),
    ];
    found.push(queries[kind]());
  }
  return found;
}

const processor = () => process.cpuUsage().user / 1000 + process.cpuUsage().system / 1000;
const share = (sorted, part) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))];
const ms = (value) => value.toFixed(1) + " ms";

async function timed(engine, queries) {
  const clock = [];
  const cpu = [];
  for (const query of queries) {
    const [begin, beginCpu] = [performance.now(), processor()];
    await engine.query(query, { limit: 10 });
    clock.push(performance.now() - begin);
    cpu.push(processor() - beginCpu);
  }
  const line = (times) => {
    const sorted = times.sort((a, b) => a - b);
    return `p50 ${ms(share(sorted, 0.5))}, p95 ${ms(share(sorted, 0.95))}`;
  };
  return `${line(clock)} by the clock; ${line(cpu)} of processor time`;
}

const queries = await madeQueries(await open(false), 300);

/* The bytes that are loaded before the first result, and by a later query. */
const firsts = [];
const laters = [];
for (const query of queries.slice(0, 40)) {
  const titles = await open(false);
  bytes = 0;
  await titles.query(query, { limit: 10 });
  firsts.push(Number(loaded) + bytes);
  const engine = await open(true);
  await engine.full;
  bytes = 0;
  await engine.query(query, { limit: 10 });
  laters.push(bytes);
}
const most = (list) => Math.max(...list).toLocaleString("en");
const mean = (list) => Math.round(list.reduce((a, b) => a + b, 0) / list.length).toLocaleString("en");
console.log(`  before the first result: ${mean(firsts)} bytes on average, ${most(firsts)} at most, code included`);
console.log(`  fetched by a query with everything searched: ${mean(laters)} on average, ${most(laters)} at most`);

isWeighing = false;
const begin = processor();
const engine = await open(true);
const first = processor();
await engine.full;
console.log(`  opened in ${ms(first - begin)}, abstracts in ${ms(processor() - first)} (processor, both without the network)`);
console.log(`  a query, pieces read from the disk: ${await timed(engine, queries)}`);
console.log(`  a query, pieces there: ${await timed(engine, queries)}`);
globalThis.gc();
const { heapUsed, arrayBuffers } = process.memoryUsage();
console.log(`  memory: ${Math.round((heapUsed + arrayBuffers) / 1e6)} MB, Node itself included`);
