"""Holds the main thread of another process by ptrace, and has it call functions. Linux on x86-64."""

import errno
import os
import signal
import struct
import time
from typing import List

from .target import AttachError
from .trace_rights import not_traceable

_CONTINUE, _DETACH = 7, 17
_GET_REGISTERS, _SET_REGISTERS, _SEIZE, _INTERRUPT = 0x4204, 0x4205, 0x4206, 0x4207
_GET_MASK, _SET_MASK = 0x420A, 0x420B
_EVENT_STOP = 128
_WAIT_ALL = 0x40000000
# Kinds of registers: NT_PRSTATUS, NT_X86_XSTATE, and NT_PRFPREG of processors without the latter.
_GENERAL, _EXTENDED, _FLOATING = 1, 0x202, 2
_MAX_EXTENDED = 1 << 16
# Where they stand in `struct user_regs_struct`.
_REGISTERS = struct.Struct("<27Q")
_RAX, _ORIG_RAX, _RIP, _FLAGS, _RSP = 10, 15, 16, 18, 19
_ARGUMENTS = (14, 13, 12, 11, 9, 8)
_NO_SYSTEM_CALL = (1 << 64) - 1
_RED_ZONE = 128
# No code can be there: a function that returns to it is stopped by SIGSEGV, which the program does not see.
_RETURN = 0x10
_FAULTS = (signal.SIGILL, signal.SIGTRAP, signal.SIGBUS, signal.SIGFPE, signal.SIGSEGV)
# What a system call that can block returns inside the kernel when interrupted: EINTR and the kinds of ERESTART.
_INTERRUPTED = frozenset((1 << 64) - code for code in (4, 512, 513, 514, 516))
_PATIENCE = 5.0


class LockBusyError(AttachError):
    """The thread was held where it cannot take the lock it was to take; a moment later it may."""


class Tracee:
    """
    The main thread of process `pid`, held from construction to `release`, which puts back all registers, those of
    vectors too, and the signal mask; a system call it was in goes on. Raises AttachError, ImportError without ctypes.

    `memory`: a descriptor of `/proc/PID/mem`, open for reading and writing.
    """

    def __init__(self, pid: int, memory: int):
        import ctypes

        self._ctypes, self.pid, self.memory = ctypes, pid, memory
        self._ptrace = ctypes.CDLL(None, use_errno=True).ptrace
        self._ptrace.restype, self._ptrace.argtypes = ctypes.c_long, (ctypes.c_long,) * 2 + (ctypes.c_void_p,) * 2
        self._late: List[int] = []
        self._request(_SEIZE)
        try:
            self._stop()
            self._saved = self._get(_GENERAL, 4096)
            if len(self._saved) != _REGISTERS.size:
                raise AttachError("process %d is not a 64-bit program." % pid)
            self._vector_kind, self._vectors = self._get_vectors()
            self._mask = ctypes.create_string_buffer(8)
            self._request(_GET_MASK, 8, ctypes.addressof(self._mask))
        except BaseException:
            self._detach()
            raise
        faults = sum(1 << number - 1 for number in _FAULTS)
        self._set_mask(ctypes.create_string_buffer(struct.pack("<Q", _NO_SYSTEM_CALL & ~faults), 8))

    def waits(self) -> bool:
        """Whether it was held in a system call that blocks."""
        registers = _REGISTERS.unpack(self._saved)
        return registers[_ORIG_RAX] != _NO_SYSTEM_CALL and registers[_RAX] in _INTERRUPTED

    def call(self, function: int, *arguments: int, patience: float = _PATIENCE) -> int:
        """
        The value of a function of at most six whole numbers, called in the thread. A call that blocks longer than
        `patience` in seconds is undone (LockBusyError); one that computes is waited for. Raises AttachError.
        """
        registers = list(_REGISTERS.unpack(self._saved))
        # As the calling convention wants it: aligned to 16 before the return address.
        registers[_RSP] = (registers[_RSP] - _RED_ZONE) // 16 * 16 - 8
        self.write(registers[_RSP], struct.pack("<Q", _RETURN))
        for place, argument in zip(_ARGUMENTS, arguments):
            registers[place] = argument % (1 << 64)
        registers[_RIP], registers[_RAX], registers[_FLAGS] = function, 0, 0x202
        # The kernel is not to restart the system call while the function runs.
        registers[_ORIG_RAX] = _NO_SYSTEM_CALL
        self._set(_GENERAL, _REGISTERS.pack(*registers))
        self._request(_CONTINUE)
        end = time.monotonic() + patience
        while True:
            status = self._wait(end)
            if status is None:
                self._stop()
                now = _REGISTERS.unpack(self._get(_GENERAL, 4096))
                if now[_RIP] != _RETURN and now[_RAX] in _INTERRUPTED:
                    raise LockBusyError("process %d was busy with a lock; it was left as it was. Try again." % self.pid)
                end = time.monotonic() + _PATIENCE
            elif os.WSTOPSIG(status) in _FAULTS and status >> 16 == 0:
                now = _REGISTERS.unpack(self._get(_GENERAL, 4096))
                if now[_RIP] != _RETURN:
                    raise AttachError("process %d could not run the call; it was left as it was." % self.pid)
                return now[_RAX]
            elif status >> 16 == 0:
                self._late.append(os.WSTOPSIG(status))  # one that no mask holds back: SIGSTOP
            self._request(_CONTINUE)

    def write(self, address: int, data: bytes) -> None:
        """Puts bytes into its memory."""
        os.pwrite(self.memory, data, address)

    def release(self) -> None:
        """Puts the thread back to where it was and lets it go."""
        try:
            self._set(self._vector_kind, self._vectors)
            self._set(_GENERAL, self._saved)
            self._set_mask(self._mask)
        except AttachError:
            pass  # it has ended
        self._detach()

    def _detach(self) -> None:
        try:
            self._request(_DETACH)
            for number in self._late:
                os.kill(self.pid, number)
        except (AttachError, ProcessLookupError):
            pass  # it has ended

    def _stop(self) -> None:
        self._request(_INTERRUPT)
        end = time.monotonic() + _PATIENCE
        while True:
            status = self._wait(end)
            if status is None:
                raise AttachError("process %d cannot be stopped: it waits for a device, as a disk." % self.pid)
            if status >> 16 == _EVENT_STOP and os.WSTOPSIG(status) == signal.SIGTRAP:
                return
            if status >> 16 == _EVENT_STOP:
                raise AttachError("process %d is suspended: kill -CONT %d first." % (self.pid, self.pid))
            self._request(_CONTINUE, 0, os.WSTOPSIG(status))  # a signal of the program on its way

    def _wait(self, end: float):
        while True:
            try:
                found, status = os.waitpid(self.pid, os.WNOHANG | _WAIT_ALL)
            except ChildProcessError:
                found, status = self.pid, 0
            if found:
                if os.WIFSTOPPED(status):
                    return status
                raise AttachError("process %d ended while it was attached to." % self.pid)
            if time.monotonic() > end:
                return None
            time.sleep(0.0002)

    def _get_vectors(self):
        try:
            return _EXTENDED, self._get(_EXTENDED, _MAX_EXTENDED)
        except AttachError:
            return _FLOATING, self._get(_FLOATING, _MAX_EXTENDED)

    def _get(self, kind: int, size: int) -> bytes:
        buffer = self._ctypes.create_string_buffer(size)
        vector = self._ctypes.create_string_buffer(struct.pack("<QQ", self._ctypes.addressof(buffer), size), 16)
        self._request(_GET_REGISTERS, kind, self._ctypes.addressof(vector))
        return buffer.raw[: struct.unpack("<QQ", vector.raw)[1]]

    def _set(self, kind: int, data: bytes) -> None:
        buffer = self._ctypes.create_string_buffer(data, len(data))
        vector = self._ctypes.create_string_buffer(struct.pack("<QQ", self._ctypes.addressof(buffer), len(data)), 16)
        self._request(_SET_REGISTERS, kind, self._ctypes.addressof(vector))

    def _set_mask(self, mask) -> None:
        self._request(_SET_MASK, 8, self._ctypes.addressof(mask))

    def _request(self, request: int, address: int = 0, data: int = 0) -> None:
        if self._ptrace(request, self.pid, address, data) >= 0:
            return
        code = self._ctypes.get_errno()
        if code == errno.EPERM and request == _SEIZE:
            raise not_traceable(self.pid)
        if code == errno.ESRCH:
            raise AttachError("process %d ended while it was attached to." % self.pid)
        raise AttachError("process %d cannot be traced: %s." % (self.pid, os.strerror(code)))
