import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danvan_cli import errors
from danvan_cli.errors import DanvanError, ExitCode

KINDS = {
    errors.DanvanError: 1,
    errors.UsageError: 2,
    errors.ConfigError: 2,
    errors.ProfileError: 2,
    errors.NotFoundError: 4,
    errors.IntegrityError: 9,
    errors.StorageError: 10,
    errors.SchemaTooNewError: 10,
    errors.BusyError: 75,
}
ENDINGS = frozenset(ExitCode) - {ExitCode.OK}


@pytest.mark.parametrize(("kind", "code"), KINDS.items(), ids=lambda value: getattr(value, "__name__", value))
def test_every_error_keeps_the_exit_code_its_readers_rely_on(kind: type[DanvanError], code: int) -> None:
    assert kind("không mở được").exit_code == code


def test_no_error_of_the_package_is_left_out_of_that_list() -> None:
    public = {item for item in vars(errors).values() if isinstance(item, type) and issubclass(item, DanvanError)}
    assert public == set(KINDS)


def test_the_message_is_what_people_read_and_the_hint_what_they_may_try() -> None:
    error = errors.NotFoundError("a.html: no such file", hint="name a saved page")
    assert (str(error), error.message, error.hint) == (
        "a.html: no such file",
        "a.html: no such file",
        "name a saved page",
    )
    assert errors.NotFoundError("a.html: no such file").hint is None


def test_an_error_survives_the_way_between_processes() -> None:
    back = pickle.loads(pickle.dumps(errors.BusyError("archive.db is in use", hint="wait")))  # noqa: S301
    assert (type(back), str(back), back.hint) == (errors.BusyError, "archive.db is in use", "wait")


def test_a_run_without_anything_to_report_is_ok() -> None:
    assert ExitCode.most_severe(set()) is ExitCode.OK
    assert ExitCode.most_severe({ExitCode.OK}) is ExitCode.OK


@pytest.mark.parametrize(
    ("lesser", "graver"),
    [
        (ExitCode.PARTIAL, ExitCode.FAILED),
        (ExitCode.PARTIAL, ExitCode.STORAGE),
        (ExitCode.FAILED, ExitCode.INTEGRITY),
        (ExitCode.STORAGE, ExitCode.SIGINT),
        (ExitCode.INTEGRITY, ExitCode.SIGTERM),
        (ExitCode.ROBOTS, ExitCode.BLOCKED),
        (ExitCode.FOUND, ExitCode.PARTIAL),
    ],
)
def test_of_two_endings_the_graver_one_is_returned(lesser: ExitCode, graver: ExitCode) -> None:
    assert ExitCode.most_severe({lesser, graver}) is graver


@given(st.sets(st.sampled_from(sorted(ENDINGS)), min_size=1))
def test_the_code_of_a_run_is_one_of_its_own_and_adding_lesser_ones_changes_nothing(codes: set[ExitCode]) -> None:
    worst = ExitCode.most_severe(codes)
    assert worst in codes
    assert all(ExitCode.most_severe({worst, code}) is worst for code in codes)
    assert ExitCode.most_severe(codes | {ExitCode.OK}) is worst
