"""A cache of results without a bound."""

import functools

from known import PAYLOAD_SIZE, captured, payload, size_of


class Result:
    __slots__ = ("data",)

    def __init__(self):
        self.data = payload()


@functools.lru_cache(maxsize=None)
def compute(n):
    return Result()


for i in range(120):
    compute(1000 + i)

captured(
    **{"class": "__main__.Result"},
    count=120,
    path=["__main__", "compute"],
    holder="compute",
    bytes=120 * (PAYLOAD_SIZE + size_of(compute(1000))),
)
