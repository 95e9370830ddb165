"""A queue that nobody takes from."""

import collections

from known import PAYLOAD_SIZE, captured, payload, size_of


class Event:
    __slots__ = ("data", "__weakref__")

    def __init__(self):
        self.data = payload()


queue = collections.deque()
for _ in range(110):
    queue.append(Event())

captured(
    **{"class": "__main__.Event"},
    count=110,
    path=["__main__", "queue", 0],
    holder="queue",
    bytes=size_of(queue) + 110 * (PAYLOAD_SIZE + size_of(Event())),
)
