import signal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danvan_cli.errors import ExitCode
from danvan_cli.fetch.reasons import Reason
from danvan_cli.model import Outcome, PageDone
from danvan_cli.workflows import report
from danvan_cli.workflows.report import exit_code, summarise

NEW = PageDone(url="https://a.example/1", outcome=Outcome.NEW)
PROBLEM = PageDone(url="https://a.example/2", outcome=Outcome.PROBLEM, reason="no-readable-body")


def failed(reason: str, host: str = "a.example") -> PageDone:
    return PageDone(url=f"https://{host}/x", outcome=Outcome.FAILED, reason=reason)


@pytest.mark.parametrize(
    ("pages", "code"),
    [
        ([], ExitCode.OK),
        ([NEW], ExitCode.OK),
        ([PROBLEM, NEW], ExitCode.OK),
        ([PROBLEM], ExitCode.OK),
        ([NEW, failed("dns")], ExitCode.PARTIAL),
        ([NEW, NEW, NEW, failed("dns"), failed("dns")], ExitCode.PARTIAL),
        ([NEW, NEW, failed("dns"), failed("dns")], ExitCode.FAILED),
        ([failed("http-404")], ExitCode.FAILED),
        ([failed("robots"), failed("robots-unreachable")], ExitCode.ROBOTS),
        ([failed("http-403"), failed("http-429")], ExitCode.BLOCKED),
        ([failed("robots"), failed("http-403")], ExitCode.FAILED),
        ([failed("dns"), failed("refused", "b.example")], ExitCode.NETWORK),
        ([failed("dns"), failed("refused")], ExitCode.FAILED),
        ([failed("dns"), failed("http-404", "b.example")], ExitCode.FAILED),
    ],
)
def test_exit_codes(pages: list[PageDone], code: ExitCode) -> None:
    assert exit_code(summarise(pages)) is code


def test_the_share_from_which_a_run_has_failed_is_the_users() -> None:
    run = summarise([NEW, NEW, NEW, failed("dns"), failed("dns")])
    assert exit_code(run, fail_over=0.3) is ExitCode.FAILED
    assert exit_code(run, fail_over=0.5) is ExitCode.PARTIAL


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, ExitCode.SIGINT), (signal.SIGTERM, ExitCode.SIGTERM)])
def test_a_run_that_was_interrupted_says_by_what(number: int, code: ExitCode) -> None:
    assert exit_code(summarise([NEW, failed("dns")], signal=number)) is code


@given(st.lists(st.sampled_from([NEW, PROBLEM, failed("dns"), failed("http-404"), failed("robots")])))
def test_nothing_is_lost_in_the_counts(pages: list[PageDone]) -> None:
    run = summarise(pages)
    assert sum(run.counts.values()) == len(pages)
    assert sum(run.reasons.values()) == run.counts.get("failed", 0) == len(list(run.failures()))
    assert (exit_code(run) is ExitCode.OK) is (not run.reasons)


def test_every_reason_the_report_knows_of_the_network_can_happen() -> None:
    assert {str(reason) for reason in Reason} >= report.NETWORK | report.ROBOTS
