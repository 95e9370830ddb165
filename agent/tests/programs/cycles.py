"""Parents and children that only hold each other, while nobody collects."""

import gc

from known import PAYLOAD_SIZE, captured, payload


class Child:
    def __init__(self, parent):
        self.parent = parent
        self.data = payload()


class Parent:
    def __init__(self):
        self.child = Child(self)


gc.disable()
for _ in range(80):
    Parent()

captured(
    **{"class": "__main__.Parent"},
    count=80,
    path=["(unreachable cycles)"],
    holder="(unreachable cycles)",
    bytes=80 * PAYLOAD_SIZE,
)
