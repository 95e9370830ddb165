"""The object `snapshot` of a capture: its layout, and what is known of the process."""

import gc
import os
import struct
import sys
import time

from .layout import FORMAT_META

AGENT_VERSION = "0.1.0"
CAPTURE_FORMAT = 1


def capture_header(capture, facts, frozen, redactor):
    argv = [text for text in sys.argv if type(text) is str] if hasattr(sys, "argv") else []
    py = {
        "format": CAPTURE_FORMAT,
        "agent": AGENT_VERSION,
        "accelerator": capture.accelerated,
        "byAddress": capture.accelerated or capture.by_address,
        "python": {
            "version": sys.version.split()[0],
            "implementation": sys.implementation.name,
            "debug": hasattr(sys, "gettotalrefcount"),
            "pointerBits": 8 * struct.calcsize("P"),
            "platform": sys.platform,
        },
        "argv": [redactor.text(text) for text in argv] if redactor else argv,
        "pid": os.getppid() if capture.forked else os.getpid(),
        "time": capture.time,
        "pause": capture.pause if capture.forked else time.perf_counter() - capture.clock,
        "took": time.perf_counter() - capture.clock,
        "forked": capture.forked,
        "collected": capture.collected,
        "redacted": capture.redact,
        "gc": {
            "enabled": capture.gc_enabled,
            "thresholds": list(gc.get_threshold()),
            "counts": list(capture.gc_counts),
            "stats": gc.get_stats(),
            "frozen": frozen,
        },
    }
    if capture.memory:
        py["memory"] = redactor.memory(capture.memory) if redactor else capture.memory
    py.update(facts)
    return {"meta": FORMAT_META, "root_index": 0, "py": py}
