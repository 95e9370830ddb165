"""Runs Python code in another process by gdb."""

import os
import re
import shutil
import signal
import subprocess
import tempfile
import time

from .target import AttachError
from .trace_rights import not_traceable

_ARGUMENTS = ["-nx", "-q", "-iex", "set auto-load no", "-iex", "set debuginfod enabled off"]
_SETTINGS = ["set pagination off", "set confirm off", "set width 0", "set unwindonsignal on"]
_MARK = "@heapscope-%d@"
_PAGE = 4096

# System calls in which a thread waits with the interpreter lock released: read, poll, select, the waits for sleep,
# epoll, locks, sockets, children and signals.
_WAITS = {
    "x86_64": {0, 7, 23, 34, 35, 42, 43, 45, 47, 61, 128, 130, 202, 219, 230, 232, 247, 270, 271, 281, 288, 441, 449},
    "aarch64": {22, 63, 72, 73, 95, 98, 101, 115, 128, 133, 137, 202, 203, 207, 212, 242, 260, 441, 449},
}


def run_by_gdb(pid: int, code: bytes, end: float) -> None:
    """
    Has process `pid` run `code` in its `__main__` module. Stops it for about a second, while gdb reads symbols.

    If its main thread waits in a system call, the code runs there at once, with the interpreter lock taken for it.
    Otherwise that thread may be anywhere, in the allocator too: then the code is handed to `Py_AddPendingCall`, and the
    thread runs it when it next comes between two steps of the interpreter; this may be after the return.
    Raises AttachError. `end`: moment of `time.monotonic` after which an unfinished call is given up.
    """
    gdb = _Gdb(end)
    try:
        said = gdb.ask("attach %d" % pid)
        _check_attached(pid, said)
        _check_registers(gdb)
        page = gdb.number("((long (*)(long, long, int, int, int, long)) mmap)(0, %d, 3, 34, -1, 0)" % _PAGE)
        if page in (-1, 0):
            raise AttachError("process %d has no memory left for the call." % pid)
        gdb.write(code + b"\0", page)
        if _waits(pid):
            _call_now(gdb, page)
        else:
            _call_later(gdb, page)
    finally:
        gdb.close()


def _call_now(gdb: "_Gdb", page: int) -> None:
    state = gdb.number("((int (*)(void)) PyGILState_Ensure)()")
    failed = gdb.number("((int (*)(long)) PyRun_SimpleString)(%d)" % page)
    gdb.ask("call ((void (*)(int)) PyGILState_Release)(%d)" % state)
    gdb.ask("call ((int (*)(long, long)) munmap)(%d, %d)" % (page, _PAGE))
    if failed:
        raise AttachError("the program could not run the agent; its stderr says why.")


def _call_later(gdb: "_Gdb", page: int) -> None:
    if gdb.number("((int (*)(long, long)) Py_AddPendingCall)((long) &PyRun_SimpleString, %d)" % page):
        raise AttachError("the program has too many pending calls; try again.")


def _waits(pid: int) -> bool:
    try:
        with open("/proc/%d/syscall" % pid) as file:
            number = file.read().split()[0]
    except (OSError, IndexError):
        return False
    return number.isdigit() and int(number) in _WAITS.get(os.uname().machine, ())


def _check_attached(pid: int, said: str) -> None:
    if "ptrace: " in said or "Could not attach" in said:
        raise not_traceable(pid)


def _check_registers(gdb: "_Gdb") -> None:
    # A gdb older than the processor's widest registers (AMX) fails in the middle of a call, and the program with it.
    # So one register is changed and put back first: where that fails nothing has been changed.
    if os.uname().machine != "x86_64":
        return
    before = gdb.number("$xmm15.v4_int32[3]")
    said = gdb.ask("set var $xmm15.v4_int32[3] = %d" % (1 if before != 1 else 2))
    if "Couldn't write" in said:
        raise AttachError(
            "this gdb is too old for this processor (%s). The program was left as it was. Use a newer gdb, or "
            "call heapscope.install(signal=…) in the program." % " ".join(said.replace("(gdb)", "").split())
        )
    gdb.ask("set var $xmm15.v4_int32[3] = %d" % before)


class _Gdb:
    """A gdb that is told one command after the other."""

    def __init__(self, end: float):
        path = shutil.which("gdb")
        if path is None:
            raise AttachError(
                "this Python cannot attach by itself (that takes ctypes and x86-64), and gdb is not installed: "
                "apt-get install gdb, or apk add gdb, or call heapscope.install(signal=…) in the program."
            )
        self.end, self.count, self.output = end, 0, b""
        # A session of its own, so that Ctrl+C does not reach it in the middle of a call.
        self.process = subprocess.Popen(
            [path, *_ARGUMENTS],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            env=dict(os.environ, LC_ALL="C"),
        )
        os.set_blocking(self.process.stdout.fileno(), False)
        for setting in _SETTINGS:
            self.ask(setting)

    def ask(self, command: str) -> str:
        """What gdb says to a command. Raises AttachError if it takes until the end of the time."""
        self.count += 1
        mark = (_MARK % self.count).encode()
        try:
            self.process.stdin.write(command.encode() + b"\necho " + mark + b"\\n\n")
            self.process.stdin.flush()
        except OSError:
            raise AttachError("gdb ended before its time: " + self.output.decode("utf-8", "replace")) from None
        self.output = b""
        while mark not in self.output:
            data = self.process.stdout.read()
            if data:
                self.output += data
            elif data == b"" or time.monotonic() > self.end:
                self._interrupt()
                raise AttachError("gdb did not finish in time with: %s" % command)
            else:
                time.sleep(0.01)
        return self.output.split(mark)[0].decode("utf-8", "replace")

    def number(self, expression: str) -> int:
        """The value of an expression that may call a function of the program."""
        said = self.ask('printf "value=%%ld\\n", (long) %s' % expression)
        found = re.search(r"value=(-?\d+)", said)
        if found:
            return int(found.group(1))
        missing = re.search(r'No symbol "(\w+)"', said)
        if missing:
            raise AttachError("the program has no function %s: it is no CPython, or stripped." % missing.group(1))
        raise AttachError("gdb could not call the program: %s" % " ".join(said.replace("(gdb)", "").split()))

    def write(self, data: bytes, address: int) -> None:
        """Puts bytes into the program's memory."""
        with tempfile.NamedTemporaryFile(prefix="heapscope-") as file:
            file.write(data)
            file.flush()
            said = self.ask("restore %s binary %d" % (file.name, address))
        if "Restoring" not in said:
            raise AttachError("gdb could not write to the program: %s" % " ".join(said.split()))

    def close(self) -> None:
        """Lets the program go."""
        try:
            self.process.communicate(b"detach\nquit\n", timeout=20)
        except (OSError, ValueError, subprocess.TimeoutExpired):
            self.process.kill()
            self.process.wait()

    def _interrupt(self) -> None:
        # gdb undoes the call it is in ("set unwindonsignal on"), so that the program goes on where it was.
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            time.sleep(0.5)
