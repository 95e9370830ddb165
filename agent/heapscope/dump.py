"""`dump`: one capture of this process's heap, written to a file."""

import gc
import time
from typing import Union

from .capture import Capture
from .capture_file import CaptureFile
from .forking import MEMORY_SIGNALS, CaptureError, can_fork, run_in_child
from .frames import take_threads
from .memory import process_memory
from .own import own_namespaces
from .thread_states import take_thread_states

NO_THREAD_LOCALS = "Thread locals by thread: this Python does not show where they are (no ctypes, or an unknown layout)."


class DumpResult:
    """What `dump` wrote: `path`, `bytes`, `objects`, `edges`, `seconds` in all, `pause` of the program's threads."""

    def __init__(self, path, bytes, objects, edges, seconds, pause):
        self.path = path
        self.bytes = bytes
        self.objects = objects
        self.edges = edges
        self.seconds = seconds
        self.pause = pause

    def __repr__(self):
        return "DumpResult(path=%r, bytes=%d, objects=%d, edges=%d, seconds=%.3f, pause=%.4f)" % (
            self.path,
            self.bytes,
            self.objects,
            self.edges,
            self.seconds,
            self.pause,
        )


def dump(
    path,
    *,
    traces: bool = True,
    redact: bool = False,
    collect: bool = False,
    fork: Union[bool, str] = "auto",
    timeout: float = 600
) -> DumpResult:
    """Writes a capture of this process's heap to `path`: gzip-compressed if it ends in `.gz`, else plain JSON.

    Returns when the file is complete; until then nothing stands under its name, and nothing is left of a failure.
    With `fork` (where the system allows it: "auto") a child writes it. Then the program's threads stand still for
    `pause` seconds only, and run on while the calling thread waits for the child. Without, the caller's thread walks
    the heap itself: others get to run now and then, so that what they change meanwhile may be seen before or after.
    Every object found is held until the end, for 8 bytes each, so that no address is used twice.

    `traces`: allocation stacks, if tracemalloc is tracing. `redact`: values are replaced, names of the program stay.
    `collect`: collects garbage first. `timeout`: seconds until a capture that does not finish is given up.

    Raises `CaptureError` if it fails, `OSError` if the file cannot be written.
    """
    try:
        return make_capture(path, traces, redact, collect, fork, timeout, False)
    except CaptureError as error:
        if error.signal not in MEMORY_SIGNALS:
            raise
    # An object was not as it is in all Pythons known: once more, in the way that asks Python alone.
    return make_capture(path, traces, redact, collect, fork, timeout, True)


def make_capture(path, traces, redact, collect, fork, timeout, careful):
    """As `dump`, once. `careful`: no object is read by its address."""
    started = time.time()
    file = CaptureFile(path)
    file.check_room()
    if collect:
        gc.collect()
    forks = can_fork() if fork == "auto" else bool(fork)
    if forks and not can_fork():
        raise CaptureError("This system does not allow a forked capture: call dump with fork=False.")
    memory = process_memory()
    clock = time.perf_counter()
    enabled = gc.isenabled()
    counts = gc.get_count()
    gc.disable()
    pauses = []
    try:
        threads = take_threads(own_namespaces())
        states_taken = take_thread_states(threads)
        capture = Capture(file, threads, memory, traces, redact, collect, forks, started, enabled, counts, careful)
        if not states_taken:
            capture.exclusions.append(NO_THREAD_LOCALS)

        def resume():
            if enabled:
                gc.enable()
            del threads[:]
            capture.threads = []
            pauses.append(time.perf_counter() - clock)

        capture.clock = clock
        if forks:
            result = run_in_child(capture.write, timeout, resume, file.discard)
        else:
            result = capture.write_here(timeout)
            resume()
    except BaseException:
        file.discard()
        raise
    finally:
        if enabled:
            gc.enable()
    return DumpResult(
        file.path, result["bytes"], result["objects"], result["edges"], time.time() - started, pauses[0]
    )
