"""`python -m heapscope attach PID`: a capture of a running program."""

import os
import signal
import sys
import time
from typing import Optional, Tuple

from .attach_gdb import run_by_gdb
from .attach_ptrace import can_ptrace, run_by_ptrace
from .delivery import Delivery
from .exchange import Exchange
from .rendezvous import notice_path, read_private, request_path, start_time, write_private
from .target import AttachError, Target

_ENDINGS = (".heapsnapshot.gz", ".heapsnapshot")
# How long, in seconds, a handler of a signal may take to begin before the next way is tried, and how long sys.remote_exec,
# which reaches no program that waits.
_PATIENCE = 5.0
_PATIENCE_OF_REMOTE_EXEC = 1.0


def attach_to(pid: int, out: Optional[str], traces: bool, redact: bool, timeout: float, tee: bool = False) -> str:
    """
    Makes a capture of process `pid` and returns its path; `timeout` in seconds. With `tee` it goes to standard output
    as well, while it is written; with `-` for `out` only there, and the path is empty. Raises AttachError, and leaves no
    file then.

    The kindest way that works is taken: the signal the program was prepared for by `install(signal=…)`, then
    `sys.remote_exec` if both are the same CPython from 3.14, then ptrace, or gdb where this Python cannot use ptrace. The
    program goes on while it is written.
    """
    if not os.path.isdir("/proc/self"):
        raise AttachError("attaching needs Linux; here use heapscope.install(signal=…) and send the signal.")
    target = Target(pid)
    path, ending = (None, _ENDINGS[0]) if out == "-" else _place(out, pid)
    end = time.monotonic() + timeout
    exchange = Exchange(target)
    try:
        delivery = Delivery(exchange, path, ending, tee or path is None)
        try:
            exchange.put(delivery.inner, traces, redact)
            _begin(target, exchange, end)
            exchange.wait_answer(end, delivery.forward)
            delivery.finish()
        finally:
            delivery.remove()
    finally:
        exchange.remove()
    return path or ""


def _place(out: Optional[str], pid: int) -> Tuple[str, str]:
    """Where the capture goes, and the ending of its name."""
    path = os.path.abspath(out or "pid-%d-%s%s" % (pid, time.strftime("%Y%m%d-%H%M%S"), _ENDINGS[0]))
    ending = next((ending for ending in _ENDINGS if path.endswith(ending)), "")
    if not ending:
        raise AttachError("%s: a capture's name ends in .heapsnapshot.gz or .heapsnapshot." % path)
    if not os.access(os.path.dirname(path), os.W_OK):
        raise AttachError("%s: there is no such folder, or you may not write to it." % os.path.dirname(path))
    return path, ending


def _begin(target: Target, exchange: Exchange, end: float) -> None:
    half = max(end - time.monotonic(), 0) / 2
    if _by_signal(target, exchange) and exchange.wait_start(min(_PATIENCE, half)):
        return
    if _by_remote_exec(target, exchange.remote):
        if exchange.wait_start(min(_PATIENCE_OF_REMOTE_EXEC, half)):
            return
        _by_remote_exec(target, os.devnull)  # takes the place of the script, which will be gone
    if can_ptrace():
        run_by_ptrace(target.pid, exchange.code(), exchange.wait_start, end)
    else:
        run_by_gdb(target.pid, exchange.code(), end)


def _by_signal(target: Target, exchange: Exchange) -> bool:
    notice = read_private(notice_path(target.inner_pid, target.root), target.uid)
    if notice is None or notice.get("start") != start_time(str(target.pid)):
        return False
    number = notice.get("signal")
    if not isinstance(number, int) or not 0 < number < signal.NSIG:
        return False
    request = request_path(target.inner_pid, target.root)
    try:
        if read_private(request, target.uid) is not None:
            os.unlink(request)  # of somebody who gave up
        write_private(request, {"folder": exchange.inner}, target.uid)
        os.kill(target.pid, number)
    except OSError:
        return False
    return True


def _by_remote_exec(target: Target, script: str) -> bool:
    if not hasattr(sys, "remote_exec") or target.version != "%d.%d" % sys.version_info[:2]:
        return False
    try:
        sys.remote_exec(target.pid, script)
    except (OSError, RuntimeError):  # not allowed, or turned off in the target
        return False
    return True
