"""Memory of a program over time, as JSON lines."""

import contextlib
import json
import os
import select
import subprocess
import sys
import time
from typing import Any, Dict, Iterator, List, Optional, TextIO

from .proc import describe, read_children, read_sizes, read_stat
from .sampled import LEAST_PAUSE


class SampleError(Exception):
    """The program cannot be sampled; the text says why."""


def sample_process(pid: int, interval: float, children: bool, out: str) -> None:
    """Samples a running process until it ends or Ctrl+C; `interval` in seconds, `out` a path or "-"."""
    if not os.path.isdir("/proc/self"):
        raise SampleError("memory over time is read from /proc, which only Linux has.")
    if read_stat(pid) is None:
        raise SampleError("there is no process %d." % pid)
    with _open(out) as file:
        try:
            Sampler(pid, interval, children, file).run()
        except KeyboardInterrupt:
            pass


def sample_command(
    program: List[str], interval: float, children: bool, inside: bool, frames: int, out: str
) -> int:
    """
    Starts a program, samples it until it ends, and returns its exit code. `program`: a command, or what `python`
    takes (a script that ends in .py, or -m and a module). `inside`: the collector's counts and pauses as well;
    `frames`: of tracemalloc, 0 for none. Both need a Python program.
    """
    if not os.path.isdir("/proc/self"):
        raise SampleError("memory over time is read from /proc, which only Linux has.")
    python = program[0] == "-m" or program[0].endswith(".py")
    if (inside or frames) and not python:
        raise SampleError("--gc and --traces need a Python program: write -- script.py or -- -m module.")
    with _open(out) as file:
        reader, writer = os.pipe()
        command = program
        if python and (inside or frames):
            command = agent_command() + ["sampled", str(writer), repr(interval), str(frames), "--"] + program
        elif python:
            command = [sys.executable] + program
        try:
            child = subprocess.Popen(command, pass_fds=[writer])
        except OSError as error:
            raise SampleError("%s cannot be started: %s" % (command[0], error.strerror)) from None
        finally:
            os.close(writer)
        sampler = Sampler(child.pid, interval, children, file, reader if inside or frames else None)
        sampler.header["argv"] = program
        try:
            sampler.run()
        except KeyboardInterrupt:
            pass  # the program got it as well
        finally:
            os.close(reader)
        return child.wait()


class Sampler:
    """Writes the header, then a sample each interval, and what the program itself reports through `pipe`."""

    def __init__(self, pid: int, interval: float, children: bool, file: TextIO, pipe: Optional[int] = None):
        self.pid, self.interval, self.children, self.file, self.pipe = pid, interval, children, file, pipe
        self.header = {"heapscope": "series", "format": 1, **describe(pid), "interval": interval}
        if pipe is not None:
            self.header["leastPause"] = LEAST_PAUSE
        self.rest = b""
        self.reading: Dict[str, Any] = {}

    def run(self) -> None:
        """Until the process ends, or its number belongs to another one."""
        self._write(self.header)
        first = read_stat(self.pid)
        due = time.monotonic()
        while True:
            stat = read_stat(self.pid)
            if not first or not stat or stat[0] in "ZX" or stat[3] != first[3]:
                self._listen(0)
                return
            sizes = read_sizes(self.pid)
            if sizes:
                sample = {"t": round(time.time(), 3), **sizes, "cpu": stat[2], **self.reading}
                if self.children:
                    sample["children"] = read_children(self.pid)
                self._write(sample)
            due = max(due + self.interval, time.monotonic())
            self._listen(due)

    def _listen(self, until: float) -> None:
        """Takes what the program reports until a moment, or until it ends its side."""
        while True:
            rest = max(until - time.monotonic(), 0)
            ready = select.select([self.pipe], [], [], min(rest, 0.2))[0] if self.pipe is not None else []
            if ready:
                data = os.read(self.pipe, 1 << 16)
                if not data:
                    self.pipe = None
                lines = (self.rest + data).split(b"\n")
                self.rest = lines.pop()
                for line in lines:
                    self._take(json.loads(line.decode()))
            elif rest <= 0:
                return
            elif self.pipe is None:
                time.sleep(min(rest, 0.2))
            stat = read_stat(self.pid)
            if not ready and (not stat or stat[0] in "ZX"):
                return

    def _take(self, line: Dict[str, Any]) -> None:
        if "event" in line:
            self._write(line)
        else:
            self.reading = line

    def _write(self, line: Dict[str, Any]) -> None:
        self.file.write(json.dumps(line) + "\n")
        self.file.flush()


def agent_command() -> List[str]:
    """The command that starts this agent again, as package or as single file, wherever it lies."""
    if __package__:
        code = "import sys; sys.path.insert(0, %r); from heapscope.command import main; del sys.path[0]; main()"
        folder = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
        return [sys.executable, "-c", code % folder]
    return [sys.executable, os.path.abspath(__file__)]


@contextlib.contextmanager
def _open(out: str) -> Iterator[TextIO]:
    if out == "-":
        yield sys.stdout
        return
    try:
        file = open(out, "w", encoding="utf-8")
    except OSError as error:
        raise SampleError("%s cannot be written: %s" % (out, error.strerror)) from None
    with file:
        yield file
