"""Arrays of NumPy: small views of a large one, and objects in one."""

import numpy

from known import PAYLOAD_SIZE, captured, payload


class Item:
    def __init__(self):
        self.data = payload()


large = numpy.zeros(1_000_000)
windows = [numpy.zeros(100_000)[:4] for _ in range(5)]
items = numpy.array([Item() for _ in range(40)], dtype=object)

captured(
    **{"class": "__main__.Item"},
    count=40,
    path=["__main__", "items", 0],
    holder="items",
    bytes=40 * PAYLOAD_SIZE,
    also=[["large", 8_000_000], ["windows", 5 * 800_000]],
)
