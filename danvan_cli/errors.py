"""What stops a run, and the exit code each reason returns.

    DanvanError                 1  error       unexpected: a bug
    ├── UsageError              2  usage       bad flag, argument, URL list
    │   ├── ConfigError         2  usage       danvan.toml, environment
    │   └── ProfileError        2  usage       a newspaper's TOML
    ├── NotFoundError           4  failed      no such article, file or snapshot
    ├── StorageError           10  storage     disk full, locked, read-only, not an archive
    │   └── SchemaTooNewError  10  storage     written by a newer danvan
    ├── IntegrityError          9  integrity   the archive is damaged
    └── BusyError              75  busy        another run holds the lock

Per-page failures are values counted in a ``RunReport``, never exceptions.
"""

from enum import IntEnum
from typing import ClassVar


class ExitCode(IntEnum):
    """What a command returns to the shell; cron and systemd act on it."""

    OK = 0
    ERROR = 1
    USAGE = 2
    PARTIAL = 3
    FAILED = 4
    NETWORK = 5
    BLOCKED = 6
    ROBOTS = 7
    DRIFT = 8
    INTEGRITY = 9
    STORAGE = 10
    FOUND = 20
    BUSY = 75
    SIGINT = 130
    SIGTERM = 143

    @staticmethod
    def most_severe(codes: "set[ExitCode]") -> "ExitCode":
        """The one code a run returns when several apply.

        >>> ExitCode.most_severe({ExitCode.PARTIAL, ExitCode.STORAGE}).name
        'STORAGE'
        >>> ExitCode.most_severe(set()).name
        'OK'
        """
        return next((code for code in _BY_SEVERITY if code in codes), ExitCode.OK)


_BY_SEVERITY = (
    ExitCode.SIGTERM,
    ExitCode.SIGINT,
    ExitCode.USAGE,
    ExitCode.BUSY,
    ExitCode.INTEGRITY,
    ExitCode.STORAGE,
    ExitCode.ERROR,
    ExitCode.FAILED,
    ExitCode.DRIFT,
    ExitCode.NETWORK,
    ExitCode.BLOCKED,
    ExitCode.ROBOTS,
    ExitCode.PARTIAL,
    ExitCode.FOUND,
)


class DanvanError(Exception):
    """Something that stops the run: a message for people, and what to try next.

    ``hint`` is None where nothing useful can be suggested.
    """

    exit_code: ClassVar[ExitCode] = ExitCode.ERROR

    def __init__(self, message: str, *, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class UsageError(DanvanError):
    """The command line, or a list of URLs, asks for something that cannot be."""

    exit_code = ExitCode.USAGE


class ConfigError(UsageError):
    """danvan.toml or a DANVAN_* variable holds an unknown key or an unusable value."""


class ProfileError(UsageError):
    """A newspaper's profile has an unknown key, a bad selector or a family that does not exist."""


class NotFoundError(DanvanError):
    """The article, snapshot or file that was named is not there."""

    exit_code = ExitCode.FAILED


class StorageError(DanvanError):
    """The archive cannot be written or opened: disk full, locked, read-only, or not an archive."""

    exit_code = ExitCode.STORAGE


class SchemaTooNewError(StorageError):
    """The archive was written by a newer danvan; this one leaves it untouched."""


class IntegrityError(DanvanError):
    """Bytes in the archive do not match their digest, or SQLite reports damage."""

    exit_code = ExitCode.INTEGRITY


class BusyError(DanvanError):
    """Another run holds the lock on this archive."""

    exit_code = ExitCode.BUSY
