"""All printing: data on standard output, talk on standard error.

Text of pages is printed as text: control characters are taken out, no markup in it is read.
"""

import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, TextIO

import typer

from danvan_cli.export.inert import inert, one_line
from danvan_cli.language import N_, _, ngettext

if TYPE_CHECKING:
    from danvan_cli.model import Article, Hit, PageDone, RunReport, StoredArticle
    from danvan_cli.profiles.schema import Profile
    from danvan_cli.workflows.check import ExportCheck
    from danvan_cli.workflows.reparse import ReparseReport, Reread


def out(text: str) -> None:
    """One item of data, flushed, so that a reader behind a pipe has it at once."""
    typer.echo(inert(text))


def out_bytes(body: bytes) -> None:
    """Data as it is."""
    typer.echo(body, nl=False)


def talk(text: str) -> None:
    """Something to know, for people."""
    typer.echo(inert(text), err=True)


def error_line(text: str) -> None:
    """A failure, for people."""
    talk(f"danvan: {text}")


def stdout_untranslated() -> TextIO:
    """Standard output with line ends as they are written: CSV has its own."""
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(newline="")
    return sys.stdout


_SAID = (N_("new"), N_("changed"), N_("unchanged"), N_("problem"), N_("failed"), N_("live"))
"""Words of the archive that people read; what programs read of them is never translated."""

# --- runs ---------------------------------------------------------------------------------------


def page_line(page: "PageDone", *, verbose: bool = False) -> str:
    """What became of one page: outcome, article, title or reason, URL."""
    number = f"#{page.article_id}" if page.article_id is not None else ""
    about = page.title or ""
    if page.reason:
        about = f"{page.reason}: {page.detail or page.title or ''}".rstrip(": ")
    elif page.detail:
        about += f" ({page.detail})"
    line = one_line(f"{_(page.outcome.value):<9} {number:>6}  {about}  {page.url}")
    if verbose and page.snapshot_id is not None:
        details = _(
            "snapshot {snapshot}, version {version}, {captions} captions, {removed} blocks removed",
            snapshot=page.snapshot_id,
            version=page.version or "-",
            captions=page.captions,
            removed=page.removed,
        )
        line += f"\n{'':18}{details}"
    return line


def page_json(page: "PageDone") -> str:
    """One page of a run as JSON."""
    from danvan_cli.export.jsonl import line

    return line(asdict(page))


def summary(report: "RunReport") -> str:
    """The last line of a run: how many pages, by outcome, the failures by reason, how long."""
    from danvan_cli.workflows.report import counted

    total = sum(report.counts.values())
    seconds = f"{report.elapsed_s:.1f}"
    text = ngettext("{count} page in {seconds} s", "{count} pages in {seconds} s", total, seconds=seconds)
    if report.counts:
        text += f": {counted({_(outcome): count for outcome, count in report.counts.items()})}"
    if report.reasons:
        text += f" ({counted(report.reasons)})"
    if report.besides:
        text += _("; besides: {counts}", counts=counted(report.besides))
    if report.interrupted:
        text += _("; interrupted, everything listed is stored: run the command again for the rest")
    return text


def reread_json(reread: "Reread") -> str:
    """A version that was read again as JSON: which, what became of it, and each field's old and new value."""
    from danvan_cli.export.jsonl import line

    page = reread.page
    value = {
        "url": page.url,
        "article_id": page.article_id,
        "version": page.version,
        "snapshot_id": page.snapshot_id,
        "source": reread.source,
        "outcome": page.outcome,
        "reason": page.reason,
        "detail": page.detail,
        "changes": {name: asdict(difference) for name, difference in reread.differences.items()},
    }
    return line(value)


def changed_fields(report: "ReparseReport") -> Iterator[str]:
    """A table, newspaper by newspaper: in how many versions each field differs."""
    rows = sorted(report.fields.items(), key=lambda row: (row[0][0] or "", -row[1], row[0][1]))
    width = max((len(source or "") for (source, _), _ in rows), default=0)
    for (source, name), count in rows:
        yield f"{source or '-':<{width}}  {name:<20} {count:>8}"
    if report.dry_run:
        yield _("Nothing was stored: --dry-run.")


# --- articles -----------------------------------------------------------------------------------


def stored_json(stored: "StoredArticle") -> str:
    """The article's record, as `export jsonl` writes it."""
    from danvan_cli.export.jsonl import line
    from danvan_cli.export.record import record

    return line(record(stored))


def article(stored: "StoredArticle") -> str:
    """The article as a page to read, and below it what the archive knows about it."""
    from danvan_cli.export.text import page

    about = [
        _(
            "#{id}, version {version} of {versions}, {status}",
            id=stored.id,
            version=stored.version,
            versions=stored.versions,
            status=_(stored.status),
        ),
        stored.url,
        _(
            "captured {moment} UTC, snapshot {snapshot}",
            moment=f"{stored.captured_at:%Y-%m-%d %H:%M:%S}",
            snapshot=stored.snapshot_id,
        ),
    ]
    if stored.article.problem:
        about.append(_("problem: {problem}", problem=stored.article.problem))
    return page(stored) + "\n" + "\n".join(one_line(line) for line in about)


def captions(found: "Article") -> str:
    """One caption a paragraph: text, credit, image."""
    shown = (
        "\n".join(one_line(part) for part in (caption.text, caption.credit, caption.image_url) if part)
        for caption in found.captions
    )
    return "\n\n".join(shown)


# --- search -------------------------------------------------------------------------------------


def found(query: str | None, shown: int, total: int, ranked: int) -> str:
    """The last line of a search: how many there are, and how far they were compared."""
    if not total:
        return _("No article.") if query is None else _("Nothing found for {query!r}.", query=query)
    text = ngettext("{count} article", "{count} articles", total)
    if shown < total:
        text = _("{shown} of {articles}", shown=shown, articles=text)
    if 0 < ranked < total:
        text += _("; the best of the {ranked} that were archived last: it is a very common word", ranked=ranked)
    return text


def hit(found: "Hit") -> str:
    """A search result: number, day, title, and where the words stand."""
    stored = found.article
    day = stored.article.published_at or stored.captured_at
    lines = (
        f"#{stored.id}  {day:%d/%m/%Y}  {one_line(stored.article.title or stored.url)}",
        f"    {_highlighted(found.snippet)}",
        f"    {one_line(stored.url)}",
    )
    return "\n".join(lines)


def hit_json(found: "Hit") -> str:
    """A search result as JSON: the article's record, the snippet with ``[…]`` around the words, the score."""
    from danvan_cli.export.jsonl import line
    from danvan_cli.export.record import record

    snippet = inert(found.snippet.replace("\x02", "[").replace("\x03", "]"))
    return line({**record(found.article), "snippet": snippet, "score": found.score})


def _highlighted(snippet: str) -> str:
    """The snippet on one line, the words that match in bold on a terminal."""
    coloured = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    parts = snippet.replace("\x03", "\x02").split("\x02")
    words = (one_line(f"|{part}|")[1:-1] for part in parts)
    return "".join(
        typer.style(word, bold=True) if coloured and number % 2 else word for number, word in enumerate(words)
    )


# --- packages -----------------------------------------------------------------------------------


def findings(check: "ExportCheck", *, as_json: bool) -> Iterator[str]:
    """A line a fault: its slug, its place, what is there."""
    from danvan_cli.export.jsonl import line

    for found in check.findings:
        if as_json:
            yield line({"package": str(check.path), "fault": found.fault, "where": found.where, "detail": found.detail})
        else:
            yield one_line(f"{found.fault:<18}  {found.where}  {found.detail}")


def check_summary(check: "ExportCheck") -> str:
    """How much was read, and how many faults of each kind there are."""
    from danvan_cli.workflows.report import counted

    text = ngettext("{path}: {count} record", "{path}: {count} records", check.records, path=check.path)
    return text + (_(", faults: {counts}", counts=counted(check.counts)) if check.counts else _(", no fault"))


# --- newspapers ---------------------------------------------------------------------------------


def sources(profiles: Sequence["Profile"], *, as_json: bool) -> Iterator[str]:
    """Every newspaper, one a line: id, name, province of today, hosts."""
    from danvan_cli.export.jsonl import line

    width = max((len(profile.id) for profile in profiles), default=0)
    for profile in profiles:
        source = profile.source
        if source is None:
            continue
        hosts = [domain.host for domain in source.domains]
        if as_json:
            yield line(
                {
                    "id": source.id,
                    "name": source.name,
                    "province": source.province,
                    "province_before": source.province_before,
                    "home_url": source.home_url,
                    "hosts": hosts,
                    "family": profile.family,
                }
            )
        else:
            yield f"{source.id:<{width}}  {source.name} ({source.province or _('central')})  {' '.join(hosts)}"


def profile_json(profile: "Profile") -> str:
    """A profile, resolved, as JSON."""
    from danvan_cli.export.jsonl import line

    return line(profile.model_dump(mode="json"))


def profile(found: "Profile") -> str:
    """A profile, resolved: one key a line, as its TOML would have it; keys that say nothing are left out."""
    return "\n".join(_toml_lines(found.model_dump(mode="json", exclude_defaults=True), ""))


def _toml_lines(value: object, path: str) -> Iterator[str]:
    from danvan_cli.export.jsonl import line

    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _toml_lines(inner, f"{path}.{key}" if path else key)
    elif isinstance(value, list) and value and isinstance(value[0], dict):
        for number, inner in enumerate(value):
            yield from _toml_lines(inner, f"{path}[{number}]")
    elif value not in (None, [], ()):
        yield f"{path} = {line(value)}"
