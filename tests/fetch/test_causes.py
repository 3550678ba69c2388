"""The system's error under what the libraries wrap it in."""

import errno
import ssl

import pytest

from danvan_cli.fetch.causes import causes, network_trouble
from danvan_cli.fetch.target import parse_target

HTTP = parse_target("http://bao.example/")
HTTPS = parse_target("https://bao.example/")


def wrapped(cause: BaseException) -> Exception:
    """``cause`` as libraries hand it on: inside a group, inside another exception."""
    problem = RuntimeError("all connection attempts failed")
    problem.__cause__ = BaseExceptionGroup("attempts", [cause])
    return problem


@pytest.mark.parametrize(
    ("cause", "reason"),
    [
        (ConnectionRefusedError(errno.ECONNREFUSED, "refused"), "refused"),
        (ConnectionResetError(), "reset"),
        (BrokenPipeError(), "reset"),
        (OSError(errno.ENETUNREACH, "Network is unreachable"), "unreachable"),
        (OSError(errno.EHOSTUNREACH, "No route to host"), "unreachable"),
        (OSError("something else"), "unreachable"),
        (ssl.SSLError(1, "[SSL: UNSUPPORTED_PROTOCOL] unsupported protocol"), "tls"),
    ],
)
def test_a_connection_that_never_came_about_is_named_by_its_cause(cause, reason):
    trouble = network_trouble(wrapped(cause), HTTP, is_connected=False)
    assert trouble.reason == reason
    assert "bao.example" in trouble.detail


def test_what_gives_no_cause_is_told_by_when_it_happened():
    silent = RuntimeError()
    assert network_trouble(silent, HTTP, is_connected=True).reason == "reset"
    assert network_trouble(silent, HTTPS, is_connected=False).reason == "tls"
    assert network_trouble(silent, HTTP, is_connected=False).reason == "unreachable"


@pytest.mark.parametrize("name", ["UNSUPPORTED_PROTOCOL", "TLSV1_ALERT_PROTOCOL_VERSION", "DH_KEY_TOO_SMALL"])
def test_old_encryption_is_told_apart(name):
    problem = ssl.SSLError(1, name)
    problem.reason = name
    assert network_trouble(wrapped(problem), HTTPS, is_connected=False).reason == "tls-old"


def test_causes_in_a_circle_come_to_an_end():
    first, second = ValueError(), KeyError()
    first.__context__, second.__cause__ = second, first
    assert list(causes(first)) == [first, second]
