"""Runs Python code in another process by ptrace: no debugger is needed."""

import os
import platform
import signal
import time
from contextlib import contextmanager
from typing import Callable, Dict, Iterator, List

from .elf_symbols import Mapped, find_function, mapped_files
from .proc import read_maps
from .target import AttachError
from .trace_rights import not_traceable
from .tracee import LockBusyError, Tracee

_PYTHON = (
    "Py_AddPendingCall", "PyRun_SimpleString", "PyGILState_Check", "PyGILState_Ensure", "PyGILState_Release",
)  # fmt: skip
_SYSTEM = ("mmap", "munmap", "__errno_location")
_SYSTEM_FILES = ("libc.", "libc-", "ld-musl")
_PAGE = 4096
# Between two looks at a program that has not begun.
_FIRST_PAUSE, _LAST_PAUSE = 0.05, 1.0
# For the interpreter lock: a thread that was held while it took that very lock never gets it.
_PATIENCE = 3.0


def can_ptrace() -> bool:
    """Whether this Python can attach by ptrace: on x86-64, with ctypes."""
    if platform.machine() != "x86_64":
        return False
    try:
        import ctypes

        return ctypes.sizeof(ctypes.c_void_p) == 8
    except ImportError:
        return False


def run_by_ptrace(pid: int, code: bytes, wait_start: Callable[[float], bool], end: float) -> None:
    """
    Has process `pid` run `code` in its `__main__` module; returns when it has begun, as `wait_start(seconds)` tells, or
    at `end` (of `time.monotonic`). Raises AttachError; then the program is left as it was.

    Its main thread may be anywhere, in the allocator too: the code is handed to `Py_AddPendingCall`, and the thread
    runs it when it next comes between two steps of the interpreter. A thread that blocks in a system call without the
    interpreter lock does not come there: it takes the lock and runs the code at once, and the system call goes on.
    """
    try:
        memory = os.open("/proc/%d/mem" % pid, os.O_RDWR | os.O_CLOEXEC)
    except FileNotFoundError:
        raise AttachError("there is no process %d." % pid) from None
    except OSError:
        raise not_traceable(pid) from None
    try:
        _Injection(pid, memory, code).run(wait_start, end)
    finally:
        os.close(memory)


class _Injection:
    def __init__(self, pid: int, memory: int, code: bytes):
        self.pid, self.memory, self.code = pid, memory, code + b"\0"
        self.functions = _find_functions(pid, memory)
        self.page, self.queued, self.ran = 0, False, False

    def run(self, wait_start: Callable[[float], bool], end: float) -> None:
        pause, begun, busy = _FIRST_PAUSE, False, None
        try:
            while not begun and not self.ran and time.monotonic() < end:
                try:
                    if not self.queued or _in_system_call(self.pid):
                        self._look(end)
                except LockBusyError as error:
                    busy = error
                begun = wait_start(min(pause, max(end - time.monotonic(), 0)))
                pause = min(2 * pause, _LAST_PAUSE)
        finally:
            self._clear(begun)
        if busy and not begun and not self.ran:
            raise busy

    def _look(self, end: float) -> None:
        with self._held() as call:
            if not self.page:
                self._place(call)
            if self.waits and not call("PyGILState_Check") & 0xFFFFFFFF:
                self._run_now(call, end)
            elif not self.queued:
                if call("Py_AddPendingCall", self.functions["PyRun_SimpleString"], self.page) & 0xFFFFFFFF:
                    raise AttachError("process %d has too many pending calls; try again." % self.pid)
                self.queued = True

    def _place(self, call) -> None:
        size = (len(self.code) + _PAGE - 1) // _PAGE * _PAGE
        # Readable and writable, private and anonymous.
        page = call("mmap", 0, size, 3, 0x22, -1, 0)
        if page % _PAGE:
            raise AttachError("process %d has no memory left for the call." % self.pid)
        self.page, self.size = page, size
        os.pwrite(self.memory, self.code, page)

    def _run_now(self, call, end: float) -> None:
        state = call("PyGILState_Ensure", patience=min(max(end - time.monotonic(), 1), _PATIENCE))
        try:
            # With the lock held it is not undone, however long it takes.
            failed = call("PyRun_SimpleString", self.page, patience=float("inf")) & 0xFFFFFFFF
        finally:
            call("PyGILState_Release", state, patience=float("inf"))
        self.ran = True
        if failed:
            raise AttachError("process %d could not run the agent; its stderr says why." % self.pid)

    def _clear(self, begun: bool) -> None:
        if not self.page:
            return
        try:
            if self.queued and (self.ran or not begun):
                # The call waits and cannot be taken back: then it finds nothing to run, and the page stays.
                os.pwrite(self.memory, b"\0", self.page)
                return
            with self._held() as call:
                call("munmap", self.page, self.size)
        except (AttachError, OSError):
            pass  # it has ended

    @contextmanager
    def _held(self) -> Iterator[Callable[..., int]]:
        # An interrupted attacher would leave the program in the middle of a call.
        before = signal.pthread_sigmask(signal.SIG_BLOCK, set(signal.Signals))
        try:
            thread = Tracee(self.pid, self.memory)
            try:
                self.waits = thread.waits()
                place = thread.call(self.functions["__errno_location"])
                number = os.pread(self.memory, 4, place)
                try:
                    yield lambda name, *arguments, **options: thread.call(self.functions[name], *arguments, **options)
                finally:
                    thread.write(place, number)
            finally:
                thread.release()
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _find_functions(pid: int, memory: int) -> Dict[str, int]:
    def read(address: int, size: int) -> bytes:
        return os.pread(memory, size, address)

    files = mapped_files(read_maps(pid))
    found = {name: find_function(files, name, read) for name in _PYTHON}
    found.update((name, find_function(_system_first(files), name, read)) for name in _SYSTEM)
    for name, address in found.items():
        if address is None:
            raise AttachError(
                "process %d shows no function %s: its Python is linked into it without dynamic symbols. Call "
                "heapscope.install(signal=…) in the program." % (pid, name)
            )
    return found


def _system_first(files: List[Mapped]) -> List[Mapped]:
    return sorted(files, key=lambda file: not os.path.basename(file.name).startswith(_SYSTEM_FILES))


def _in_system_call(pid: int) -> bool:
    try:
        with open("/proc/%d/syscall" % pid) as file:
            return not file.read().startswith("running")
    except OSError:
        return True
