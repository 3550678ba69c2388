"""What a run did, and the exit code that says so."""

from collections import Counter
from collections.abc import Iterable, Mapping
from urllib.parse import urlsplit

from danvan_cli.errors import ExitCode
from danvan_cli.model import Outcome, PageDone, RunReport

FAIL_OVER = 0.5
"""From this share of failures on, a run that archived something has failed all the same."""

BLOCKED = frozenset({"http-401", "http-403", "http-407", "http-429", "http-451", "challenge"})
"""The host answered, and does not want us."""

ROBOTS = frozenset({"robots", "robots-unreachable"})
"""robots.txt, or its absence behind a server error (RFC 9309 §2.3.1.4), refused the page."""

NETWORK = frozenset({"dns", "refused", "unreachable", "connect-timeout", "total-timeout", "reset", "empty-reply"})
"""Nothing came back: one host's trouble, or ours when it is all of them."""

DAMAGED = "damaged"
"""The archive holds a capture whose bytes are not those that were captured."""


def summarise(
    pages: Iterable[PageDone],
    *,
    counted: Mapping[Outcome, int] | None = None,
    besides: Mapping[str, int] | None = None,
    run_id: int | None = None,
    elapsed_s: float = 0.0,
    signal: int | None = None,
) -> RunReport:
    """The pages of a run with their counts by outcome and their failures by reason, most frequent first.

    ``counted`` are more pages, of which nothing but their number by outcome was kept; ``besides`` is what was
    neither a page nor a failure, by slug.
    """
    done = tuple(pages)
    outcomes = Counter(page.outcome for page in done) + Counter(counted)
    reasons = Counter(page.reason or "unknown" for page in done if page.outcome.is_failure)
    return RunReport(
        run_id=run_id,
        pages=done,
        counts={outcome.value: outcomes[outcome] for outcome in Outcome if outcomes[outcome]},
        reasons=dict(reasons.most_common()),
        besides=dict(Counter(besides).most_common()),
        elapsed_s=elapsed_s,
        interrupted=signal is not None,
        signal=signal,
    )


def exit_code(report: RunReport, *, fail_over: float = FAIL_OVER) -> ExitCode:
    """What the run returns to the shell.

    A run that was interrupted says by which signal, one that met damage in the archive says that. One that
    archived nothing says why, where its failures agree: robots.txt, a host that blocks, or no network (two hosts
    or more; one silent host is that host's failure).
    """
    if report.interrupted:
        return ExitCode(128 + report.signal) if report.signal else ExitCode.SIGINT
    failed = sum(1 for _ in report.failures())
    if not failed:
        return ExitCode.OK
    if DAMAGED in report.reasons:
        return ExitCode.INTEGRITY
    total = sum(report.counts.values()) + sum(report.besides.values())
    if failed == total:
        return _nothing_succeeded(report)
    too_many = failed >= 2 and failed / total >= fail_over
    return ExitCode.FAILED if too_many else ExitCode.PARTIAL


def _nothing_succeeded(report: RunReport) -> ExitCode:
    reasons = frozenset(report.reasons)
    if reasons <= ROBOTS:
        return ExitCode.ROBOTS
    if reasons <= BLOCKED:
        return ExitCode.BLOCKED
    hosts = {urlsplit(page.url).hostname for page in report.failures()}
    return ExitCode.NETWORK if reasons <= NETWORK and len(hosts) > 1 else ExitCode.FAILED


def counted(counts: Mapping[str, int]) -> str:
    """``{"dns": 2, "http-404": 1}`` as ``dns: 2, http-404: 1``."""
    return ", ".join(f"{name}: {count}" for name, count in counts.items())
