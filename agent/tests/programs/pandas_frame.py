"""A frame of pandas with a column of objects."""

import pandas

from known import PAYLOAD_SIZE, captured, payload


class Cell:
    def __init__(self):
        self.data = payload()


frame = pandas.DataFrame({"n": range(50_000), "m": [0.5] * 50_000})
cells = pandas.Series([Cell() for _ in range(40)], dtype=object)

captured(
    **{"class": "__main__.Cell"},
    count=40,
    path=["__main__", "cells"],
    holder="cells",
    bytes=40 * PAYLOAD_SIZE,
    also=[["frame", 800_000]],
)
