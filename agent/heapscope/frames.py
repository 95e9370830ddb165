"""Threads, their frames and variables, taken before anything else so that they are from one moment."""

import gc
import sys
import threading

from .fast_locals import find_offset, read_variables
from .places import code_place
from .thread_states import KeptOfThread

FAST_LOCALS_PINNED = sys.version_info < (3, 13)
FLAG_NEW_LOCALS = 2


FAST_LOCALS = find_offset()


def frame_variables(frame):
    """[(name, value)] of a frame's variables; of a module's frame none, as its globals show them."""
    if not frame.f_code.co_flags & FLAG_NEW_LOCALS:
        return []
    if FAST_LOCALS is not None:
        return read_variables(frame, FAST_LOCALS)
    variables = frame.f_locals
    found = [(name, value) for name, value in list(variables.items()) if type(name) is str]
    if FAST_LOCALS_PINNED:
        unpin(frame, variables)
    return found


def unpin(frame, variables):
    """Empties the dictionary that `f_locals` left in the frame, unless somebody else holds it or traces the frame."""
    # Held by the frame, by the caller's and this variable, and for the calls.
    if sys.gettrace() is None and frame.f_trace is None and sys.getrefcount(variables) <= 5:
        code = frame.f_code
        for name in code.co_varnames + code.co_cellvars + code.co_freevars:
            variables.pop(name, None)


class ThreadState:
    """One thread: its name, and (label, variables) of each frame from the innermost."""

    def __init__(self, ident, name, daemon, frames):
        self.ident = ident
        self.name = name
        self.daemon = daemon
        self.frames = frames
        self.kept = KeptOfThread()

    def label(self):
        return "thread %s (%d)" % (self.name, self.ident)


def take_threads(own_namespaces):
    """All threads. Frames whose globals are the agent's are left out. The collector must be off (cpython#106883)."""
    assert not gc.isenabled()
    known = {thread.ident: thread for thread in list(threading._active.values())}
    taken = []
    for ident, frame in sys._current_frames().items():
        thread = known.get(ident)
        name = thread._name if thread is not None else "unknown"
        frames = []
        while frame is not None:
            if id(frame.f_globals) not in own_namespaces:
                frames.append((code_place(frame.f_code, frame.f_lineno or 0), frame_variables(frame)))
            frame = frame.f_back
        daemon = bool(thread._daemonic) if thread is not None else False
        taken.append(ThreadState(ident, name if type(name) is str else "unknown", daemon, frames))
    return taken

