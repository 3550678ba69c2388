import multiprocessing
import os
import select
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from danvan_cli.workflows.pool import Crashed, spread, usable_cores
from tests.support import jobs

ROOT = str(Path(__file__).parents[2])

posix_only = pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")


def keyed(count: int) -> Iterator[tuple[str, int]]:
    return ((f"#{number}", number) for number in range(count))


def ended(pid: int, *, within_s: float = 10) -> bool:
    """Whether a process that is not our child ends in that time."""
    try:
        handle = os.pidfd_open(pid)
    except ProcessLookupError:
        return True
    try:
        return bool(select.select([handle], [], [], within_s)[0])
    finally:
        os.close(handle)


@pytest.mark.parametrize("count", [1, 2, 3])
def test_every_value_gives_its_result_in_order_whoever_computes_it(count: int) -> None:
    keys, results = zip(*spread(jobs.pid_and_square, keyed(60), jobs=count), strict=True)
    assert keys == tuple(f"#{number}" for number in range(60))
    assert [square for _, square in results] == [number * number for number in range(60)]
    workers = {pid for pid, _ in results}
    assert (os.getpid() in workers) == (count == 1)
    assert len(workers) <= count


def test_nothing_to_do_starts_nobody_and_one_value_one_process() -> None:
    assert list(spread(jobs.length, iter([]), jobs=4)) == []
    ((_, result),) = spread(jobs.pid_and_square, keyed(1), jobs=64)
    assert not isinstance(result, Crashed)
    assert result[0] != os.getpid()


def test_a_result_that_is_none_is_a_result() -> None:
    assert list(spread(jobs.nothing, keyed(5), jobs=2)) == [(f"#{number}", None) for number in range(5)]


def test_values_larger_than_a_pipe_pass() -> None:
    bodies = [(size, bytes(size)) for size in (0, 1 << 16, 3 << 20, 1)]
    assert list(spread(jobs.length, bodies, jobs=2)) == [(size, size) for size in (0, 1 << 16, 3 << 20, 1)]


@posix_only
def test_a_killed_worker_takes_one_value_with_it_and_the_rest_is_done() -> None:
    results = dict(spread(jobs.killed_over_13, keyed(40), jobs=2))
    assert results.pop("#13") == Crashed(exit_code=-9)
    assert list(results.values()) == [number for number in range(40) if number != 13]


def test_workers_that_die_again_and_again_are_replaced_as_often() -> None:
    results = [result for _, result in spread(jobs.raises_over_odd, keyed(10), jobs=2)]
    assert results == [Crashed(exit_code=7) if number % 2 else number for number in range(10)]
    assert str(results[1]) == "its worker process ended with code 7"


@posix_only
def test_workers_are_deaf_to_the_signals_that_a_whole_group_gets() -> None:
    assert [result for _, result in spread(jobs.interrupts_itself, keyed(4), jobs=2)] == [0, 1, 2, 3]


def test_values_are_read_only_as_far_ahead_as_keeps_the_workers_busy() -> None:
    asked = []

    def values() -> Iterator[tuple[int, int]]:
        for number in range(10_000):
            asked.append(number)
            yield number, number

    with closing(spread(jobs.pid_and_square, values(), jobs=2)) as results:
        for key, _ in results:
            assert len(asked) - key <= 2 * 16 + 1, "results wait for nobody"
            if key == 100:
                break
    assert len(asked) < 150


def test_closing_ends_workers_that_are_at_work() -> None:
    with closing(spread(jobs.hangs_over_zero, [(number, number) for number in (1, 0)], jobs=2)) as results:
        assert next(results) == (1, 1)
        workers = multiprocessing.active_children()
        assert len(workers) == 2
    assert [worker.is_alive() for worker in workers] == [False, False]


def test_an_exception_out_of_the_values_ends_the_workers_and_passes() -> None:
    def values() -> Iterator[tuple[int, int]]:
        yield from ((number, number) for number in range(1, 3))
        yield 0, 0
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        list(spread(jobs.hangs_over_zero, values(), jobs=2))
    assert multiprocessing.active_children() == []


@pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="watching a foreign process needs Linux")
def test_when_the_parent_is_killed_its_workers_end_by_themselves() -> None:
    code = (
        "import sys\n"
        "from danvan_cli.workflows.pool import spread\n"
        "from tests.support import jobs\n"
        "if __name__ == '__main__':\n"
        "    values = ((n, n) for n in range(1000))\n"
        "    for _, (pid, _) in spread(jobs.pid_and_square, values, jobs=2):\n"
        "        print(pid, flush=True)\n"
        "        sys.stdin.read(1)\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": ROOT},
    ) as parent:
        assert parent.stdout
        worker = int(parent.stdout.readline())
        assert not ended(worker, within_s=0), "the worker waits for work"
        parent.kill()
    assert ended(worker)


def test_there_is_at_least_one_core() -> None:
    assert 1 <= usable_cores() <= (os.cpu_count() or 1)
