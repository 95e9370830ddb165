"""Work in a forked child: the parent goes on with its memory as it is, the child reads it as it was."""

import json
import os
import selectors
import signal
import sys
import time
import traceback
import warnings


# PR_SET_PDEATHSIG
SIGNAL_AT_PARENTS_DEATH = 1
# How a process ends that reads what is not there.
MEMORY_SIGNALS = [getattr(signal, name) for name in ("SIGSEGV", "SIGBUS") if hasattr(signal, name)]
# What removes the files of this child; empty in the program itself.
LEFT_BEHIND = []


class CaptureError(Exception):
    """The capture could not be made; the message says why. `signal`: that by which the process ended that wrote it, or 0."""

    def __init__(self, text, ended_by=0):
        super().__init__(text)
        self.signal = ended_by


def can_fork():
    """Whether a forked child may be trusted to run: not where system libraries forbid it."""
    return hasattr(os, "fork") and sys.platform not in ("darwin", "emscripten", "wasi", "cygwin")


def fork_quietly():
    """`os.fork`, without the warning of 3.12 and later that there are threads: the child here needs none of them."""
    if sys.version_info < (3, 12) or is_ignored(DeprecationWarning):
        return os.fork()
    # Changes the filters of the whole program for this moment, and 3.13 and 3.14 do not free their copy.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return os.fork()


def is_ignored(kind):
    """Whether the program's filters ignore every warning of this kind from here."""
    for action, message, category, module, line in list(warnings.filters):
        if type(category) is not type or not issubclass(kind, category) or is_elsewhere(module):
            continue
        return action == "ignore" and message is None and not line
    return False


def is_elsewhere(module):
    """Whether what a filter says of modules excludes this one; it is a name, a pattern, or None."""
    if module is None:
        return False
    return module != __name__ if type(module) is str else not module.match(__name__)


def run_in_child(work, timeout, forked, discard):
    """What `work()` returns, a dictionary for JSON, run in a child. `forked()` is called in the parent at once.

    `discard()` removes what the child wrote, in the child, where the parent ended before it.
    """
    reader, writer = os.pipe()
    parent = os.getpid()
    child = fork_quietly()
    if child == 0:
        os.close(reader)
        work_and_leave(work, timeout, writer, parent, discard)
    os.close(writer)
    try:
        forked()
        answer = read_answer(reader, time.monotonic() + timeout + 1)
    except BaseException:
        stop_child(child)
        raise
    finally:
        os.close(reader)
    if answer is None:
        stop_child(child)
        raise CaptureError("The capture was not ready within %g seconds. Give a longer timeout." % timeout)
    status = wait_for(child)
    if not answer:
        ended_by = status & 127
        how = "signal %d" % ended_by if ended_by else "code %d" % (status >> 8)
        if ended_by == getattr(signal, "SIGALRM", 0):
            how = "its alarm after %g seconds; give a longer timeout" % timeout
        raise CaptureError("The process that wrote the capture ended by %s." % how, ended_by)
    result = json.loads(answer.decode())
    if "error" in result:
        if result.get("errno"):
            raise OSError(result["errno"], result["error"])
        raise CaptureError(result["error"])
    return result


def work_and_leave(work, timeout, writer, parent, discard):
    """In the child: never returns, runs no handler of the program."""
    try:
        # The program's event loop listens there.
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        # Not what the program has for its own mistakes.
        for number in MEMORY_SIGNALS:
            signal.signal(number, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGALRM, signal.SIGTERM})
        signal.setitimer(signal.ITIMER_REAL, timeout)
        end_with_parent(parent, discard)
        result = work()
    except OSError as error:
        result = {"error": error.strerror or str(error), "errno": error.errno}
    except BaseException as error:
        place = traceback.extract_tb(error.__traceback__)[-1]
        result = {"error": "%s: %s (%s:%d)" % (type(error).__name__, error, place.filename, place.lineno)}
    try:
        data = json.dumps(result).encode() + b"\n"
        while data:
            data = data[os.write(writer, data) :]
    finally:
        os._exit(0)


def end_with_parent(parent, discard):
    """The child is of no use without its parent: it removes what it wrote and ends."""
    LEFT_BEHIND.append(discard)
    signal.signal(signal.SIGTERM, leave_child)
    try:
        import ctypes

        ctypes.CDLL(None).prctl(SIGNAL_AT_PARENTS_DEATH, int(signal.SIGTERM), 0, 0, 0)
    except (ImportError, AttributeError, OSError, TypeError):
        # Not on Linux: the alarm ends it.
        return
    if os.getppid() != parent:
        leave_child()


def leave_child(*_):
    """A function of the module, as those are known to be the agent's own."""
    try:
        for discard in LEFT_BEHIND:
            discard()
    finally:
        os._exit(1)


def read_answer(reader, deadline):
    """The line the child wrote, b"" if it ended without, None if the time is over."""
    data = b""
    # `select` takes no descriptor beyond 1023.
    ready = selectors.PollSelector()
    ready.register(reader, selectors.EVENT_READ)
    while not data.endswith(b"\n"):
        left = deadline - time.monotonic()
        if left <= 0:
            return None
        if not ready.select(left):
            continue
        part = os.read(reader, 65536)
        if not part:
            return b""
        data += part
    return data


def stop_child(child):
    try:
        os.kill(child, signal.SIGKILL)
    except ProcessLookupError:
        pass
    wait_for(child)


def wait_for(child):
    try:
        return os.waitpid(child, 0)[1]
    except ChildProcessError:
        return 0
