"""What runs inside a program that `sample` started: the collector's counts and pauses, and tracemalloc's sums."""

import _thread
import gc
import json
import os
import time
import tracemalloc
from typing import Any, Dict

# Young collections come hundreds of times a second. Shorter ones are not written, full ones always are.
LEAST_PAUSE = 0.001


class Reporter:
    """Writes lines to a pipe, and drops them (counted) rather than wait for whoever reads it."""

    def __init__(self, pipe: int):
        self.pipe, self.dropped, self.began = pipe, 0, 0.0

    def start(self, interval: float) -> None:
        """Reports from now on, every `interval` seconds and on collections, here but not in forked processes."""
        os.set_blocking(self.pipe, False)
        os.set_inheritable(self.pipe, False)
        gc.callbacks.append(self._on_collection)
        if hasattr(os, "register_at_fork"):
            os.register_at_fork(after_in_child=self._stop)
        _thread.start_new_thread(self._loop, (interval,))

    def _stop(self) -> None:
        self.pipe = -1
        gc.callbacks[:] = [callback for callback in gc.callbacks if callback != self._on_collection]

    def _loop(self, interval: float) -> None:
        while self.pipe >= 0:
            reading: Dict[str, Any] = {"gc": list(gc.get_count())}
            if tracemalloc.is_tracing():
                reading["traced"], reading["peak"] = tracemalloc.get_traced_memory()
            if self.dropped:
                reading["dropped"] = self.dropped
            self._write(reading)
            time.sleep(interval)

    def _on_collection(self, phase: str, info: Dict[str, int]) -> None:
        now = time.perf_counter()
        if phase == "start":
            self.began = now
            return
        took = now - self.began
        if took >= LEAST_PAUSE or info["generation"] == 2:
            event = {"t": time.time(), "event": "gc", "generation": info["generation"], "took": round(took, 6)}
            self._write({**event, "collected": info["collected"]})

    def _write(self, line: Dict[str, Any]) -> None:
        try:
            os.write(self.pipe, json.dumps(line).encode() + b"\n")
        except BlockingIOError:
            self.dropped += 1
        except OSError:
            self._stop()  # nobody reads any more


def report_to(pipe: int, interval: float, frames: int) -> None:
    """Begins to report to `pipe`; `frames`: of tracemalloc, 0 to leave it as it is."""
    if frames:
        tracemalloc.start(frames)
    Reporter(pipe).start(interval)
