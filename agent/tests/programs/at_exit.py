"""What only C holds: the functions to be called at the end."""

import atexit
import sys

from known import PAYLOAD_SIZE, captured, payload


class Cleanup:
    def __init__(self):
        self.data = payload()

    def __call__(self):
        pass


for _ in range(45):
    atexit.register(Cleanup())

# Up to 3.9 the module shows them.
holder = "atexit callbacks" if sys.version_info >= (3, 10) else "atexit"
captured(**{"class": "__main__.Cleanup"}, count=45, path=[holder], bytes=45 * PAYLOAD_SIZE)
