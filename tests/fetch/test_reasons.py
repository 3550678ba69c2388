"""The closed set of reasons."""

import pickle

import pytest

from danvan_cli.fetch.reasons import Reason

SLUGS = [
    "total-timeout",
    "connect-timeout",
    "too-large",
    "bad-encoding",
    "truncated",
    "blocked-address",
    "bad-scheme",
    "bad-url",
    "dns",
    "refused",
    "unreachable",
    "reset",
    "empty-reply",
    "tls",
    "tls-old",
    "protocol",
    "redirect-loop",
    "too-many-redirects",
    "bad-redirect",
    "robots",
    "robots-unreachable",
]


def test_the_set_is_closed():
    assert sorted(Reason) == sorted(SLUGS)


@pytest.mark.parametrize("reason", Reason)
def test_a_reason_is_its_slug_has_a_meaning_and_survives_pickling(reason):
    assert str(reason) == reason == reason.value
    assert reason.meaning
    assert "\n" not in reason.meaning
    assert pickle.loads(pickle.dumps(reason)) is reason  # noqa: S301 - our own bytes


def test_what_is_tried_again_at_once_is_also_worth_a_later_run():
    transient = {reason for reason in Reason if reason.is_transient}
    assert transient == {"reset", "empty-reply", "connect-timeout"}
    assert all(reason.is_retryable for reason in transient)


@pytest.mark.parametrize("slug", ["robots", "blocked-address", "bad-url", "too-large", "bad-encoding"])
def test_what_lies_in_the_page_is_not_worth_a_later_run(slug):
    assert not Reason(slug).is_retryable
