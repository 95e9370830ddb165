"""A list that a function holds while it goes on."""

import threading

from known import PAYLOAD_SIZE, captured, payload, size_of

ready = threading.Event()
end = threading.Event()


class Row:
    __slots__ = ("data",)

    def __init__(self):
        self.data = payload()


def load():
    rows = [Row() for _ in range(90)]
    ready.set()
    end.wait()
    return rows


thread = threading.Thread(target=load, name="loader", daemon=True)
thread.start()
ready.wait()

captured(
    **{"class": "__main__.Row"},
    count=90,
    path=["(threads)", "rows", 0],
    holder="rows",
    bytes=90 * (PAYLOAD_SIZE + size_of(Row())),
)
end.set()
