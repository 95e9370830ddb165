"""What objects of CPython really take: `python figures.py` prints it for the interpreter that runs it.

Bytes are those that the allocator gave out, as tracemalloc counts them, for each of many objects: the object, its share of
a table of attributes, and its collector's header; not the values, which are the same for all, unless it says so.
"""

import array
import collections
import gc
import random
import sys
import tracemalloc

COUNT = 100_000


class WithDict:
    def __init__(self, x, y):
        self.x = x
        self.y = y


class WithSlots:
    __slots__ = ("x", "y")

    def __init__(self, x, y):
        self.x = x
        self.y = y


class SlotsLost(WithDict):
    """A class with slots whose base has none: instances still have room for a dictionary."""

    __slots__ = ("z",)


Point = collections.namedtuple("Point", "x y")


def touched(x, y):
    made = WithDict(x, y)
    vars(made)
    return made


def per_object(make):
    """Bytes a call of `make` leaves allocated."""
    kept = [None] * COUNT
    gc.collect()
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    for i in range(COUNT):
        kept[i] = make()
    after = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    return (after - before) / COUNT


FIGURES = [
    ("instance with two attributes", lambda: WithDict(1, 2)),
    ("the same after vars(), or any look at __dict__", lambda: touched(1, 2)),
    ("instance with two slots", lambda: WithSlots(1, 2)),
    ("two attributes, slots lost to a base class", lambda: SlotsLost(1, 2)),
    ("named tuple of two", lambda: Point(1, 2)),
    ("tuple of two", lambda: tuple([1, 2])),
    ("dict of two", lambda: {"x": 1, "y": 2}),
    ("list of two", lambda: [1, 2]),
    ("float", lambda: random.random()),
    ("int from 2**30 on", lambda: random.getrandbits(40) | 1 << 40),
    ("str of ten ASCII characters", lambda: "%010d" % random.getrandbits(32)),
    ("number in array('d')", None),
]


def main():
    random.seed(1)
    print("CPython %d.%d.%d, bytes each:" % sys.version_info[:3])
    for name, make in FIGURES:
        size = array.array("d").itemsize if make is None else per_object(make)
        print("%7.0f  %s" % (size, name))


if __name__ == "__main__":
    main()
