"""Cycles of objects with a finalizer, which the collector frees all the same once it runs."""

import gc

from known import captured


class Handle:
    def __init__(self):
        self.me = self

    def __del__(self):
        pass


class Kept(Handle):
    pass


gc.disable()
for _ in range(50):
    Handle()
gc.collect()
gc.disable()
kept = [Kept() for _ in range(30)]

captured(**{"class": "__main__.Kept"}, count=30, path=["__main__", "kept", 0], gone=["__main__.Handle"])
