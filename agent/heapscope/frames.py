"""Threads, their frames and variables, taken before anything else so that they are from one moment."""

import gc
import sys
import threading

from .previews import code_place

FAST_LOCALS_PINNED = sys.version_info < (3, 13)


def frame_variables(frame):
    """[(name, value)] of a frame's variables; of a module's frame none, as its globals show them.

    Up to 3.12 reading them stores a dictionary in the frame that would keep the values alive: it is emptied again,
    unless somebody else holds it or a trace function looks at it.
    """
    code = frame.f_code
    if not code.co_flags & 2:
        return []
    variables = frame.f_locals
    own = set(code.co_varnames + code.co_cellvars + code.co_freevars)
    found = [(name, value) for name, value in list(variables.items()) if type(name) is str]
    # Held by the frame, by this variable, and for the call.
    if FAST_LOCALS_PINNED and sys.gettrace() is None and frame.f_trace is None and sys.getrefcount(variables) <= 3:
        for name in own:
            variables.pop(name, None)
    return found


class ThreadState:
    """One thread: its name, and (label, variables) of each frame from the innermost."""

    def __init__(self, ident, name, daemon, frames):
        self.ident = ident
        self.name = name
        self.daemon = daemon
        self.frames = frames

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


def references_taken(threads):
    """By address: how many references the taken variables add."""
    counts = {}
    for thread in threads:
        for _, variables in thread.frames:
            for _, value in variables:
                counts[id(value)] = counts.get(id(value), 0) + 1
    return counts
