"""The command ``readinglist`` and its subcommands.

Exit status: 0 on success, 1 if the input has errors (all of them are printed), 2 if the command
line is wrong.
"""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from readinglist import __version__
from readinglist.build import Built, Examined, build, examine, joined_look, pages_as_markdown
from readinglist.cli.digest import DIGEST_FORMATS, digest_files, what_is_new
from readinglist.cli.terminal import (
    Progress,
    counted,
    print_line,
    print_problems,
    seconds,
    wants_color,
    with_folder,
)
from readinglist.digest.mail import headline
from readinglist.exports.parsed import parsed_json, problem_json
from readinglist.files.disk import FilesError, read_sources, write_site
from readinglist.files.looks import default_folder, own_folders, read_look
from readinglist.files.origin import has_requirement
from readinglist.files.starter import REQUIREMENTS, start
from readinglist.library.merging import merge
from readinglist.listings import listing_id, read_listing
from readinglist.model import Library, LineKind, Listing
from readinglist.problems import Problem, has_errors, ordered
from readinglist.search import documents, lunr_index
from readinglist.sources.merge_rules import MergeRules
from readinglist.text.links import safe_url
from readinglist.text.slugs import short_hash

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_SOURCE = click.option(
    "--source",
    default="site_src",
    show_default=True,
    type=click.Path(path_type=Path),
    help="Source folder, with site.yaml, listings/, papers/, notes/, themes/, merge.yaml, "
    "records.jsonl, pages/ and reading/.",
)
_STRICT = click.option("--strict", is_flag=True, help="Treat warnings as errors.")
_FORMAT = click.option(
    "--format",
    "format_",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="Output format: text for people, JSON for programs.",
)


class _Commands(click.Group):
    """A group that reports file system errors as problems, without a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the subcommand; exit with status 1 if it raises `FilesError`."""
        try:
            return super().invoke(ctx)
        except FilesError as error:
            print_problems(error.problems)
            sys.exit(1)


@click.group(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 96},
    epilog="Start with:  readinglist new my-list",
)
@click.version_option(__version__, prog_name="readinglist")
@click.pass_context
def main(context: click.Context) -> None:
    """Build a searchable web site from pasted listings of papers."""
    context.color = wants_color()


@main.command("build", epilog="Example:  readinglist build --output _site --strict")
@_SOURCE
@click.option(
    "--output",
    default="_site",
    show_default=True,
    type=click.Path(path_type=Path),
    help="Folder to write the site to: a new or empty folder, or one written by readinglist.",
)
@click.option(
    "--base-url",
    default="",
    metavar="URL",
    callback=lambda _context, _option, url: _base_url(url),
    help="URL of the published site; overrides url in site.yaml.",
)
@_STRICT
def build_command(source: Path, output: Path, base_url: str, *, strict: bool) -> None:
    """Build the site.

    If there are errors, all of them are reported and the output folder is not changed.
    """
    with Progress() as progress:
        built = _build(source, base_url, strict=strict, stage=progress.stage)
        _stop_on_problems(built.problems, strict=strict)
        progress.stage("writing")
        report = write_site(built.site, output, sources=_read_from(source))
    print_line(_summary(built.library), err=False)
    changes = [
        counted(report.written, "file") + " written",
        f"{report.kept:,} unchanged",
        *([f"{report.removed:,} removed"] if report.removed else []),
    ]
    print_line(f"{output}: {', '.join(changes)} in {seconds(progress.elapsed)}", err=False)


@main.command("serve", epilog="Example:  readinglist serve --port 8080 --open")
@_SOURCE
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    show_default="8000, or the next free port",
    help="Port to listen on; 0 selects any free port.",
)
@click.option("--open", "open_browser", is_flag=True, help="Open the site in a web browser.")
@_STRICT
def serve_command(source: Path, port: int | None, *, open_browser: bool, strict: bool) -> None:
    """Serve a preview on this computer, with live reload.

    The site is built again after every change of a source file, and open pages reload. While
    there are errors, the browser shows them in place of the site.
    """
    # Here, since importing it would slow every other command down.
    from readinglist.preview.serve import PortInUseError, serve

    _sources(source)
    print_line(f"building {source} …")
    try:
        serve(
            lambda: _build(source, strict=strict, offline_copy=False),
            [source, *own_folders(source)],
            port=port,
            open_browser=open_browser,
            announce=print_line,
        )
    except PortInUseError as error:
        raise click.ClickException(str(error)) from None


@main.command("check", epilog="Example:  readinglist check --strict --format json")
@_SOURCE
@_STRICT
@_FORMAT
def check_command(source: Path, format_: str, *, strict: bool) -> None:
    """Check the sources and report all problems.

    Nothing is written.
    """
    with Progress() as progress:
        examined = _examine(source, progress.stage)
    library = examined.library
    problems = ordered((*examined.problems, *joined_look(read_look(source))[2]))
    if format_ == "json":
        report = {
            "problems": [problem_json(problem) for problem in problems],
            "entries": sum(len(listing.entries) for listing in library.listings.values()),
            "papers": len(library.papers),
            "themes": len(library.themes) - len(library.groups),
            "groups": len(library.groups),
            "inbox": len(library.inbox),
            "lines": {
                kind.value: sum(one.ledger.count(kind) for one in library.listings.values())
                for kind in LineKind
            },
        }
        print_line(json.dumps(report, ensure_ascii=False, indent=2), err=False)
    else:
        print_problems(problems, strict=strict, err=False)
        print_line(_summary(library), err=False)
        print_line(_ledger_summary(library.listings.values()), err=False)
        if not problems:
            print_line("no problems found", err=False)
    if has_errors(problems, strict=strict):
        sys.exit(1)


@main.command("parse", epilog="Example:  readinglist parse pasted.txt --format json")
@click.argument("files", nargs=-1, required=True, metavar="FILE…", type=click.Path())
@_FORMAT
@_STRICT
def parse_command(files: tuple[str, ...], format_: str, *, strict: bool) -> None:
    """Show which papers are found in listing files.

    FILE is a listing, or - for standard input. Nothing is written.
    """
    with Progress() as progress:
        parsed = []
        for file in files:
            progress.stage(f"reading {file}")
            parsed.append(_parse(file))
        progress.stage("merge")
        listings = _distinct([listing for _, listing, _ in parsed if listing])
        merged, merge_problems = merge(listings, MergeRules())
    problems = ordered((*(one for _, _, found in parsed for one in found), *merge_problems))
    if format_ == "json":
        report = parsed_json(parsed, merged.papers)
        print_line(json.dumps(report, ensure_ascii=False, indent=2), err=False)
    else:
        for listing in listings:
            _print_listing(listing)
        if listings:
            entries = sum(len(listing.entries) for listing in listings)
            what = (
                f"{counted(entries, 'entry', 'entries')} of {counted(len(merged.papers), 'paper')}"
            )
            print_line(what, err=False)
    print_problems(problems)
    in_listings = (one for _, listing, found in parsed if listing for one in found)
    if not listings or has_errors(in_listings) or (strict and problems):
        sys.exit(1)


@main.command("new", epilog="Example:  readinglist new my-list")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
def new_command(folder: Path) -> None:
    """Create a new list in DIR.

    This writes a source folder with examples, a README, a requirements file, and workflows that
    publish the site on GitHub Pages and send the digest.
    """
    for path in start(folder):
        print_line(f"created {path}", err=False)
    requirements = folder / REQUIREMENTS
    if not has_requirement(requirements.read_text(encoding="utf-8")):
        print_line(
            f"{requirements}: add a line that says where to install readinglist from", err=False
        )
    print_line(f"next:  cd {folder} && readinglist serve --open", err=False)


@main.command("pages", epilog="Example:  readinglist pages markdown")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@_SOURCE
@_STRICT
def pages_command(folder: Path, source: Path, *, strict: bool) -> None:
    """Write the pages of the site to DIR as Markdown with front matter."""
    with Progress() as progress:
        examined = _examine(source, progress.stage)
        _stop_on_problems(examined.problems, strict=strict)
        progress.stage("pages")
        pages, template_problems = pages_as_markdown(examined.library, read_look(source))
        _stop_on_problems(template_problems, strict=strict)
        report = write_site(pages, folder, sources=_read_from(source))
    print_line(
        f"{folder}: {counted(report.written, 'page')} written, {report.kept:,} unchanged", err=False
    )


@main.command("index", epilog="Example:  readinglist index > lunr-index.json")
@_SOURCE
@_STRICT
def index_command(source: Path, *, strict: bool) -> None:
    """Print the search index in lunr's JSON format.

    lunr.Index.load of lunr.js 2.3.9 loads it. The document references are the ids of papers. The
    site contains the same index in a packed format of a sixth of the size.
    """
    with Progress() as progress:
        examined = _examine(source, progress.stage)
        _stop_on_problems(examined.problems, strict=strict)
        progress.stage("index")
        index = lunr_index(documents(examined.library))
    print_line(json.dumps(index, separators=(",", ":")), err=False)


@main.command("digest", epilog="Example:  readinglist digest --since 2026-11-01 --output mail")
@_SOURCE
@click.option(
    "--since",
    required=True,
    metavar="WHEN",
    help="Starting point: a date (2026-11-01), a git revision, or the id of a listing. Write "
    "listing:ID if the id is also a revision.",
)
@click.option(
    "--format",
    "format_",
    type=click.Choice(DIGEST_FORMATS),
    default="text",
    show_default=True,
    help="Format to print: plain text, HTML, Markdown, or an e-mail message (eml).",
)
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    help="Folder to write all formats to, instead of printing one.",
)
@click.option(
    "--base-url",
    default="",
    metavar="URL",
    callback=lambda _context, _option, url: _base_url(url),
    help="URL of the published site, for links; overrides url in site.yaml.",
)
@click.option("--skip-empty", is_flag=True, help="Print and write nothing if nothing is new.")
@_STRICT
def digest_command(
    source: Path,
    since: str,
    format_: str,
    output: Path | None,
    base_url: str,
    *,
    skip_empty: bool,
    strict: bool,
) -> None:
    """Write a summary of what is new, for an e-mail.

    The sources are compared with an earlier state of them in git: at the beginning of the date
    (in UTC), in the revision, or in the commit that added the listing.
    """
    with Progress() as progress:
        examined = _examine(source, progress.stage, base_url)
        _stop_on_problems(examined.problems, strict=strict)
        progress.stage("history")
        new, moment = what_is_new(source, since, examined.library)
        if new.is_empty and skip_empty:
            return
        files, problems = digest_files(new, moment, examined.library, read_look(source))
        _stop_on_problems(problems, strict=strict)
        if output:
            write_site(files, output, sources=_read_from(source))
    if output:
        print_line(f"{output}: {headline(new)} since {moment.in_words}", err=False)
    else:
        click.echo(files[f"digest.{DIGEST_FORMATS[format_]}"], nl=False)
    if not examined.library.settings.url:
        print_line("the links are left out: set url in site.yaml, or pass --base-url")


def _build(
    source: Path,
    base_url: str = "",
    *,
    strict: bool = False,
    offline_copy: bool = True,
    stage: Callable[[str], None] = lambda _: None,
) -> Built:
    stage("reading")
    sources, found = _sources(source)
    try:
        look = read_look(source)
    except FilesError as error:
        return Built({}, Library(), error.problems)
    built = build(
        sources,
        look,
        base_url=base_url,
        strict=strict,
        offline_copy=offline_copy,
        stage=stage,
        folder=source.name or "site_src",
    )
    problems = with_folder(ordered((*found, *built.problems)), str(source))
    stopped = has_errors(problems, strict=strict)
    return replace(built, problems=problems, site={} if stopped else built.site)


def _examine(source: Path, stage: Callable[[str], None], base_url: str = "") -> Examined:
    sources, found = _sources(source)
    examined = examine(sources, base_url=base_url, stage=stage)
    problems = with_folder(ordered((*found, *examined.problems)), str(source))
    return replace(examined, problems=problems)


def _sources(source: Path) -> tuple[dict[str, bytes], tuple[Problem, ...]]:
    sources, problems = read_sources(source)
    if not source.is_dir():
        raise FilesError(*problems)
    return dict(sources), problems


def _read_from(source: Path) -> list[Path]:
    folders = [source, *own_folders(source), default_folder("templates"), default_folder("static")]
    return [folder for folder in folders if folder.exists()]


def _stop_on_problems(problems: tuple[Problem, ...], *, strict: bool) -> None:
    print_problems(problems, strict=strict)
    if has_errors(problems, strict=strict):
        print_line("nothing was written")
        sys.exit(1)


def _base_url(url: str) -> str:
    if url and not (safe_url(url) or url.startswith(("http://localhost", "http://127.0.0.1"))):
        raise click.BadParameter(f"“{url}” is not an http or https URL")
    if "?" in url or "#" in url:
        raise click.BadParameter("the URL of a site must not contain “?” or “#”")
    return f"{url.rstrip('/')}/" if url else ""


def _parse(file: str) -> tuple[str, Listing | None, tuple[Problem, ...]]:
    name = "<stdin>" if file == "-" else file
    try:
        raw = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    except OSError as error:
        reason = (
            "this is a folder" if Path(file).is_dir() else (error.strerror or "it cannot be read")
        )
        return name, None, (Problem(name, 1, 1, reason[0].lower() + reason[1:]),)
    listing, problems = read_listing(raw, name)
    return name, listing, problems


def _distinct(listings: Iterable[Listing]) -> list[Listing]:
    """The listings with unique ids, even if two files have the same name."""
    found: dict[str, Listing] = {}
    for number, listing in enumerate(listings):
        name = listing_id(listing.path)
        name = name if name not in found else f"{name}-{short_hash(f'{number} {listing.path}')}"
        found[name] = replace(listing, id=name)
    return list(found.values())


def _print_listing(listing: Listing) -> None:
    dated = f", {listing.date}" if listing.date else ""
    entries = counted(len(listing.entries), "entry", "entries")
    print_line(click.style(f"{listing.path}{dated}: {entries}", bold=True), err=False)
    for entry in listing.entries:
        size = f"{len(entry.abstract):,} characters" if entry.abstract else "no abstract"
        details = [
            size,
            *([counted(len(entry.links), "link")] if entry.links else []),
            *([counted(entry.author_count, "author")] if entry.author_count is not None else []),
            *([entry.date] if entry.date else []),
            *([counted(entry.upvotes, "upvote")] if entry.upvotes is not None else []),
        ]
        print_line(f"{entry.line:6}  {entry.title}", err=False)
        print_line(f"        {click.style(', '.join(details), dim=True)}", err=False)
    print_line(_ledger_summary([listing]), err=False)


def _ledger_summary(listings: Iterable[Listing]) -> str:
    ledgers = [listing.ledger for listing in listings]
    counts = [(kind, sum(ledger.count(kind) for ledger in ledgers)) for kind in LineKind]
    total = sum(map(len, ledgers))
    return f"{counted(total, 'line')}: {', '.join(f'{count:,} {kind}' for kind, count in counts)}"


def _summary(library: Library) -> str:
    entries = sum(len(listing.entries) for listing in library.listings.values())
    groups = len(library.groups)
    in_groups = f" in {counted(groups, 'group')}" if groups else ""
    return (
        f"{counted(entries, 'entry', 'entries')} in {counted(len(library.listings), 'listing')} → "
        f"{counted(len(library.papers), 'paper')} under "
        f"{counted(len(library.themes) - groups, 'theme')}"
        f"{in_groups}, "
        f"{len(library.inbox):,} in the inbox"
    )
