"""What makes captures by itself in a running program: a clock, the RSS, a signal, the end."""

import _thread
import atexit
import os
import signal
import sys
import time
from typing import Callable, Optional, Union

from .capture_files import CaptureFiles
from .dump import dump
from .own import is_own_name

_LOOK_EVERY = 1.0
_GROWTH = 1.25
_SHRUNK = 0.9
_WAIT_AT_EXIT = 120.0


def say(text: str) -> None:
    """One line on the process's stderr, past `sys.stderr`, which is the program's."""
    try:
        os.write(2, ("heapscope: " + " ".join(text.split()) + "\n").encode("utf-8", "replace"))
    except OSError:
        pass


def own_rss() -> int:
    """Resident bytes of this process; 0 where the system has no `/proc`."""
    try:
        with open("/proc/self/statm", "rb") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError):
        return 0


class RssWatch:
    """Says when the RSS crosses a threshold: once, then at each growth by a quarter; anew after it fell below."""

    def __init__(self, threshold: int):
        self.threshold = self.next = threshold

    def crossed(self, rss: int) -> bool:
        """To be told the RSS now and then; True when a capture is due."""
        if rss < self.threshold * _SHRUNK:
            self.next = self.threshold
        if rss < self.next:
            return False
        self.next = int(rss * _GROWTH)
        return True


class Triggers:
    """
    Makes captures when something happens. Never raises into the program: what fails is one line on stderr.

    The watching thread is no `threading.Thread`, so that it is in none of the program's lists. It starts anew in
    forked processes, except in the one a capture is written by. With `at_exit` the last capture is made when the
    program ends, after all atexit functions registered later than this object was made.
    """

    def __init__(self) -> None:
        self.watch: Optional[RssWatch] = None
        self.every = 0.0
        self.busy = _thread.allocate_lock()
        self.generation = 0
        self.signal = 0
        self.set_up(CaptureFiles(), traces=True, redact=False, at_exit=False)
        atexit.register(self._end)
        if hasattr(os, "register_at_fork"):
            os.register_at_fork(after_in_child=self._after_fork)

    def set_up(self, files: CaptureFiles, traces: bool, redact: bool, at_exit: bool) -> None:
        """Where captures go and what is in them, and whether one is made when the program ends."""
        self.files, self.traces, self.redact, self.at_exit = files, traces, redact, at_exit

    def start(self, rss_above: int = 0, every: float = 0.0) -> None:
        """Watches the RSS (bytes) and the clock (seconds), as far as not 0, in this process and those it forks."""
        if rss_above and not own_rss():
            say("the RSS cannot be read on this system; no capture will be made by it.")
            rss_above = 0
        self.watch = RssWatch(rss_above) if rss_above else None
        self.every = every
        self._start_thread()

    def stop(self) -> None:
        """Ends watching."""
        self.watch, self.every = None, 0.0
        self.generation += 1

    def on_signal(self, number: int, before: Callable[[], bool] = lambda: False) -> bool:
        """Makes a capture on a signal unless `before` deals with it; False if the signal is not to be had."""

        def handler(_number, _frame):
            if not before():
                self.start_capture("on signal " + name)

        name = signal.Signals(number).name
        try:
            if number != self.signal and signal.getsignal(number) not in (signal.SIG_DFL, signal.SIG_IGN):
                say("the program handles %s itself; no capture will be made by it. Choose another signal." % name)
                return False
            signal.signal(number, handler)
            if self.signal and self.signal != number:
                signal.signal(self.signal, signal.SIG_DFL)
            self.signal = number
        except (ValueError, OSError) as error:  # not the main thread, or not on this system
            say("%s cannot be handled: %s. No capture will be made by it." % (name, error))
            return False
        return True

    def start_capture(self, reason: str) -> None:
        """Makes a capture in a thread of its own, so that the caller goes on while it is written."""
        try:
            _thread.start_new_thread(self.capture, (reason,))
        except RuntimeError as error:
            say("no capture %s: %s" % (reason, error))

    def capture(self, reason: str, fork: Union[bool, str] = "auto") -> None:
        """Makes a capture now; one at a time."""
        if not self.busy.acquire(blocking=False):
            say("no capture %s: one is being made." % reason)
            return
        try:
            path = self.files.next_path()
            dump(path, traces=self.traces, redact=self.redact, fork=fork)
            say("wrote %s (%s)" % (path, reason))
            self.files.remove_old()
        except Exception as error:
            say("no capture %s: %s: %s" % (reason, type(error).__name__, error))
        finally:
            self.busy.release()

    def _start_thread(self) -> None:
        self.generation += 1
        if self.watch or self.every:
            try:
                _thread.start_new_thread(self._loop, (self.generation,))
            except RuntimeError as error:
                say("the program is not watched: %s" % error)

    def _loop(self, generation: int) -> None:
        due = time.monotonic() + self.every
        while generation == self.generation:
            time.sleep(_LOOK_EVERY if self.watch else max(due - time.monotonic(), 0.01))
            if generation != self.generation:
                return
            if self.watch and self.watch.crossed(own_rss()):
                self.capture("RSS above threshold")
            if self.every and time.monotonic() >= due:
                self.capture("every %g s" % self.every)
                due = time.monotonic() + self.every

    def _end(self) -> None:
        # A capture that is being made is waited for, so that the end of the program does not tear it.
        if self.busy.acquire(timeout=_WAIT_AT_EXIT):
            self.busy.release()
        if self.at_exit:
            self.capture("at exit", fork=False)  # the interpreter does not fork any more; nobody waits either

    def _after_fork(self) -> None:
        if forked_by_capture(sys._getframe(1)):
            self.stop()
            return
        self.busy = _thread.allocate_lock()
        if self.watch:
            self.watch = RssWatch(self.watch.threshold)
        self._start_thread()


def forked_by_capture(frame) -> bool:
    """Whether the frame that called `os.fork` is the agent's own."""
    return frame is not None and is_own_name(frame.f_globals.get("__name__"))
