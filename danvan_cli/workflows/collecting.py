"""Garbage collection, put off while one page is read."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """No cyclic collection while the block runs, as far as this thread is concerned; afterwards all is as it was.

    A page's tree is thousands of small objects that live for milliseconds and point at one another. Collecting in
    the middle finds nothing and costs an eighth of the time; one collection after the page finds all of it. Memory is
    bounded by one page. Where two threads overlap, the first one that began turns collection on again.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
