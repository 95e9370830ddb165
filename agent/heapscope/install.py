"""Captures by themselves, inside any program."""

import atexit
import os
import sys
from typing import Optional, Union

from .amounts import parse_duration, parse_signal, parse_size
from .attached import start_answer
from .capture_files import CaptureFiles
from .rendezvous import announce, take_request, withdraw
from .triggers import Triggers, forked_by_capture, say

_installed: "Optional[Triggers]" = None


def install(
    signal: Union[str, int, None] = None,
    rss_above: Union[str, int, None] = None,
    every: Union[str, float, None] = None,
    at_exit: bool = False,
    out: str = ".",
    keep: int = 10,
    traces: bool = True,
    redact: bool = False,
) -> None:
    """
    Makes captures of this program by itself, in `out` (see `CaptureFiles`), the newest `keep` of them.

    `signal`: on a signal ("USR2"), which also lets `python -m heapscope attach` in without a debugger; only from the
    main thread. `rss_above`: when the RSS crosses a size ("2G"), and again when it grew by a quarter. `every`: a
    duration ("10m"). `at_exit`: when the program ends. A second call takes the place of the first.

    Processes forked later are watched as well, each by itself. Raises ValueError for what it does not understand;
    after that whatever fails is one line on stderr.
    """
    global _installed
    number = parse_signal(signal) if signal is not None else 0
    size = parse_size(rss_above) if rss_above is not None else 0
    seconds = parse_duration(every) if every is not None else 0.0
    if keep < 1:
        raise ValueError("keep is %r: at least 1 capture has to be kept" % (keep,))
    triggers = _installed
    if triggers is None:
        triggers = _installed = Triggers()
        if hasattr(os, "register_at_fork"):
            os.register_at_fork(after_in_child=_after_fork)
        atexit.register(_withdraw)
    triggers.set_up(CaptureFiles(out, keep), traces, redact, at_exit)
    if number and triggers.on_signal(number, before=_answer_request):
        _announce()
    triggers.start(size, seconds)


def _answer_request() -> bool:
    folder = take_request()
    return bool(folder) and start_answer(folder)


def _announce() -> None:
    try:
        announce(_installed.signal)
    except OSError as error:
        say("attach will not find this program: %s" % error)


def _withdraw() -> None:
    try:
        withdraw()
    except OSError:
        pass


def _after_fork() -> None:
    if not forked_by_capture(sys._getframe(1)) and _installed.signal:
        _announce()
