"""Jobs for worker processes: a spawned process imports them by name, so they stand in a module of their own."""

import os
import signal
import threading


def pid_and_square(number: int) -> tuple[int, int]:
    """Who computed it, and what."""
    return os.getpid(), number * number


def length(body: bytes) -> int:
    """Of a value that is larger than a pipe holds."""
    return len(body)


def nothing(_: int) -> None:
    """A result that is None is a result."""


def killed_over_13(number: int) -> int:
    """What the kernel does to a process that takes too much memory."""
    if number == 13:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def raises_over_odd(number: int) -> int:
    """A job that breaks its promise."""
    if number % 2:
        os._exit(7)
    return number


def interrupts_itself(number: int) -> int:
    """Ctrl-C and SIGTERM as a terminal and a service manager send them: to every process of the group."""
    os.kill(os.getpid(), signal.SIGINT)
    os.kill(os.getpid(), signal.SIGTERM)
    return number


def hangs_over_zero(number: int) -> int:
    """Works for longer than anybody waits."""
    if number == 0:
        threading.Event().wait(600)
    return number
