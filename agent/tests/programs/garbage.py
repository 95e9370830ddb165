"""What the collector was told to keep."""

import gc

from known import PAYLOAD_SIZE, captured, payload


class Node:
    def __init__(self):
        self.me = self
        self.data = payload()


gc.set_debug(gc.DEBUG_SAVEALL)
for _ in range(35):
    Node()
gc.collect()
gc.set_debug(0)

captured(
    **{"class": "__main__.Node"},
    count=35,
    path=["(gc.garbage)"],
    bytes=35 * PAYLOAD_SIZE,
)
