/* The search engine: reads the packed lunr index and answers queries. It touches no page, so it
   runs in a Worker, on the page itself where there are no Workers (file://), and in Node.
   The files it reads are made by src/readinglist/search/, whose `files` and `packing` say what is
   in them. The words of a text are those of tokens.js.

   readinglist.search.open({base, files}) -> Promise<engine>, once titles can be searched.
     base: where the site's root is, seen from the page. files: the addresses below it of
     "tokens" (tokens.js), "engine" (this file) and "start" (search-start.js).
     Outside a browser also read: address -> Promise<text>; and full: false to stay with titles.
   engine.full -> Promise that is kept once abstracts are searched too; ask again then.
   engine.query(text, {filters: {theme: [], listing: [], has: [], year: [], shelf: []}, limit,
                       shelf: {state: [ids]}}) -> Promise<{
     results: [{paper: {id, title, themes: [{id, title}], listing, has: {code, note}, year},
                score, why, titleMarks: [[start, end]], snippet: {text, marks: [[start, end]]}}],
     total,        how many papers were found; `results` are the first `limit`
     whole,        how many of them have every word
     tier,         "titles" | "full"
     missing,      words that no paper has, as typed
     dropped,      phrases and filters that nothing satisfies and that were therefore ignored
     suggestions,  [{text, from, to}]: the query with a misspelt word replaced
     facets,       {theme: {key: count}, listing, has, year, shelf}: how many papers there would be
     parsed        {terms, phrases, without, filters}
   }>. Nothing typed makes it fail. What a person can say is in `parse` below. */
(function () {
  "use strict";

  const readinglist = (globalThis.readinglist = globalThis.readinglist || {});
  const search = (readinglist.search = readinglist.search || {});

  const MAX_QUERY = 2000; // characters that are read at all
  const MAX_TERMS = 24; // tokens of the query that are looked up
  const MAX_ENDINGS = 64; // terms that one beginning stands for,
  const FEW_ENDINGS = 12; // when more words follow it
  const MAX_FORMS = 12; // terms that are forms of one word
  const MAX_GUESSES = 16; // terms that one misspelt word stands for
  const MAX_SYNONYMS = 16; // members of its groups that one word stands for
  const RERANKED = 40; // papers whose text is looked at
  const EVERY = 0.3; // what a paper gains by having every word as it was typed
  const TOGETHER = 0.4; // and by having them in one sentence
  const COMMON = 0.2; // how much a common word weighs
  const SYNONYM = 0.52; // how much a synonym is worth beside the word itself,
  const INSTEAD = 0.65; // and of a word that no paper has
  const NEARLY = 10; // with fewer papers that have every word, those that lack one are shown too
  const FIELDS = ["title", "abstract", "themes"];
  const FACETS = ["theme", "listing", "has", "year", "shelf"];

  /* ---- The packed index (src/readinglist/search/packing.py) ------------------------------- */

  const FINAL = 64;
  const VALUE = new Uint8Array(128);
  for (let code = 33, digit = 0; code < 127; code++) {
    if (!'"\\<'.includes(String.fromCharCode(code))) VALUE[code] = digit++;
  }
  const BASE = 91 - FINAL;

  function numbers(packed) {
    const found = [];
    let value = 0;
    let scale = 1;
    for (let at = 0; at < packed.length; at++) {
      const digit = VALUE[packed.charCodeAt(at)];
      if (digit < FINAL) {
        found.push(value + digit * scale);
        value = 0;
        scale = 1;
      } else {
        value += (digit - FINAL) * scale;
        scale *= BASE;
      }
    }
    return found;
  }

  function places(packed) {
    let last = 0;
    return numbers(packed).map((distance) => (last += distance));
  }

  /* A posting row: the papers, and how often the term stands in each. */
  function postingRow(packed) {
    const values = numbers(packed);
    const papers = new Uint32Array(values.length);
    const counts = new Uint16Array(values.length);
    let size = 0;
    let paper = 0;
    for (let at = 0; at < values.length; at++) {
      paper += values[at] >> 1;
      papers[size] = paper;
      counts[size++] = values[at] & 1 ? values[++at] + 2 : 1;
    }
    return { papers: papers.subarray(0, size), counts: counts.subarray(0, size) };
  }

  function termList(packed) {
    let last = "";
    return (packed.match(/[A-Z][^A-Z]*/g) || []).map(
      (term) => (last = last.slice(0, term.charCodeAt(0) - 65) + term.slice(1)),
    );
  }

  /* The first place in a sorted list whose value is not before the one wanted. */
  function firstFrom(list, wanted) {
    let low = 0;
    let high = list.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (list[middle] < wanted) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /* A field of the index: sorted terms, in how many papers each is, and their rows. */
  class Field {
    constructor(name, { terms, papers, begins }, pieces) {
      this.terms = termList(terms);
      this.papers = numbers(papers);
      this.begins = places(begins);
      this.name = name;
      this.pieces = pieces;
      this.rows = new Map();
      this.unpacked = new Map();
    }

    find(term) {
      const at = firstFrom(this.terms, term);
      return this.terms[at] === term ? at : -1;
    }

    /* The piece that has the row of the term at this place. */
    pieceOf(at) {
      const piece = firstFrom(this.begins, at + 1) - 1;
      return [this.name + "-" + piece, at - this.begins[piece]];
    }

    row(at) {
      if (!this.unpacked.has(at)) {
        const [piece, place] = this.pieceOf(at);
        if (!this.rows.has(piece)) this.rows.set(piece, this.pieces.get(piece).split(" "));
        if (this.unpacked.size > 4000) this.unpacked.clear();
        this.unpacked.set(at, postingRow(this.rows.get(piece)[place]));
      }
      return this.unpacked.get(at);
    }
  }

  /* The field "themes" follows from the titles of the themes and the papers they have. */
  class ThemeField {
    constructor(themes) {
      const found = new Map();
      for (const { title, papers } of themes) {
        if (!papers.length) continue;
        for (const term of readinglist.tokens(title)) {
          if (!found.has(term)) found.set(term, []);
          found.get(term).push(papers);
        }
      }
      this.terms = [...found.keys()].sort(); // by UTF-16 units, as all terms are
      this.rows = this.terms.map((term) => {
        const counts = new Map();
        for (const papers of found.get(term)) {
          for (const paper of papers) counts.set(paper, (counts.get(paper) || 0) + 1);
        }
        const papers = Uint32Array.from(counts.keys()).sort();
        return { papers, counts: papers.map((paper) => counts.get(paper)) };
      });
      this.papers = this.rows.map((row) => row.papers.length);
    }

    find(term) {
      return Field.prototype.find.call(this, term);
    }

    pieceOf() {
      return ["", 0];
    }

    row(at) {
      return this.rows[at];
    }
  }

  /* ---- What a person can say ---------------------------------------------------------------- */

  const CHUNK =
    /(^|\s)(-?)(?:(theme|listing|has|year|shelf):("[^"]*"|[^\s"]\S*)|["“”]([^"“”]*)(["“”]|$)|(\S+))/giu;

  /* Plain words; "an exact phrase"; -without, -"without a phrase"; theme: listing: year:, has:code,
     has:note and shelf:read (or another state of the reader's own shelf), also with quotes and with a minus before them. Anything else is words.
     `plain` is the text with all but words and phrases blanked, so that places stay. */
  function parse(text) {
    const none = () => Object.fromEntries(FACETS.map((name) => [name, []]));
    const parsed = { plain: text, terms: [], phrases: [], without: [], filters: none(), not: none() };
    const blank = (from, to) =>
      (parsed.plain = parsed.plain.slice(0, from) + " ".repeat(to - from) + parsed.plain.slice(to));
    for (const chunk of text.matchAll(CHUNK)) {
      const [all, space, minus, field, value, phrase, closed] = chunk;
      const from = chunk.index + space.length;
      const to = chunk.index + all.length;
      if (field) {
        const wanted = value.replace(/^"|"$/g, "").trim();
        if (!wanted) continue;
        (minus ? parsed.not : parsed.filters)[field.toLowerCase()].push(wanted);
        blank(from, to);
      } else if (phrase !== undefined) {
        if (!readinglist.words(phrase).length) continue;
        if (minus) {
          parsed.without.push(phrase.trim());
          blank(from, to);
        } else parsed.phrases.push({ text: phrase.trim(), isOpen: !closed });
      } else if (minus && readinglist.words(all.trim()).length) {
        parsed.without.push(all.trim().slice(1));
        blank(from, to);
      }
    }
    return parsed;
  }

  /* ---- The words that a word stands for ------------------------------------------------------ */

  /* What the forms of an English word have in common: quantized, quantization; colour, color;
     yolo, yolov9. Rough, for its matches count less than the word itself. */
  const SPELLINGS = [
    [/v?\d+$/, ""],
    [/is(ation|ing|ed|er?)$/, "iz$1"],
    [/yse/, "yze"],
    [/(..)our(?!s?e|n)/, "$1or"],
    [/tre$/, "ter"],
    [/ogue$/, "og"],
    [/(...)(?:iz(?:ation|ing|ed|er?)|at(?:ion|ing|ed|or|e|ive)|i(?:on|ve|vity|ng|ty|c|cal|cally)|ed|er|or|ness|ment|al|ally|ly|[ai]b(?:le|ility)|[ae]n(?:ce|t)|e)$/, "$1"],
    [/([bdglmnprt])\1$/, "$1"],
    [/(..)[eiy]$/, "$1"],
  ];

  function root(word) {
    if (word.length < 4 || !/^[a-z]+\d*$/.test(word)) return word;
    return SPELLINGS.reduce((stem, [ending, instead]) => stem.replace(ending, instead), word);
  }

  /* Bit by bit the letters and digits of a word: an edit changes at most two of them. */
  function letters(word) {
    let bits = 0;
    for (let at = 0; at < word.length; at++) {
      const code = word.charCodeAt(at);
      bits |= 1 << (code >= 97 && code <= 122 ? code - 97 : 26 + (code % 6));
    }
    return bits;
  }

  function countBits(bits) {
    bits -= (bits >>> 1) & 0x55555555;
    bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
    return (((bits + (bits >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24;
  }

  /* Edits (insert, delete, replace, swap) between two words, or from the first to a beginning of
     the second. */
  function edits(word, term, isUnfinished) {
    let before = [];
    let above = [];
    let row = Array.from({ length: word.length + 1 }, (_, column) => column);
    let least = row[word.length];
    for (let at = 1; at <= term.length; at++) {
      [before, above, row] = [above, row, [at]];
      for (let column = 1; column <= word.length; column++) {
        const isSame = word[column - 1] === term[at - 1];
        let cost = isSame ? above[column - 1] : 1 + Math.min(above[column - 1], above[column], row[column - 1]);
        if (at > 1 && column > 1 && word[column - 2] === term[at - 1] && word[column - 1] === term[at - 2]) {
          cost = Math.min(cost, before[column - 2] + 1);
        }
        row.push(cost);
      }
      least = Math.min(least, row[word.length]);
    }
    return isUnfinished ? least : row[word.length];
  }

  /* ---- The engine ------------------------------------------------------------------------------ */

  class Engine {
    constructor(start, load) {
      this.count = start.count;
      this.sizes = start.sizes;
      this.common = new Set(start.common);
      this.lengths = numbers(start.lengths);
      this.load = load;
      this.pieces = new Map(Object.entries(start.pieces));
      this.isWhole = this.pieces.size > 0; // nothing is left to be fetched piece by piece
      this.address = (name) => start.address[0] + name + start.address[1];
      this.facets = {};
      for (const name of FACETS) {
        this.facets[name] = (start.facets[name] || []).map(([key, title, packed, above]) => {
          const papers = Uint32Array.from(places(packed));
          return { key, title, above, papers, below: papers };
        });
      }
      this.gather(this.facets.theme);
      this.fields = { title: new Field("title", start.title, this.pieces), themes: new ThemeField(this.facets.theme) };
      this.tier = "titles";
      this.synonyms = new Map();
      this.texts = new Map();
      this.weights = new Map();
      this.endings = new Map();
    }

    /* A theme stands for the themes below it too. */
    gather(themes) {
      const byKey = new Map(themes.map((theme) => [theme.key, theme]));
      for (const theme of themes) {
        for (let above = byKey.get(theme.above); above; above = byKey.get(above.above)) {
          above.below = Uint32Array.from(new Set([...above.below, ...theme.papers]));
        }
      }
    }

    /* What failed is asked for again with the next query. */
    openFull() {
      this.hasFailed = false;
      this.full = this.loadFull();
      this.full.catch(() => (this.hasFailed = true));
    }

    async loadFull() {
      const full = await this.load("full", this.address("full"));
      for (const [name, piece] of Object.entries(full.pieces)) this.pieces.set(name, piece);
      this.fields.abstract = new Field("abstract", full.abstract, this.pieces);
      this.synonyms = synonymsByRoot(full.synonyms);
      for (const kept of [this.weights, this.endings, this.texts]) kept.clear();
      this.tier = "full";
    }

    /* Makes a facet of the reader's own shelf, which only the page knows. */
    async takeShelf(shelf) {
      const key = JSON.stringify(shelf);
      if (this.shelfKey === key) return;
      const states = Object.entries(shelf);
      const wanted = new Set(states.flatMap(([, ids]) => ids));
      const places = wanted.size ? await this.placesOf(wanted) : new Map();
      this.facets.shelf = states.map(([state, ids]) => {
        const papers = Uint32Array.from(ids.filter((id) => places.has(id)), (id) => places.get(id)).sort();
        return { key: state, title: state, papers, below: papers };
      });
      this.shelfKey = key;
    }

    /* Where papers stand in the list, by id. Of a long list the titles, which tell the ids, are
       not here; then their checksums are fetched. */
    async placesOf(wanted) {
      const found = new Map();
      if (!this.isWhole) await this.need(["ids"]);
      const sums = this.isWhole ? null : this.pieces.get("ids");
      const own = new Map(Array.from(wanted, (id) => [sums ? checksum(id) : id, id]));
      for (let paper = 0; paper < this.count; paper++) {
        const id = own.get(sums ? sums.slice(8 * paper, 8 * paper + 8) : this.paper(paper).id);
        if (id !== undefined) found.set(id, paper);
      }
      return found;
    }

    /* Waits for pieces that are not here yet. */
    async need(names) {
      const absent = [...new Set(names)].filter((name) => name && !this.pieces.has(name));
      const load = async (name) => this.pieces.set(name, await this.load(name, this.address(name)));
      if (absent.length) await Promise.all(absent.map(load));
    }

    *fieldsOf(term) {
      for (const name of FIELDS) {
        const at = this.fields[name] ? this.fields[name].find(term) : -1;
        if (at >= 0) yield [name, this.fields[name], at];
      }
    }

    /* In how many papers a term is, a paper counted once for each field: lunr's own count. */
    papersWith(term) {
      let sum = 0;
      for (const [, field, at] of this.fieldsOf(term)) sum += field.papers[at];
      return sum;
    }

    has(term) {
      return this.papersWith(term) > 0;
    }

    /* The terms with a beginning, and in how many papers each is. */
    termsFrom(beginning) {
      const found = new Map();
      for (const name of FIELDS) {
        const { terms, papers } = this.fields[name] || { terms: [] };
        for (let at = firstFrom(terms, beginning); at < terms.length; at++) {
          const term = terms[at];
          if (!term.startsWith(beginning)) break;
          found.set(term, (found.get(term) || 0) + papers[at]);
        }
      }
      return found;
    }

    /* The most frequent terms with a beginning. */
    endingsOf(beginning) {
      if (this.endings.size > 500) this.endings.clear();
      if (!this.endings.has(beginning)) this.endings.set(beginning, most([...this.termsFrom(beginning)], MAX_ENDINGS));
      return this.endings.get(beginning);
    }

    /* A word: itself and its forms. The last one: also what begins with it. A word no paper
       has: what begins with it, or else what it may be a misspelling of.
       Returns term -> {quality, kind}. */
    lookUp(piece, isLast) {
      const { token, word } = piece;
      const found = new Map();
      const add = (term, quality, kind) => {
        if (!found.has(term) || found.get(term).quality < quality) found.set(term, { quality, kind });
      };
      const isKnown = this.has(token);
      const isWord = !piece.joined && !this.common.has(token);
      if (isKnown) add(token, 1, "exact");
      if (isWord) for (const term of this.formsOf(token)) add(term, 0.6, "form");
      let endings = [];
      if (isLast || !isKnown) {
        const limit = isLast ? MAX_ENDINGS : FEW_ENDINGS;
        endings = [...new Set([token, word].flatMap((beginning) => this.endingsOf(beginning).slice(0, limit)))];
        if (isLast && word.length > 2) {
          /* "studi" is on the way to "studies", which the index has as "study". */
          const plurals = [word + "s", word + "es"].map(readinglist.stem);
          endings.push(...plurals.filter((singular) => this.has(singular)));
        }
        for (const term of endings) add(term, Math.min(0.9, 0.6 + (0.3 * word.length) / term.length), "beginning");
        if (isWord && endings.length < 3) {
          for (const ending of endings) for (const term of this.formsOf(ending)) add(term, 0.6, "form");
        }
      }
      if (!isKnown && !endings.length && isWord) {
        for (const [term, distance] of this.guesses(token, word, isLast)) add(term, 0.75 - 0.15 * distance, "guess");
      }
      return found;
    }

    formsOf(token) {
      const stem = root(token);
      if (stem.length < 3 || /\d/.test(token)) return [];
      const others = [...this.termsFrom(token.slice(0, Math.min(stem.length, 4)))];
      return most(others.filter(([term]) => term !== token && root(term) === stem), MAX_FORMS);
    }

    /* Terms one edit away from a word or its stem, two from a long one; of a word still being
       typed, terms that begin so. The nearest and most frequent. Few terms share nearly all
       letters with the word, and only these are compared. */
    guesses(token, word, isUnfinished) {
      const size = word.length;
      const limit = size < 4 || /^\d+$/.test(word) ? 0 : size < 8 ? 1 : 2;
      if (!limit || size > 40) return [];
      const wanted = letters(token);
      const near = new Map();
      for (const name of FIELDS) {
        const field = this.fields[name];
        if (!field) continue;
        if (!field.letters) field.letters = Int32Array.from(field.terms, letters);
        for (let at = 0; at < field.terms.length; at++) {
          const differs = isUnfinished ? wanted & ~field.letters[at] : wanted ^ field.letters[at];
          if (countBits(differs) > (isUnfinished ? limit : 2 * limit)) continue;
          const term = field.terms[at];
          if (near.has(term) || term.length < token.length - limit) continue;
          if (!isUnfinished && term.length > size + limit) continue;
          const beginning = isUnfinished ? term.slice(0, size + limit) : term;
          const distance = Math.min(...[...new Set([token, word])].map((one) => edits(one, beginning, isUnfinished)));
          if (distance <= limit) near.set(term, distance);
        }
      }
      const byNearness = (a, b) => a[1] - b[1] || this.papersWith(b[0]) - this.papersWith(a[0]);
      return [...near].sort(byNearness).slice(0, MAX_GUESSES);
    }

    /* The query's different words. Each has alternatives, and each of these parts that stand
       for terms: a compound is its parts, or its parts run together; a word may be run together
       with its neighbour, or be two words run together. */
    unitsOf(text) {
      const all = readinglist.words(text);
      const units = new Map();
      const last = all[all.length - 1];
      const isTyping = last && last[last.length - 1].end === text.trimEnd().length;
      let room = MAX_TERMS;
      for (const [at, word] of all.entries()) {
        const isLast = word === last && isTyping && text.length === text.trimEnd().length;
        const name = word.map((piece) => piece.token).join(" ") + (isLast ? " " : "");
        if (units.has(name) || (word !== last && room < word.length + Math.min(4, last.length))) continue;
        const pieces = word === last ? word.slice(-Math.max(1, room)) : word;
        room -= pieces.length;
        const end = word[word.length - 1].end;
        const terms = (piece) => this.lookUp(piece, isLast && piece.end === end);
        const alternatives = [pieces.filter((piece) => !piece.joined).map((piece) => ({ piece, terms: terms(piece) }))];
        for (const piece of pieces) if (piece.joined) alternatives.push([{ piece, terms: terms(piece) }]);
        for (const [first, second] of [[all[at - 1], word], [word, all[at + 1]]]) {
          if (!first || !second || first.length + second.length !== 2) continue;
          const token = readinglist.stem(first[0].word + second[0].word);
          if (this.has(token)) alternatives.push([{ piece: { token }, terms: one(token, 1, "exact") }]);
        }
        if (pieces.length === 1) alternatives.push(...this.halves(pieces[0]));
        units.set(name, {
          text: text.slice(word[0].start, end),
          start: word[0].start,
          roots: word.filter((piece) => !piece.joined).map((piece) => root(piece.token)),
          alternatives: alternatives.filter((parts) => parts.length),
          isCommon: word.every((piece) => this.common.has(piece.token)),
        });
      }
      for (const unit of units.values()) this.weigh(unit);
      return [...units.values()];
    }

    /* The same words, each also standing for its synonyms; undefined if there are none. */
    withSynonyms(units) {
      const roots = units.map((unit) => unit.roots);
      const more = units.map(() => new Set());
      for (let at = 0; at < units.length; at++) {
        for (const { words, others } of this.synonyms.get(roots[at][0]) || []) {
          const isHere = words.every((word, next) => roots[at + next] && roots[at + next].join() === word);
          if (isHere) for (let next = 0; next < words.length; next++) for (const one of others) more[at + next].add(one);
        }
      }
      if (!units.some((unit, at) => more[at].size && (unit.isUnknown || this.isWhole))) return undefined;
      return units.map((unit, at) => {
        /* Among many papers a word that is known has answers enough, and rows to fetch. */
        if (!unit.isUnknown && !this.isWhole) return unit;
        const worth = unit.isUnknown ? INSTEAD : SYNONYM;
        const alternatives = [...more[at]]
          .map((member) => member.map((token) => ({ piece: { token }, terms: this.synonym(token, worth), isSynonym: true })))
          .filter((parts) => parts.some(({ terms }) => terms.size))
          .slice(0, MAX_SYNONYMS);
        const wider = { ...unit, alternatives: [...unit.alternatives, ...alternatives] };
        this.weigh(wider);
        return wider;
      });
    }

    synonym(token, quality) {
      const found = new Map();
      if (this.common.has(token)) return found;
      for (const term of this.formsOf(token)) found.set(term, { quality: 0.8 * quality, kind: "synonym" });
      if (this.has(token)) found.set(token, { quality, kind: "synonym" });
      return found;
    }

    /* Of a word that no paper has, the two words it may be run together from. */
    halves({ token, word }) {
      if (this.has(token) || word.length < 5) return [];
      let best = [];
      let bestCount = 0;
      for (let at = 2; at < word.length - 1; at++) {
        const both = [word.slice(0, at), readinglist.stem(word.slice(at))];
        const count = Math.min(...both.map((half) => ((half.length > 1 && !this.common.has(half)) || /\d/.test(half) ? this.papersWith(half) : 0)));
        if (count > bestCount) [best, bestCount] = [[both], count];
      }
      return best.map((both) => both.map((half) => ({ piece: { token: half }, terms: one(half, 0.8, "form") })));
    }

    /* How much a word of the query tells: rare ones more. */
    weigh(unit) {
      unit.terms = new Map(); // all that is looked up
      unit.alone = new Map(); // without those that stand for the word only with others
      let seen = 0;
      let near = 0;
      for (const parts of unit.alternatives) {
        for (const part of parts) {
          part.isCommon = this.common.has(part.piece.token);
          for (const [term, use] of part.terms) {
            const isAlone = !part.isSynonym || parts.length === 1;
            for (const kept of isAlone ? [unit.terms, unit.alone] : [unit.terms]) {
              if (!kept.has(term) || kept.get(term).quality < use.quality) kept.set(term, use);
            }
            if (part.isSynonym) near = Math.max(near, this.papersWith(term));
            else seen = Math.max(seen, this.papersWith(term));
          }
        }
      }
      unit.isUnknown = !seen && !unit.isCommon;
      unit.weight = unit.isCommon ? COMMON : this.tells(seen || near);
    }

    /* The root of lunr's rarity, about: who gives the gist does not choose the rarest words. */
    tells(papers) {
      return Math.sqrt(Math.log(1 + this.count / Math.max(1, papers)));
    }

    /* ---- Scores ------------------------------------------------------------------------------ */

    /* What lunr is asked: every term in every field. A boost common to a field would cancel out. */
    clausesOf(units) {
      const qualities = new Map();
      for (const unit of units) {
        for (const [term, { quality, kind }] of unit.terms) {
          /* A rare form must not outweigh the word itself by its rarity. */
          const worth = kind === "exact" ? 1 : quality * Math.min(1, unit.weight / this.tells(this.papersWith(term)));
          qualities.set(term, Math.max(worth, qualities.get(term) || 0));
        }
      }
      const clauses = [];
      for (const [term, quality] of qualities) {
        for (const field of FIELDS) clauses.push({ term, field, boost: quality });
      }
      return clauses;
    }

    /* lunr's scores, number for number: BM25 rounded to three places, as lunr.py's builder
       writes it, and the similarity of lunr.js's index.query(), field by field. */
    lunrScores(clauses) {
      const scores = new Float64Array(this.count);
      const isFound = new Uint8Array(this.count);
      for (const name of FIELDS) {
        const field = this.fields[name];
        if (!field) continue;
        const boosts = new Map();
        for (const clause of clauses) {
          if (clause.field === name && this.has(clause.term)) {
            boosts.set(clause.term, (boosts.get(clause.term) || 0) + clause.boost);
          }
        }
        let square = 0;
        for (const boost of boosts.values()) square += boost * boost;
        const magnitude = Math.sqrt(square);
        for (const [term, boost] of boosts) {
          const at = field.find(term);
          if (at < 0) continue;
          const { papers, counts } = field.row(at);
          const weights = this.weightsOf(term);
          for (let place = 0; place < papers.length; place++) {
            const count = counts[place];
            const weight = weights[count] || (weights[count] = this.weightOf(term, count));
            scores[papers[place]] += (boost * weight) / magnitude;
            isFound[papers[place]] = 1;
          }
        }
      }
      return { scores, isFound };
    }

    weightsOf(term) {
      if (this.weights.size > 4000) this.weights.clear();
      if (!this.weights.has(term)) this.weights.set(term, []);
      return this.weights.get(term);
    }

    weightOf(term, count) {
      const seen = this.papersWith(term);
      const rarity = Math.log(1 + Math.abs((this.count - seen + 0.5) / (seen + 0.5)));
      return Number(((rarity * (2.2 * count)) / (1.2 + count)).toFixed(3));
    }

    /* How much of the query each paper covers, anywhere and in its title: the sum over the words
       of weight and quality; how many words it lacks; how much of its title was asked for. */
    covers(units) {
      const size = this.count;
      this.scratch ||= Array.from({ length: 9 }, () => new Float32Array(size));
      const [any, title, bestAny, bestTitle] = this.scratch;
      const lacks = new Uint8Array(size);
      const titleTerms = new Uint16Array(size);
      const counted = new Set();
      any.fill(0);
      title.fill(0);
      for (const unit of units) {
        bestAny.fill(0);
        bestTitle.fill(0);
        for (const parts of unit.alternatives) {
          if (parts.length === 1) this.cover(parts[0].terms, bestAny, bestTitle, titleTerms, counted);
          else this.coverAll(parts, bestAny, bestTitle, titleTerms, counted);
        }
        const { weight, isCommon } = unit;
        const least = unit.alternatives[0].length > 1 ? 0.51 : 0.3; // half a compound is not the whole
        for (let paper = 0; paper < size; paper++) {
          any[paper] += weight * bestAny[paper];
          title[paper] += weight * bestTitle[paper];
          if (bestAny[paper] < least && !isCommon) lacks[paper]++;
        }
      }
      return { any, title, lacks, titleTerms };
    }

    /* The same for parts that are wanted together, each worth its share; of a synonym all or
       nothing. Only the papers that have a part are touched: there may be many alternatives. */
    coverAll(parts, any, title, titleTerms, counted) {
      const [sumAny, sumTitle, partAny, partTitle, parted] = this.scratch.slice(4);
      const worth = parts.map(({ isCommon }) => (isCommon ? COMMON : 1));
      const total = worth.reduce((a, b) => a + b, 0);
      const wanted = parts[0].isSynonym ? parts.filter((part) => !part.isCommon).length : 0;
      const touched = parts.map(({ terms, isCommon }, number) => {
        const share = worth[number] / total;
        this.cover(terms, partAny, partTitle, titleTerms, counted);
        const papers = this.rowsOf(terms);
        for (const row of papers) {
          for (let place = 0; place < row.length; place++) {
            const paper = row[place];
            if (!partAny[paper]) continue; // seen in another row
            sumAny[paper] += share * partAny[paper];
            sumTitle[paper] += share * partTitle[paper];
            parted[paper] += isCommon ? 0 : 1;
            partAny[paper] = partTitle[paper] = 0;
          }
        }
        return papers;
      });
      for (const row of touched.flat()) {
        for (let place = 0; place < row.length; place++) {
          const paper = row[place];
          if (parted[paper] >= wanted) {
            if (sumAny[paper] > any[paper]) any[paper] = sumAny[paper];
            if (sumTitle[paper] > title[paper]) title[paper] = sumTitle[paper];
          }
          sumAny[paper] = sumTitle[paper] = parted[paper] = 0;
        }
      }
    }

    rowsOf(terms) {
      const rows = [];
      for (const term of terms.keys()) for (const [, field, at] of this.fieldsOf(term)) rows.push(field.row(at).papers);
      return rows;
    }

    /* The best quality with which one of some terms stands in each paper, and in its title. */
    cover(terms, any, title, titleTerms, counted) {
      for (const [term, { quality }] of terms) {
        const isAsked = quality >= 0.8 && !counted.has(term);
        counted.add(term);
        for (const [name, field, at] of this.fieldsOf(term)) {
          const { papers, counts } = field.row(at);
          for (let place = 0; place < papers.length; place++) {
            const paper = papers[place];
            if (quality > any[paper]) any[paper] = quality;
          }
          if (name !== "title") continue;
          for (let place = 0; place < papers.length; place++) {
            const paper = papers[place];
            if (quality > title[paper]) title[paper] = quality;
            if (isAsked) titleTerms[paper] += counts[place];
          }
        }
      }
    }

    /* ---- Filters and facets ------------------------------------------------------------------ */

    /* The values of a facet that a filter means: a key, or words of its title. */
    valuesOf(name, wanted) {
      const values = this.facets[name] || [];
      const exact = values.filter((value) => value.key === wanted);
      if (exact.length || name === "has" || name === "shelf") return exact;
      const words = readinglist.tokens(String(wanted));
      const means = ({ key, title }) => {
        const own = readinglist.tokens(key + " " + title);
        return words.every((word) => own.some((one) => one.startsWith(word)));
      };
      return words.length ? values.filter(means) : [];
    }

    /* For each facet that is filtered by, which papers pass; and what was ignored. */
    passing(parsed, given) {
      const groups = {};
      const dropped = [];
      const not = new Uint8Array(this.count);
      const mark = (list, values) => {
        for (const value of values) for (const paper of value.below) list[paper] = 1;
      };
      for (const name of FACETS) {
        for (const wanted of parsed.not[name]) mark(not, this.valuesOf(name, wanted));
        const asked = [...parsed.filters[name], ...((given && given[name]) || [])];
        const found = asked.map((wanted) => this.valuesOf(name, wanted));
        found.forEach((values, at) => values.length || dropped.push(name + ":" + asked[at]));
        if (!found.some((values) => values.length)) continue;
        groups[name] = new Uint8Array(this.count);
        if (name !== "has") mark(groups[name], found.flat());
        else {
          groups[name].fill(1); // code and note: both
          for (const values of found) {
            const these = new Uint8Array(this.count);
            mark(these, values);
            if (values.length) for (let at = 0; at < these.length; at++) groups[name][at] &= these[at];
          }
        }
      }
      return { groups, not, dropped };
    }

    /* How many papers each value of a facet would leave, the other facets' filters kept. */
    counts(isFound, groups) {
      const facets = {};
      const everywhere = both(isFound, Object.values(groups));
      for (const name of FACETS) {
        const others = Object.keys(groups).filter((other) => other !== name || name === "has");
        const isCounted =
          others.length === Object.keys(groups).length ? everywhere : both(isFound, others.map((other) => groups[other]));
        facets[name] = {};
        for (const { key, below } of this.facets[name]) {
          let count = 0;
          for (let at = 0; at < below.length; at++) count += isCounted[below[at]];
          facets[name][key] = count;
        }
      }
      return facets;
    }

    /* ---- Texts ------------------------------------------------------------------------------- */

    pieceOfTitle(paper) {
      return "papers-" + Math.floor(paper / this.sizes[0]);
    }

    pieceOfText(paper) {
      return "text-" + Math.floor(paper / this.sizes[1]);
    }

    titleOf(paper) {
      return this.pieces.get(this.pieceOfTitle(paper)).titles[paper % this.sizes[0]];
    }

    /* The title as the source has it, where it is shown otherwise. */
    sourceOf(paper) {
      const { sources } = this.pieces.get(this.pieceOfTitle(paper));
      const own = sources.find(([at]) => at === paper % this.sizes[0]);
      return own ? own[1] : "";
    }

    abstractOf(paper) {
      const piece = this.tier === "full" && this.pieces.get(this.pieceOfText(paper));
      return piece ? piece[paper % this.sizes[1]] : "";
    }

    paper(number) {
      const { titles, ids } = this.pieces.get(this.pieceOfTitle(number));
      const at = number % this.sizes[0];
      const own = ids.find((row) => row[0] === at);
      const has = ({ papers }) => papers[firstFrom(papers, number)] === number;
      const listing = this.facets.listing.find(has);
      const year = this.facets.year.find(has);
      return {
        id: own ? own[1] : plainId(titles[at]),
        title: titles[at],
        themes: this.facets.theme.filter(has).map(({ key, title }) => ({ id: key, title })),
        listing: listing ? listing.key : "",
        has: { code: has(this.facets.has[0]), note: has(this.facets.has[1]) },
        year: year ? Number(year.key) : null,
      };
    }

    textPieces(papers) {
      const names = papers.map((paper) => this.pieceOfTitle(paper));
      return this.tier === "full" ? [...names, ...papers.map((paper) => this.pieceOfText(paper))] : names;
    }

    /* ---- Queries ------------------------------------------------------------------------------ */

    async query(query, { filters = {}, limit = 10, shelf = {} } = {}) {
      const { tier } = this;
      if (this.hasFailed) this.openFull();
      await this.takeShelf(shelf);
      const text = String(query).slice(0, MAX_QUERY);
      const parsed = parse(text);
      const passing = this.passing(parsed, filters);
      let units = this.unitsOf(parsed.plain);
      let found = await this.find(units, parsed, passing);
      if (found.whole < NEARLY) {
        const wider = this.withSynonyms(units);
        if (wider) [units, found] = [wider, await this.find(wider, parsed, passing)];
      }
      const top = bestOf(found.isFound, found.scores, Math.max(RERANKED, limit));
      await this.need(top.map((paper) => this.pieceOfTitle(paper)));
      const shown = (units.length ? this.rerank(top, found.scores, parsed.plain, units) : top).slice(0, limit);
      /* A result without its sentence is better than none. */
      await this.need(this.textPieces(shown)).catch(() => {});
      if (this.tier !== tier) return this.query(query, { filters, limit, shelf }); // abstracts have come
      return {
        results: shown.map((paper) => this.result(paper, found, units, parsed)),
        total: count(found.isFound),
        whole: found.whole,
        tier,
        missing: units.filter((unit) => unit.isUnknown).map((unit) => unit.text),
        dropped: found.dropped,
        suggestions: tier === "full" ? this.suggestions(text, units) : [], // titles know few words
        facets: found.facets,
        parsed: {
          terms: units.map((unit) => unit.text),
          phrases: parsed.phrases.map((phrase) => phrase.text),
          without: parsed.without,
          filters: parsed.filters,
        },
      };
    }

    /* The papers that answer, with their scores before their texts are looked at. */
    async find(units, parsed, passing) {
      const { groups } = passing;
      const not = passing.not.slice();
      const dropped = passing.dropped.slice();
      const tokensWithout = parsed.without.map((one) => readinglist.tokens(one));
      const terms = [...units.flatMap((unit) => [...unit.terms.keys()]), ...tokensWithout.flat()];
      let tier;
      while (tier !== this.tier) {
        ({ tier } = this);
        await this.need(this.rowPieces(terms)); // when abstracts come meanwhile, their rows too
      }
      await this.exclude(parsed.without, tokensWithout, not);
      if (this.tier !== tier) return this.find(units, parsed, passing); // whose rows are not here yet
      const found = units.length ? this.ranked(units, not) : this.everything(not, groups, parsed);
      await this.keepPhrases(found, parsed, dropped);
      const whole = this.keepNearest(found);
      const facets = this.counts(found.isFound, groups);
      found.isFound = both(found.isFound, Object.values(groups));
      return { ...found, dropped, facets, whole };
    }

    rowPieces(terms) {
      const names = [];
      for (const term of terms) for (const [, field, at] of this.fieldsOf(term)) names.push(field.pieceOf(at)[0]);
      return names;
    }

    /* The papers with a word of the query, and their scores before their texts are looked at. */
    ranked(units, not) {
      const { scores: base, isFound } = this.lunrScores(this.clausesOf(units));
      const { any, title, lacks, titleTerms } = this.covers(units);
      const total = units.reduce((sum, unit) => sum + unit.weight, 0);
      const scores = new Float64Array(this.count);
      let top = 1e-9;
      for (let paper = 0; paper < this.count; paper++) if (base[paper] > top) top = base[paper];
      for (let paper = 0; paper < this.count; paper++) {
        if (not[paper]) isFound[paper] = 0;
        if (!isFound[paper]) continue;
        const inTitle = title[paper] / total;
        const asked = Math.min(1, titleTerms[paper] / Math.max(1, this.lengths[paper]));
        scores[paper] = any[paper] / total + inTitle * (0.5 + 0.25 * asked) + (0.2 * base[paper]) / top;
      }
      return { scores, base, lacks, isFound };
    }

    /* Without a word: the papers that the rest of the query leaves, if it says anything. */
    everything(not, groups, parsed) {
      const asks = Object.keys(groups).length || parsed.phrases.length || count(not);
      const none = new Float64Array(this.count);
      return { scores: none, base: none, lacks: none, isFound: not.map((isNot) => (asks && !isNot ? 1 : 0)) };
    }

    /* All words are wanted: papers that lack one stay only where few have all. What matches is
       settled before filters, so that facets count what choosing them leaves. */
    keepNearest({ isFound, scores, lacks }) {
      let whole = 0;
      for (let paper = 0; paper < this.count; paper++) if (isFound[paper] && !lacks[paper]) whole++;
      const [best] = bestOf(isFound, scores, 1);
      const floor = whole < NEARLY ? 0.4 * Math.min(scores[best] || 0, 1.5) : Infinity;
      for (let paper = 0; paper < this.count; paper++) {
        if (lacks[paper] && scores[paper] < floor) isFound[paper] = 0;
      }
      return whole;
    }

    async exclude(without, tokens, not) {
      for (const [number, text] of without.entries()) {
        const lists = tokens[number].map((term) => {
          const has = new Set();
          for (const [, field, at] of this.fieldsOf(term)) for (const paper of field.row(at).papers) has.add(paper);
          return has;
        });
        const words = readinglist.plain(text).trim();
        const papers = lists.length ? [...lists[0]].filter((paper) => lists.every((has) => has.has(paper))) : [];
        if (words.includes(" ")) await this.need(this.textPieces(papers.slice(0, 4 * RERANKED)));
        for (const paper of papers) {
          if (!words.includes(" ") || this.says(paper, words, false)) not[paper] = 1;
        }
      }
    }

    /* Keeps the papers that say every phrase word for word; a phrase nobody says is dropped.
       Of a list in many pieces only the best papers are read. */
    async keepPhrases(found, parsed, dropped) {
      const most = this.isWhole ? this.count : 4 * RERANKED;
      for (const { text, isOpen } of parsed.phrases) {
        const words = readinglist.plain(text).trim();
        const isLiterally = (paper) => this.says(paper, words, isOpen);
        const candidates = bestOf(found.isFound, found.scores, most);
        await this.need(this.textPieces(candidates));
        const saying = candidates.filter(isLiterally);
        if (!saying.length) {
          dropped.push('"' + text + '"');
          continue;
        }
        found.isFound = new Uint8Array(this.count);
        for (const paper of saying) found.isFound[paper] = 1;
      }
    }

    says(paper, words, isOpen) {
      const wanted = " " + words + (isOpen ? "" : " ");
      const texts = [this.titleOf(paper), this.sourceOf(paper), this.abstractOf(paper)];
      return texts.some((text) => readinglist.plain(text).includes(wanted));
    }

    /* What a paper says, cut into words: kept for some papers, since typing asks for the same. */
    read(paper) {
      if (this.texts.size > 600) this.texts.clear();
      if (this.texts.has(paper)) return this.texts.get(paper);
      const abstract = this.abstractOf(paper);
      const sentences = sentencesOf(abstract).map((text) => ({ text, tokens: new Set(readinglist.tokens(text)) }));
      const title = new Set(readinglist.tokens(this.titleOf(paper)));
      const read = { plain: readinglist.plain(abstract), sentences, title };
      if (abstract) this.texts.set(paper, read);
      return read;
    }

    /* The best papers by their very words: a whole title, a title within what was pasted, a
       title that begins like it, words that stand side by side or in one sentence. */
    rerank(top, scores, text, units) {
      const asked = readinglist.plain(text).trim();
      const key = asked.replace(/ /g, "");
      const words = asked.split(" ").slice(0, 2 * MAX_TERMS);
      const pairs = words.slice(1).map((word, at) => " " + words[at] + " " + word);
      const share = (plain) => (pairs.length ? pairs.filter((pair) => plain.includes(pair)).length / pairs.length : 0);
      const total = units.reduce((sum, unit) => sum + unit.weight, 0);
      const dull = units.filter((unit) => unit.isCommon).map((unit) => readinglist.plain(unit.text));
      const every = words.map((word) => " " + word + " ");
      for (const paper of top) {
        const titles = [this.titleOf(paper), this.sourceOf(paper)].filter(Boolean).map(readinglist.plain);
        const inTitle = Math.max(0, ...titles.map(share));
        scores[paper] += Math.max(0, ...titles.map((title) => titleBonus(title.replace(/ /g, ""), key)));
        scores[paper] += 0.25 * inTitle;
        /* What is fetched by need is not fetched for this: the order must not depend on it. */
        if (!this.isWhole) {
          scores[paper] += 0.15 * inTitle;
          continue;
        }
        const { plain, sentences, title } = this.read(paper);
        const here = [...titles, plain];
        scores[paper] += 0.15 * Math.max(inTitle, share(plain));
        scores[paper] += TOGETHER * Math.max(...[title, ...sentences.map((one) => one.tokens)].map((tokens) => covered(tokens, units) / total));
        /* The index has common words of titles only; an abstract has to be asked itself. */
        const inText = dull.filter((word) => plain.includes(word) && !titles.some((one) => one.includes(word)));
        scores[paper] += (COMMON / total) * inText.length;
        if (every.every((word) => here.some((text) => text.includes(word)))) scores[paper] += EVERY;
      }
      return top.sort((a, b) => scores[b] - scores[a] || a - b);
    }

    /* ---- What is shown -------------------------------------------------------------------------- */

    result(number, { scores, base }, units, parsed) {
      const paper = this.paper(number);
      const { sentences, title } = this.read(number);
      const all = new Set([title, ...sentences.map((one) => one.tokens)].flatMap((tokens) => [...tokens]));
      const terms = new Set(units.flatMap((unit) => termsHere(unit, all)));
      const snippet = bestSentence(sentences, units, terms);
      return {
        paper,
        score: scores[number],
        base: base[number],
        why: why(paper, this.sourceOf(number), sentences, units, parsed),
        titleMarks: marks(paper.title, terms),
        snippet: { text: snippet, marks: marks(snippet, terms) },
      };
    }

    suggestions(text, units) {
      const found = [];
      for (const unit of units) {
        const uses = [...unit.terms];
        if (!uses.length || uses.some(([, use]) => use.kind !== "guess")) continue;
        const [to] = uses.reduce((best, use) => (use[1].quality > best[1].quality ? use : best));
        const right = text.slice(0, unit.start) + to + text.slice(unit.start + unit.text.length);
        found.push({ text: right.trim(), from: unit.text, to });
      }
      return found;
    }
  }

  /* The papers that are in all of these lists of 0 and 1. */
  function both(list, others) {
    const left = list.slice();
    for (const other of others) for (let at = 0; at < left.length; at++) left[at] &= other[at];
    return left;
  }

  /* The places with the highest scores among those that are marked, best first. */
  function bestOf(isFound, scores, limit) {
    const best = [];
    for (let at = 0; at < isFound.length; at++) {
      if (!isFound[at]) continue;
      const score = scores[at];
      if (best.length === limit && score <= scores[best[limit - 1]]) continue;
      let place = best.length;
      while (place && scores[best[place - 1]] < score) place--;
      best.splice(place, 0, at);
      if (best.length > limit) best.pop();
    }
    return best;
  }

  const count = (isFound) => {
    let sum = 0;
    for (let at = 0; at < isFound.length; at++) sum += isFound[at];
    return sum;
  };

  /* The terms with the highest numbers, from [term, number]. */
  function most(counted, limit) {
    return counted.sort((a, b) => b[1] - a[1]).slice(0, limit).map(([term]) => term);
  }

  const one = (term, quality, kind) => new Map([[term, { quality, kind }]]);

  /* Groups of synonyms, "token token,token,…", by the root of each member's first word: the
     roots of all its words, and the tokens of each other member. */
  function synonymsByRoot(groups) {
    const found = new Map();
    for (const group of groups) {
      const members = group.split(",").map((member) => member.split(" "));
      for (const member of members) {
        const words = member.map(root);
        const others = members.filter((other) => other !== member);
        if (!found.has(words[0])) found.set(words[0], []);
        found.get(words[0]).push({ words, others });
      }
    }
    return found;
  }

  /* CRC-32 (ISO 3309) of the UTF-8 of a text, in eight hexadecimal digits. */
  function checksum(text) {
    let sum = -1;
    for (const byte of new TextEncoder().encode(text)) {
      sum ^= byte;
      for (let bit = 0; bit < 8; bit++) sum = (sum >>> 1) ^ (0xedb88320 & -(sum & 1));
    }
    return (~sum >>> 0).toString(16).padStart(8, "0");
  }

  /* The id of most papers; src/readinglist/search/files.py names those that have another. */
  function plainId(title) {
    const lower = title.replace(/[A-Z]+/g, (capitals) => capitals.toLowerCase());
    return lower.replace(/['’]/g, "").replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "");
  }

  function titleBonus(title, key) {
    if (!title) return 0;
    if (title === key) return 10;
    if (title.length > 11 && key.includes(title)) return 2 + title.length / (key.length + 1);
    if (key.length > 3 && title.startsWith(key)) return 0.5 + key.length / title.length;
    return 0;
  }

  /* Where the terms stand in a text: [[start, end]], in order and apart. */
  function marks(text, terms) {
    const found = [];
    for (const word of readinglist.words(text)) {
      for (const piece of word) if (terms.has(piece.token)) found.push([piece.start, piece.end]);
    }
    found.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
    const apart = [];
    for (const [start, end] of found) {
      const before = apart[apart.length - 1];
      if (before && start <= before[1]) before[1] = Math.max(before[1], end);
      else apart.push([start, end]);
    }
    return apart;
  }

  const LONGEST_SNIPPET = 280;

  function sentencesOf(text) {
    return text.split(/(?<=[.!?]["')\]]?)\s+|\n+/).map((one) => one.trim()).filter(Boolean);
  }

  /* By which terms a word of the query stands among some tokens: the best of its alternatives of
     which every part is there; undefined if it does not. */
  function standsBy(unit, tokens) {
    let best;
    for (const parts of unit.alternatives) {
      const uses = parts.map(({ terms }) => {
        let found;
        for (const [term, use] of terms) if (tokens.has(term) && !(found && found[1].quality >= use.quality)) found = [term, use];
        return found;
      });
      if (!uses.some(Boolean) || uses.some((use, at) => !use && !parts[at].isCommon)) continue;
      const there = uses.filter(Boolean);
      const quality = Math.min(...there.map(([, use]) => use.quality));
      if (!best || quality > best.quality) {
        best = { quality, terms: there.map(([term]) => term), isSynonym: Boolean(parts[0].isSynonym), isExact: there.every(([, use]) => use.kind === "exact") };
      }
    }
    return best;
  }

  /* The terms to mark for a word: those of a synonym only where the word itself does not stand. */
  function termsHere(unit, tokens) {
    const found = standsBy(unit, tokens);
    if (found && found.isSynonym) return found.terms;
    return [...unit.alone].filter(([, use]) => use.kind !== "synonym").map(([term]) => term);
  }

  /* How much of the query stands among some tokens. */
  function covered(tokens, units) {
    let sum = 0;
    for (const unit of units) {
      let quality = 0;
      for (const [term, use] of unit.alone) if (use.quality > quality && tokens.has(term)) quality = use.quality;
      sum += unit.weight * quality;
    }
    return sum;
  }

  /* The sentence with the most of the query, shortened around its first marked word. */
  function bestSentence(sentences, units, terms) {
    let best = "";
    let most = -1;
    for (const { text, tokens } of sentences) {
      const sum = covered(tokens, units);
      if (sum > most) [best, most] = [text, sum];
    }
    if (best.length <= LONGEST_SNIPPET) return best;
    const [first] = marks(best, terms);
    let from = Math.max(0, (first ? first[0] : 0) - 100);
    if (from) from = best.indexOf(" ", from) + 1;
    const to = best.lastIndexOf(" ", from + LONGEST_SNIPPET);
    const cut = best.slice(from, to > from ? to : from + LONGEST_SNIPPET);
    return (from ? "… " : "") + cut + (from + cut.length < best.length ? " …" : "");
  }

  /* Why a paper was found, in a line. */
  function why(paper, source, sentences, units, parsed) {
    const asked = readinglist.plain(parsed.plain);
    if (asked.trim() && asked === readinglist.plain(paper.title)) return "the whole title";
    const title = new Set([...readinglist.tokens(paper.title), ...readinglist.tokens(source)]);
    const themes = new Set(paper.themes.flatMap((theme) => readinglist.tokens(theme.title)));
    const abstract = new Set(sentences.flatMap((one) => [...one.tokens]));
    const all = new Set([...title, ...themes, ...abstract]);
    const groups = { title: [], theme: [], abstract: [], lacks: [] };
    for (const unit of units) {
      if (unit.isCommon) continue;
      const places = [["title", title], ["theme", themes], ["abstract", abstract], ["abstract", all]];
      const found = places.map(([place, tokens]) => [place, standsBy(unit, tokens)]).find(([, by]) => by);
      const [place, by] = found || ["lacks"];
      if (!by && unit.isUnknown) continue; // said once, above the results
      const as = by && by.terms.join(" ");
      const differs = by && !by.isExact && as !== unit.text.toLowerCase();
      groups[place].push("“" + unit.text.slice(0, 60) + "”" + (differs ? " (as “" + as + "”)" : ""));
    }
    const lines = [
      ["in the title", groups.title],
      ["in a theme", groups.theme],
      ["in the abstract", groups.abstract],
    ].map(([where, words]) => words.length && words.slice(0, 6).join(", ") + " " + where);
    if (groups.lacks.length) lines.push("without " + groups.lacks.slice(0, 6).join(", "));
    return lines.filter(Boolean).join(" · ");
  }

  /* ---- Loading -------------------------------------------------------------------------------- */

  const delivered = new Map();

  /* Every file of the index is a script that calls this. */
  search.piece = (name, value) => delivered.set(name, value);

  /* What such a script hands over, without running it. */
  function readPiece(script) {
    return JSON.parse("[" + script.slice(script.indexOf("(") + 1, script.lastIndexOf(")")) + "]")[1];
  }

  function addScript(address) {
    return new Promise((done, failed) => {
      const script = document.createElement("script");
      script.src = address;
      script.onload = () => done(script.remove());
      script.onerror = () => {
        script.remove();
        failed(new Error("not loaded: " + address));
      };
      document.head.append(script);
    });
  }

  const inWorker = typeof document === "undefined" && typeof importScripts === "function";

  /* name, address -> Promise<piece>: by fetch in a Worker (a policy may forbid it: then by
     importScripts), by a script element on a page, by `read` elsewhere. */
  function loader(base, read) {
    const taken = (name) => {
      const piece = delivered.get(name);
      delivered.delete(name);
      return piece;
    };
    if (read) return async (name, address) => readPiece(await read(address));
    if (!inWorker) {
      return async (name, address) => {
        if (!delivered.has(name)) await addScript(base + address);
        return taken(name);
      };
    }
    return async (name, address) => {
      try {
        const answer = await fetch(base + address);
        if (answer.ok) return readPiece(await answer.text());
      } catch {
        /* forbidden or failed; importScripts tells which */
      }
      importScripts(base + address);
      return taken(name);
    };
  }

  /* An engine in this very thread. */
  async function openHere({ base = "", files, read, full = true }) {
    const load = loader(base, read);
    const start = load("start", files.start);
    start.catch(() => {}); // reported below
    if (!readinglist.tokens) {
      if (inWorker) importScripts(base + files.tokens);
      else await addScript(base + files.tokens);
    }
    const engine = new Engine(await start, load);
    if (full) engine.openFull(); // who waits for it is told; titles go on being found
    else engine.full = new Promise(() => {});
    return engine;
  }

  /* An engine in a Worker: the same two promises, across messages. */
  function openInWorker(options) {
    const worker = new Worker(options.base + options.files.engine);
    const waiting = new Map();
    let asked = 0;
    const ask = (message) =>
      new Promise((done, failed) => {
        waiting.set(++asked, { done, failed });
        worker.postMessage({ ...message, number: asked });
      });
    worker.onmessage = ({ data: { number, answer, error } }) => {
      const { done, failed } = waiting.get(number);
      waiting.delete(number);
      if (error) failed(new Error(error));
      else done(answer);
    };
    worker.onerror = (event) => {
      event.preventDefault();
      for (const { failed } of waiting.values()) failed(new Error(event.message || "the worker failed"));
      waiting.clear();
    };
    return ask({ open: options }).then(
      () => {
        const full = ask({ full: true });
        full.catch(() => {});
        return { full, query: (text, how) => ask({ query: String(text), how }) };
      },
      (error) => {
        worker.terminate();
        throw error;
      },
    );
  }

  search.open = async function (options) {
    if (options.read || typeof document === "undefined") return openHere(options);
    const base = new URL(options.base || "./", document.baseURI).href;
    const { files } = options;
    if (typeof Worker === "function" && location.protocol !== "file:") {
      try {
        return await openInWorker({ base, files });
      } catch {
        /* no Worker here; on the page itself, then */
      }
    }
    return openHere({ base, files });
  };

  search.marks = marks;
  search.parse = parse;

  if (!inWorker) return;

  let engine = null;
  self.onmessage = async ({ data: { number, open, full, query, how } }) => {
    try {
      if (open) engine = await openHere(open);
      if (full) await engine.full;
      const answer = query === undefined ? true : await engine.query(query, how);
      self.postMessage({ number, answer });
    } catch (error) {
      self.postMessage({ number, error: String(error) });
    }
  };
})();
