"""The exports of a list, read back with the libraries people use."""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
import uuid
import zipfile
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, unquote, urljoin

import feedparser
import pytest
import rispy
from bibtexparser.entrypoint import parse_string as read_bibtex
from citeproc.source.json import CiteProcJSON
from hypothesis import example, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from lxml import etree
from pybtex.database import parse_string
from pylatexenc.latex2text import (
    LatexNodes2Text,
    MacroTextSpec,
    get_default_latex_context_db,
)

from readinglist import urls
from readinglist.analysis.related import related
from readinglist.build import build, examine, files_for_programs
from readinglist.exports.archive import archive
from readinglist.exports.bibliographies import Format
from readinglist.exports.bibtex import bibtex, bibtex_file, escaped
from readinglist.exports.citation import (
    Citation,
    citations,
    cite_key,
    line,
)
from readinglist.exports.citation_formatter import CitationFormatter
from readinglist.exports.coins import context_object
from readinglist.exports.csl import csl_item, csl_text
from readinglist.exports.formats import FORMATS
from readinglist.exports.linked_data import citation_tags, paper_data
from readinglist.exports.plain import plain
from readinglist.exports.ris import ris
from readinglist.exports.table import COLUMNS, guarded
from readinglist.library.arrivals import day_of_listing
from readinglist.model import Settings
from readinglist.problems import as_text
from readinglist.site.compose import View, compose
from readinglist.site.texts import FREE
from readinglist.text.dates import known_day
from readinglist.text.xml import element, xml_file
from tests.libraries import FIXTURES, LOOK, folder, page_folder, real_folder, real_site, tagged

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from readinglist.build import Examined
    from readinglist.model import Library, Site

GOLDENS = FIXTURES / "exports"
URL = "https://team.example/list/"
ATOM = "{http://www.w3.org/2005/Atom}"
STRICT = etree.XMLParser(resolve_entities=False, no_network=True)

NASTY = "{Braces}} \\and 100% of @things_~^ & #1 $x$ <b>“é” 𝔸</b> ]]> </script> שלום"
SOURCES = folder(
    listings={
        "2025-03-14": [
            ("On Names", "We study names, at length, and we study them again."),
            (NASTY, "We study what breaks: a\x07bell, \u202ean override, and \ufffe; see"
             " https://github.com/a/b."),
        ],
        "later": [("日本語の題名", "We study names in Japanese, at some length, too.")],
    },
    themes={
        "names": "title: Names, and & all\ndescription: What names are.\nstart_here:\n"
        "  - paper: on-names\n    why: It is first.\n",
    },
    files={
        "site.yaml": "title: Names & numbers\ndescription: About <names>.\n",
        "papers/on-names.yaml": tagged("names")
        + "authors:\n  - Lovelace, Ada\n  - Barnes and Noble\n  - Nguyễn Văn An\n"
        "date: 2024-05-06\nvenue: Names & Numbers 2024\ndoi: 10.1000/a%b_{c}\narxiv: 2405.00001\n",
        "notes/on-names.md": "Read *this*.\n",
        "merge.yaml": "former_papers:\n  names-of-old: on-names\n",
    },
)  # fmt: skip

# Everything but lone surrogates, which no file in UTF-8 holds, with what breaks formats made likely.
texts = st.text(
    st.one_of(
        st.sampled_from("{}\\%@#&$_^~\"'<>=+-|,; \n\r\t\x00\x07\x85\u2028\u202e\ufffe𝔸אé"),
        st.characters(exclude_categories=["Cs"]),
    ),
    max_size=60,
)
lines = texts.map(line)


def views_of(library: Library) -> tuple[View, ...]:
    """Return the views of a library."""
    return compose(library, related(library), CitationFormatter(library), "site_src")


def exports(library: Library) -> Site:
    """Return the exports of a library."""
    return files_for_programs(library, CitationFormatter(library), views_of(library))


def examined(url: str = "", more: Mapping[str, bytes] | None = None) -> Examined:
    """Return the small list with difficult values."""
    found = examine({**SOURCES, **(more or {})}, base_url=url)
    assert [as_text(problem) for problem in found.problems if problem.path != "merge.yaml"] == []
    return found


def exported(url: str = "") -> Site:
    """Return its exports."""
    found = examined(url)
    return exports(found.library)


@pytest.fixture(scope="module")
def real() -> tuple[Examined, Site]:
    """The list in this repository, and its exports at an address."""
    found = examine(real_folder(), base_url=URL)
    return found, exports(found.library)


def citation(title: str = "On Names", **more: Any) -> Citation:
    """Return a paper's citation."""
    return Citation("on-names", title, **more)


# --- what is known ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("2025-03-14", "2025-03-14"),
        ("2025/3/4", "2025-03-04"),
        ("Mar 14, 2025", "2025-03-14"),
        ("Friday, March 14th 2025", "2025-03-14"),
        ("14 Sept. 2025", "2025-09-14"),
        ("Feb 29, 2024", "2024-02-29"),
        ("Feb 29, 2025", ""),
        ("Mar 14", ""),
        ("3/4/2025", ""),
        ("today", ""),
        ("Mar 10 - 14, 2025", ""),
        ("March 2025", ""),
        ("٢٠٢٥-03-14", ""),
        ("", ""),
    ],
)
def test_a_day_is_known_only_with_its_year_and_one_reading(said: str, day: str) -> None:
    """A date without year, or with an ambiguous month, is not a day."""
    assert known_day(said) == day


def test_a_listing_is_of_the_day_its_page_says_or_its_file_is_called() -> None:
    """The date of the page comes first; other numbers in file names do not count."""
    assert day_of_listing("Mar 14", "listings/2025-03-14.txt") == "2025-03-14"
    assert day_of_listing("Mar 15, 2025", "listings/2025-03-14.txt") == "2025-03-15"
    assert day_of_listing("", "listings/12025-03-14.txt") == ""
    assert day_of_listing("Mar 14", "2025-03-14/a.txt") == ""


def test_a_key_is_the_papers_id_in_letters_bibtex_takes() -> None:
    """Keys are unique and ASCII; ids in other scripts get a hash."""
    assert cite_key("on-names") == "on-names"
    assert cite_key("日本語の題名").startswith("paper-")
    keys = {cite_key(name) for name in ("日本語", "日本語の", "gpt-日本", "gpt-日本語", "gpt")}
    assert len(keys) == 5
    assert all(re.fullmatch("[a-z0-9-]+", key) for key in keys)


def test_what_nobody_said_is_in_no_format_and_is_named() -> None:
    """Unknown fields are left out, and the plain citation lists them."""
    bare = citations(examined().library)["日本語の題名"]
    assert bare.unknown == ("authors", "year", "address")
    assert plain(bare) == "“日本語の題名.” [Not known: authors, year, address.]"
    assert bibtex(bare) == f"@misc{{{bare.key},\n  title = {{{{日本語の題名}}}},\n}}\n"
    assert set(csl_item(bare)) == {"id", "type", "title"}  # type: ignore[arg-type] # a dict
    assert not re.search("author|date|venue", paper_data(bare, ""))


def test_a_whole_record_in_every_format(golden: Callable[[Path, str], None]) -> None:
    """Authors, day, venue, DOI, arXiv id, themes and a former id, each as the format has it."""
    whole = citations(examined().library)["on-names"]
    golden(GOLDENS / "whole.bib", bibtex(whole))
    golden(GOLDENS / "whole.ris", ris(whole, "We study names.").replace("\r\n", "\n"))
    golden(GOLDENS / "whole.csl.json", csl_text(whole))
    golden(GOLDENS / "whole.txt", plain(whole) + "\n")
    golden(GOLDENS / "whole.coins.txt", context_object(whole).replace("&", "\n") + "\n")
    golden(GOLDENS / "whole.jsonld.json", paper_data(whole, f"{URL}papers/on-names/") + "\n")


# --- citations, read by the libraries people use ---------------------------------------------


def printed() -> LatexNodes2Text:
    """Return what TeX would print; the library handles these four LaTeX commands wrongly."""
    known = get_default_latex_context_db()
    letters = {"braceleft": "{", "braceright": "}", "asciicircum": "^", "asciitilde": "~"}
    commands = [MacroTextSpec(f"text{name}", letter) for name, letter in letters.items()]
    known.add_context_category("letters", macros=commands, prepend=True)
    return LatexNodes2Text(known, math_mode="verbatim", strict_latex_spaces=True)


def typeset(text: str) -> str:
    """Return a text with the dashes and quotes that TeX makes."""
    typed = {"---": "—", "--": "–", "``": "“", "''": "”", "?`": "¿", "!`": "¡"}
    return re.sub("---|--|``|''|[?!]`", lambda found: typed[found[0]], text)


def test_bibtex_of_the_real_list_is_read_by_two_parsers(real: tuple[Examined, Site]) -> None:
    """Each paper once, with its title as shown."""
    found, site = real
    text = site["exports/all.bib"].decode()
    titles = {cite_key(one): line(paper.title) for one, paper in found.library.papers.items()}
    assert set(parse_string(text, "bibtex").entries) == set(titles)
    parsed = read_bibtex(text)
    assert parsed.failed_blocks == []
    shown = printed().latex_to_text
    assert {
        entry.key: shown(entry["title"].removeprefix("{").removesuffix("}"))
        for entry in parsed.entries
    } == {key: typeset(title) for key, title in titles.items()}


@given(lines, lines.filter(bool))
@example(line(NASTY), line(NASTY))
@settings(max_examples=60, deadline=None)
def test_bibtex_gives_every_text_back(title: str, author: str) -> None:
    """Any text stays in its entry and is printed unchanged."""
    text = bibtex_file([bibtex(citation(title, authors=(author,))), bibtex(citation())]).decode()
    parsed = read_bibtex(text.replace("@misc{on", "@misc{a", 1))
    assert parsed.failed_blocks == []
    first, second = parsed.entries
    assert printed().latex_to_text(first["title"][1:-1]) == typeset(title)
    assert second["title"] == "{On Names}"
    assert escaped(title).count("{") == escaped(title).count("}")


def test_a_name_with_and_in_it_stays_one_author() -> None:
    """BibTeX splits names at "and", except in braces."""
    people = (
        parse_string(bibtex(citation(authors=("Barnes and Noble", "Lovelace, Ada"))), "bibtex")
        .entries["on-names"]
        .persons["author"]
    )
    assert [str(person) for person in people] == ["{Barnes and Noble}", "Lovelace, Ada"]


@given(lines.filter(bool), lines.filter(bool))
@settings(max_examples=60, deadline=None)
def test_ris_gives_every_text_back(title: str, abstract: str) -> None:
    """Each field is on one line, even if a text looks like a tag."""
    record = ris(citation(title, themes=("ER  - ",)), abstract)
    (parsed,) = rispy.loads(record)
    assert parsed["title"] == title.strip()
    assert parsed["abstract"] == " ".join(abstract.split())


def test_ris_of_the_real_list_is_whole(real: tuple[Examined, Site]) -> None:
    """All papers, with abstracts."""
    found, site = real
    records = rispy.loads(site["exports/all.ris"].decode())
    assert len(records) == len(found.library.papers) == 496
    assert all(record["abstract"] for record in records)


def test_csl_json_is_read_by_citeproc(real: tuple[Examined, Site]) -> None:
    """A citation processor reads all items, with names and dates."""
    _, site = real
    assert len(CiteProcJSON(json.loads(site["exports/all.csl.json"]))) == 496
    whole = CiteProcJSON(json.loads(exported()["exports/all.csl.json"]))["on-names"]
    assert (whole.issued.year, whole.issued.month, whole.issued.day) == (2024, 5, 6)
    assert [name.family for name in whole.author if "literal" not in name] == ["Lovelace"]


def test_csv_holds_no_formula_and_every_paper(real: tuple[Examined, Site]) -> None:
    """All rows have all columns, and no cell is a formula."""
    found, site = real
    for path in (path for path in site if path.endswith(".csv")):
        rows = list(csv.reader(io.StringIO(site[path].decode("utf-8-sig"), newline="")))
        assert tuple(rows[0]) == COLUMNS
        assert {len(row) for row in rows} == {len(COLUMNS)}
        assert not any(cell[:1] in tuple("=+-@") for row in rows for cell in row if cell)
    assert len(list(csv.reader(io.StringIO(site["exports/all.csv"].decode("utf-8-sig"))))) == 497
    assert len(found.library.papers) == 496


@given(texts)
@settings(max_examples=100)
def test_a_guarded_cell_gives_its_text_back(text: str) -> None:
    """Only possible formulas are changed, and removing the apostrophe restores them."""
    cell = guarded(text)
    assert cell[:1] not in tuple("=+-@\t\r\n＝＋－＠") or not cell
    back = cell[1:] if re.match(r"'+[=+\-@＝＋－＠]", cell) else cell
    assert guarded(back) == cell


# --- JSON --------------------------------------------------------------------------------------


def test_json_follows_the_schema_it_names(real: tuple[Examined, Site]) -> None:
    """All JSON exports are valid, and the schema is at the given address."""
    for site in (real[1], exported()):
        schema = json.loads(site[urls.SCHEMA])
        Draft202012Validator.check_schema(schema)
        validator = Draft202012Validator(schema)
        paths = [
            path for path in site if re.search(r"(?<!csl)\.json$", path) and path != urls.SCHEMA
        ]
        assert "exports/all.json" in paths
        for path in paths:
            export = json.loads(site[path])
            assert [error.message for error in validator.iter_errors(export)] == []
            assert urljoin(f"{URL}{path}", export["$schema"]) == URL + urls.SCHEMA


def test_the_schema_refuses_a_record_that_lacks_a_key() -> None:
    """Programs can rely on all keys."""
    site = exported()
    export = json.loads(site["exports/all.json"])
    del export["papers"][0]["abstract"]
    assert list(Draft202012Validator(json.loads(site[urls.SCHEMA])).iter_errors(export))


def test_json_has_every_title_and_abstract_letter_for_letter(real: tuple[Examined, Site]) -> None:
    """Source texts are unchanged, including TeX, with their origin."""
    found, site = real
    papers = {paper["id"]: paper for paper in json.loads(site["exports/all.json"])["papers"]}
    for one in found.library.papers.values():
        assert papers[one.id]["title"] == one.title
        assert (papers[one.id]["abstract"] or "") == one.abstract
        assert [(seen["path"], seen["line"]) for seen in papers[one.id]["seen"]] == [
            (seen.path, seen.line) for seen in one.seen
        ]


def test_a_theme_has_its_own_exports_in_every_format(real: tuple[Examined, Site]) -> None:
    """They have the papers of the theme and its subthemes, as in the whole export."""
    found, site = real
    for theme in found.library.themes:
        for one in FORMATS:
            assert f"themes/{theme}/papers.{one.extension}" in site
        ids = [paper["id"] for paper in json.loads(site[f"themes/{theme}/papers.json"])["papers"]]
        assert ids == [*found.library.papers_below(theme)]
        bib = site[f"themes/{theme}/papers.bib"].decode()
        assert bib.count("@misc{") == len(ids)


def test_a_new_format_is_one_value_in_the_registry() -> None:
    """Its files are made and linked, and pages show its citations."""
    toy = Format(
        name="Toy & text",
        extension="toy.txt",
        media_type="text/x-toy",
        use="for toys <only>",
        format_paper=lambda item: f"{item.paper.id} was {','.join(item.former_ids)}",
        join_file=lambda rows, selection: "|".join(
            [selection.at, selection.theme, *selection.themes, *rows]
        ).encode(),
        format_citation=lambda citation: f"toy of {citation.title}",
    )
    sources = {**SOURCES, "merge.yaml": SOURCES["merge.yaml"] + b"former_themes:\n  old: names\n"}
    site = build(sources, LOOK, formats=(toy,)).site
    papers = [*examined().library.papers]
    rows = [f"{one} was {'names-of-old' if one == 'on-names' else ''}" for one in papers]
    assert site["exports/all.toy.txt"].decode() == "|".join(
        ["exports/all.toy.txt", "", "names", *rows]
    )
    of_theme = b"themes/names/papers.toy.txt|names|names|on-names was names-of-old"
    assert site["themes/names/papers.toy.txt"] == of_theme
    assert site["themes/old/papers.toy.txt"] == of_theme
    assert not {path for path in site if path.endswith((".bib", ".ris", ".csv"))}

    def links(page: str) -> list[tuple[str | None, str | None, str | None]]:
        root = etree.fromstring(site[f"{page}index.html"], etree.HTMLParser())
        found = root.xpath("//main//a[contains(@href, '.toy.txt')]")
        return [(one.get("href"), one.get("type"), one.text) for one in found]

    assert links("subscribe/") == [("../exports/all.toy.txt", "text/x-toy", "Toy & text")]
    assert links("themes/names/") == [
        ("../../themes/names/papers.toy.txt", "text/x-toy", "Toy & text")
    ]
    assert b"(../exports/all.toy.txt): for toys" in site["subscribe/index.md"]
    assert b"(exports/all.toy.txt): for toys" in site["llms.txt"]
    assert b"toy of On Names" in site["papers/on-names/index.html"]
    assert b"@misc" not in site["papers/on-names/index.html"]


# --- feeds -------------------------------------------------------------------------------------


@pytest.mark.parametrize("url", ["", URL])
def test_every_feed_is_atom(url: str) -> None:
    """Valid XML with all that RFC 4287 requires, with and without an address."""
    site = exported(url)
    paths = [path for path in site if path.endswith("feed.xml")]
    assert len(paths) == 4
    for path in paths:
        root = etree.fromstring(site[path], STRICT)
        for part in (root, *root.findall(f"{ATOM}entry")):
            for name in ("id", "title", "updated"):
                assert len(part.findall(f"{ATOM}{name}")) == 1, (path, name)
            assert re.match(r"https://|urn:uuid:", part.findtext(f"{ATOM}id"))
            assert len(part.findall(f"{ATOM}link[@rel='alternate']")) == 1
        assert root.find(f"{ATOM}author/{ATOM}name") is not None
        ids = [entry.findtext(f"{ATOM}id") for entry in root.findall(f"{ATOM}entry")]
        assert len(ids) == len(set(ids))
        base = f"{url or URL}{path}"
        headers = {"content-location": base, "content-type": "application/atom+xml; charset=utf-8"}
        parsed = feedparser.parse(site[path], response_headers=headers)
        assert not parsed.bozo, parsed.get("bozo_exception")
        assert parsed.version == "atom10"
        pages = {urljoin(base, entry.link).removeprefix(url or URL) for entry in parsed.entries}
        assert {unquote(page) for page in pages} <= {
            f"papers/{paper}/" for paper in examined().library.papers
        }


def test_a_feed_dates_what_has_a_date_and_says_what_has_none() -> None:
    """Known days come first; unknown days are the start of Unix time."""
    feed = feedparser.parse(exported()["feed.xml"])
    assert [entry.updated for entry in feed.entries] == [
        *["2025-03-14T00:00:00Z"] * 2,
        "1970-01-01T00:00:00Z",
    ]
    assert ["published" in entry for entry in feed.entries] == [True, True, False]
    assert feed.feed.updated == "2025-03-14T00:00:00Z"
    assert "1970-01-01 came with listings whose day is not known" in feed.feed.subtitle
    dated = feedparser.parse(exported()["listings/2025-03-14/feed.xml"])
    assert "1970" not in dated.feed.subtitle


def test_a_feeds_text_is_the_papers(real: tuple[Examined, Site]) -> None:
    """Titles and abstracts are text, without markup and forbidden characters."""
    feed = feedparser.parse(exported()["feed.xml"], sanitize_html=False)
    (nasty,) = [entry for entry in feed.entries if "Braces" in entry.title]
    assert nasty.title == line(NASTY)
    assert nasty.title_detail.type == "text/plain"
    assert "[U+202E]an override, and �; see https://github.com/a/b." in nasty.summary
    assert len(feedparser.parse(real[1]["feed.xml"]).entries) == 100


@given(texts)
@settings(max_examples=40, deadline=None)
def test_no_title_breaks_a_feed(title: str) -> None:
    """Feeds are well-formed for any title of a theme."""
    library = examined().library
    theme = library.themes["names"]
    changed = replace(library, themes={"names": replace(theme, title=title)})
    site = exports(changed)
    root = etree.fromstring(site["themes/names/feed.xml"], STRICT)
    assert (root.findtext(f"{ATOM}title") or "").startswith(line(title)[:1])
    entry = root.find(f"{ATOM}entry/{ATOM}category")
    assert entry is not None
    assert entry.get("label") == line(title)


@given(texts)
@settings(max_examples=60, deadline=None)
def test_xml_holds_any_text_as_text(text: str) -> None:
    """Markup in texts and attributes is escaped and read back."""
    root = element("a", {"b": line(text)})
    root.append(element("c", text=line(text)))
    back = etree.fromstring(xml_file(root), STRICT)
    assert back.get("b") == line(text)
    assert (back.findtext("c") or "") == line(text)


def test_xml_files_compare_line_by_line() -> None:
    """Each starts with a declaration, and has one element per line."""
    made = exported(URL)
    files = {path for path in made if path.endswith((".xml", ".svg", ".opml"))}
    assert {"feed.xml", "sitemap.xml", "card.svg", urls.OPML} <= files
    for path in files:
        lines = made[path].decode().split("\n")
        assert lines[0] == '<?xml version="1.0" encoding="utf-8"?>'
        assert lines[-1] == ""
        assert not [one for one in lines if one.count("<") > 2 or "><" in one], path


def test_identifiers_last() -> None:
    """A later listing changes no id; without an address they are URNs, and the same in each feed."""
    before, after = exported(), examined(more=folder(listings={"x": ["One More"]}))
    ids = re.compile(rb"<id>(.*?)</id>")
    assert set(ids.findall(before["feed.xml"])) <= set(
        ids.findall(exports(after.library)["feed.xml"])
    )
    found = {one.decode() for one in ids.findall(before["feed.xml"])}
    assert all(uuid.UUID(one).version == 5 for one in found)
    assert b"<id>https://team.example/list/papers/on-names/</id>" in exported(URL)["feed.xml"]


# --- what is told of the site ------------------------------------------------------------------


def test_what_needs_whole_addresses_is_left_out_without_one() -> None:
    """There is no sitemap and no OPML, and the page explains why."""
    assert not {"sitemap.xml", urls.OPML} & set(exported())
    assert exported()["robots.txt"] == b"User-agent: *\nDisallow:\n"
    says = "set <code>url</code> in <code>site.yaml</code>"
    assert says in build(SOURCES, LOOK).site["subscribe/index.html"].decode()
    assert says not in build(SOURCES, LOOK, base_url=URL).site["subscribe/index.html"].decode()


def test_opml_and_sitemap_name_what_there_is(real: tuple[Examined, Site]) -> None:
    """All feeds and pages by absolute URL, each once."""
    found, site = real
    opml = etree.fromstring(site[urls.OPML], STRICT)
    feeds = [outline.get("xmlUrl") for outline in opml.iter("outline") if outline.get("xmlUrl")]
    assert sorted(feeds) == sorted(URL + path for path in site if path.endswith("feed.xml"))
    assert opml.findtext("head/title") == found.library.settings.title
    places = [place.text for place in etree.fromstring(site["sitemap.xml"], STRICT).iter("{*}loc")]
    pages = [one.page.address for one in views_of(found.library) if one.page.kind.in_sitemap]
    assert "inbox/" not in pages
    assert sorted(filter(None, places)) == sorted(URL + address for address in pages)
    assert b"Sitemap: https://team.example/list/sitemap.xml" in site["robots.txt"]


def test_llms_txt_leads_to_files_that_are_there() -> None:
    """A heading, and relative links to Markdown and data; texts cannot add markup."""
    site = build(SOURCES, LOOK).site
    text = site["llms.txt"].decode()
    assert text.startswith("# Names \\& numbers\n\n> About \\<names\\>.\n")
    targets = re.findall(r"(?<!\\)\]\(([^)]*)\)", text)
    assert len(targets) >= 9
    assert set(targets) <= set(site)


def test_names_of_exports_are_kept_free() -> None:
    """No free page can have the address of an export."""
    tops = {re.split(r"[/.]", path)[0] for path in exported(URL)}
    assert tops <= urls.RESERVED


def test_names_of_pages_are_kept_free() -> None:
    """No free page can have the address of a page of another kind."""
    library = examine(page_folder()).library
    views = compose(library, related(library), CitationFormatter(library), "site_src")
    tops = {one.page.address.partition("/")[0] for one in views if one.page.kind is not FREE}
    assert tops - {"", "404.html"} <= urls.RESERVED, "add the name to RESERVED in urls.py"
    assert len({one.page.address for one in views}) == len(views)


# --- in the pages ------------------------------------------------------------------------------


@given(lines)
@settings(max_examples=60)
def test_a_context_object_gives_the_title_back(title: str) -> None:
    """COinS is form-encoded; Zotero splits it at `&` and `=`."""
    said = parse_qs(context_object(citation(title)), keep_blank_values=True, strict_parsing=True)
    assert said["rft.title"] == [title]
    assert said["ctx_ver"] == ["Z39.88-2004"]


@given(lines)
@settings(max_examples=60)
def test_linked_data_cannot_leave_its_script(title: str) -> None:
    """It contains no special characters of HTML, and is read back unchanged."""
    data = paper_data(citation(title + "</script><!--"), "")
    assert not set("<>&\u2028\u2029") & set(data)
    assert json.loads(data)["name"] == title + "</script><!--"


def test_citation_tags_only_for_what_has_authors_and_a_date() -> None:
    """Incomplete papers have no tags."""
    assert citation_tags(citation(authors=("Ada",))) == ()
    assert citation_tags(citation(date=(2024,))) == ()
    assert citation_tags(citation(authors=("Ada",), date=(2024, 5))) == (
        ("citation_title", "On Names"),
        ("citation_author", "Ada"),
        ("citation_publication_date", "2024/05"),
    )


def test_pages_carry_what_programs_look_for() -> None:
    """Feeds, context objects, linked data and citations, escaped, on the pages they are of."""
    site = build(SOURCES, LOOK, base_url=URL).site
    theme, paper = (
        etree.fromstring(site[f"{place}/index.html"], etree.HTMLParser())
        for place in ("themes/names", "papers/on-names")
    )
    alternates = theme.xpath("//link[@type='application/atom+xml']/@href")
    assert alternates == ["../../themes/names/feed.xml", "../../feed.xml"]
    assert len(theme.xpath("//span[@class='Z3988']/@title")) == 1
    (data,) = theme.xpath("//script[@type='application/ld+json']/text()")
    item = json.loads(data)["mainEntity"]["itemListElement"][0]["item"]
    assert item == {
        "@type": "ScholarlyArticle", "name": "On Names", "url": "../../papers/on-names/",
    }  # fmt: skip
    assert paper.xpath("//meta[@name='citation_author']/@content")[0] == "Lovelace, Ada"
    assert paper.xpath("//meta[@property='og:url']/@content") == [f"{URL}papers/on-names/"]
    shown = paper.xpath("//section[contains(@class, 'cite')]//pre/text()")
    assert shown[0] == bibtex(citations(examined().library)["on-names"])
    assert "".join(paper.xpath("//section[contains(@class, 'cite')]//p[@dir]/text()")).startswith(
        "Lovelace, Ada, Barnes and Noble, and Nguyễn Văn An."
    )


def test_every_theme_and_paper_page_stays_small(real: tuple[Examined, Site]) -> None:
    """Context objects and linked data fit within what a first view may weigh: 40 KB of HTML."""
    site = real_site()
    assert len(real[0].library.papers) == 496
    sizes = {
        path: len(gzip.compress(raw, 6))
        for path, raw in site.items()
        if path.startswith(("themes/", "listings/", "subscribe/")) and path.endswith(".html")
    }
    assert max(sizes.values()) < 40_000, max(sizes, key=sizes.__getitem__)


# --- the zip -----------------------------------------------------------------------------------


def test_the_zip_is_the_site_without_itself() -> None:
    """Every other file of the site, letter for letter, in one folder named after the list."""
    site = build(SOURCES, LOOK).site
    with zipfile.ZipFile(io.BytesIO(site[urls.ARCHIVE])) as file:
        assert file.testzip() is None
        held = {name: file.read(name) for name in file.namelist()}
    assert held == {
        f"names-numbers/{path}": raw for path, raw in site.items() if path != urls.ARCHIVE
    }


def test_the_zip_is_the_same_bytes_in_any_order() -> None:
    """It depends neither on the time nor on the order of files."""
    site = {"b.html": b"b", "a.html": b"a", urls.ARCHIVE: b"an old one"}
    again = dict(reversed(site.items()))
    assert archive(Settings(), site) == archive(Settings(), again)
    assert archive(Settings(), site) == archive(Settings(), {"a.html": b"a", "b.html": b"b"})


def test_a_team_can_do_without_the_zip() -> None:
    """`offline_copy: no` leaves it out, and no page mentions it."""
    without = {**SOURCES, "site.yaml": b"offline_copy: no\n"}
    for site in (build(without, LOOK).site, build(SOURCES, LOOK, offline_copy=False).site):
        assert urls.ARCHIVE not in site
        assert b"site.zip" not in b"".join(site.values())


def test_an_empty_list_has_whole_exports() -> None:
    """A team that has just begun: every file is there and parses."""
    site = build({}, LOOK, base_url=URL).site
    assert json.loads(site["exports/all.json"])["papers"] == []
    assert json.loads(site["exports/all.csl.json"]) == []
    assert rispy.loads(site["exports/all.ris"].decode()) == []
    assert feedparser.parse(site["feed.xml"]).entries == []
    etree.fromstring(site[urls.OPML], STRICT)
