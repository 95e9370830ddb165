"""A capture without a fork, while the program's other threads want to run.

They get their turn when a part is written, and else as seldom as is wise: what was read stays true the longer for it.
Python hands the turn over after the switch interval, and takes it back after the same time: with a long one each turn
of a busy thread costs as long. So there are few turns, between blocks of some megabytes.
"""

import sys
import time

from .forking import CaptureError
from .segments import Segment

WALKING_INTERVAL = 0.1
WRITING_INTERVAL = 1e-6
BLOCK_BYTES = 2 << 20


class CalmThreads:
    """Between `begin` and `end` the switch interval is ours. `deadline`: of `time.monotonic()`.

    No context manager: its `__exit__` would be an object of ours that only the interpreter's stack holds.
    """

    def __init__(self, deadline):
        self.deadline = deadline
        self.begun = False

    def begin(self):
        self.interval = sys.getswitchinterval()
        self.begun = True
        sys.setswitchinterval(WALKING_INTERVAL)

    def end(self):
        self.begun = False
        sys.setswitchinterval(self.interval)

    def write(self, write, data):
        """Others may run meanwhile, but not for long. Raises CaptureError when the time is over."""
        if time.monotonic() > self.deadline:
            raise CaptureError("The capture was not ready in time. Give a longer timeout.")
        if self.begun:
            sys.setswitchinterval(WRITING_INTERVAL)
        try:
            write(data)
        finally:
            if self.begun:
                sys.setswitchinterval(WALKING_INTERVAL)


class CalmSegment(Segment):
    """Gathers blocks before it writes."""

    def __init__(self, file, compress, calm):
        super().__init__(file, compress)
        self.calm = calm
        self.block = []
        self.waiting = 0

    def write(self, data):
        self.block.append(data)
        self.waiting += len(data)
        if self.waiting >= BLOCK_BYTES:
            self.write_block()

    def write_block(self):
        block, self.block, self.waiting = b"".join(self.block), [], 0
        self.calm.write(super().write, block)

    def finish(self):
        self.write_block()
        super().finish()
