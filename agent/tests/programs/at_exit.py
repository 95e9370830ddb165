"""What only C holds: the functions to be called at the end."""

import atexit

from known import PAYLOAD_SIZE, captured, payload


class Cleanup:
    def __init__(self):
        self.data = payload()

    def __call__(self):
        pass


for _ in range(45):
    atexit.register(Cleanup())

captured(**{"class": "__main__.Cleanup"}, count=45, path=["atexit callbacks"], bytes=45 * PAYLOAD_SIZE)
