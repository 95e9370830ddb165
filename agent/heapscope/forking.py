"""Work in a forked child: the parent goes on with its memory as it is, the child reads it as it was."""

import json
import os
import select
import signal
import sys
import time
import traceback
import warnings


class CaptureError(Exception):
    """The capture could not be made; the message says why."""


def can_fork():
    """Whether a forked child may be trusted to run: not where system libraries forbid it."""
    return hasattr(os, "fork") and sys.platform not in ("darwin", "emscripten", "wasi", "cygwin")


def fork_quietly():
    # 3.12 and later warn of threads; the child here needs none of them.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return os.fork()


def run_in_child(work, timeout, forked):
    """What `work()` returns, a dictionary for JSON, run in a child. `forked()` is called in the parent at once."""
    reader, writer = os.pipe()
    child = fork_quietly()
    if child == 0:
        work_and_leave(work, timeout, writer)
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
        how = "signal %d" % (status & 127) if status & 127 else "code %d" % (status >> 8)
        if status & 127 == getattr(signal, "SIGALRM", 0):
            how = "its alarm after %g seconds; give a longer timeout" % timeout
        raise CaptureError("The process that wrote the capture ended by %s." % how)
    result = json.loads(answer.decode())
    if "error" in result:
        if result.get("errno"):
            raise OSError(result["errno"], result["error"])
        raise CaptureError(result["error"])
    return result


def work_and_leave(work, timeout, writer):
    """In the child: never returns, runs no handler of the program."""
    try:
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGALRM})
        signal.setitimer(signal.ITIMER_REAL, timeout)
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_DFL)
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


def read_answer(reader, deadline):
    """The line the child wrote, b"" if it ended without, None if the time is over."""
    data = b""
    while not data.endswith(b"\n"):
        left = deadline - time.monotonic()
        if left <= 0:
            return None
        if not select.select([reader], [], [], left)[0]:
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
