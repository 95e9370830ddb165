"""Heapscope's capture agent for CPython 3.8 to 3.14 in one file. Made from the package; do not edit."""

# MIT License
#
# Copyright (c) 2026 The Heapscope authors
#
# Permission is hereby granted, free of charge, to any person obtaining a copy
# of this software and associated documentation files (the "Software"), to deal
# in the Software without restriction, including without limitation the rights
# to use, copy, modify, merge, publish, distribute, sublicense, and/or sell
# copies of the Software, and to permit persons to whom the Software is
# furnished to do so, subject to the following conditions:
#
# The above copyright notice and this permission notice shall be included in all
# copies or substantial portions of the Software.
#
# THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR
# IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY,
# FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE
# AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER
# LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM,
# OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE
# SOFTWARE.

from _blake2 import blake2b
from _codecs import latin_1_decode, utf_16_le_decode, utf_32_le_decode
from _io import FileIO
from _thread import _local, get_ident
from array import array
from collections import deque
from contextlib import contextmanager
from gc import get_objects, get_referents, is_tracked
from gc import get_objects, is_tracked
from gc import get_referents
from gc import get_threshold
from importlib.machinery import EXTENSION_SUFFIXES
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_file_location
from itertools import accumulate, chain, repeat, takewhile, tee
from itertools import chain, cycle, repeat, tee
from itertools import repeat
from itertools import tee
from json.encoder import encode_basestring_ascii
from operator import add, attrgetter
from operator import is_
from operator import itemgetter
from sys import getrefcount
from sys import getsizeof
from types import FunctionType
from typing import Any, Callable, Dict, Optional
from typing import Any, Dict
from typing import Any, Dict, Iterable, List, Tuple
from typing import Any, Dict, Iterator, List, Optional, TextIO
from typing import Any, Dict, List, Optional, Tuple
from typing import Any, Dict, Optional
from typing import Any, List, Optional
from typing import Callable, Dict, Iterator, List
from typing import Callable, Dict, Optional, Tuple
from typing import Callable, Iterator, List, NamedTuple, Optional
from typing import Callable, Optional, Union
from typing import Callable, Union
from typing import Dict
from typing import Dict, Iterator, Optional
from typing import Dict, Optional
from typing import List
from typing import List, NoReturn, Tuple
from typing import List, Tuple
from typing import Optional, Tuple
from typing import Optional, Union
from typing import Union
import _thread
import _tracemalloc
import argparse
import atexit
import builtins
import codecs
import collections
import contextlib
import contextvars
import datetime
import errno
import functools
import gc
import io
import json
import os
import platform
import re
import runpy
import select
import selectors
import shutil
import signal
import stat
import struct
import subprocess
import sys
import tempfile
import threading
import time
import traceback
import tracemalloc
import types
import warnings
import weakref
import zlib
import sys

_RUN = __name__ == "__main__"
if _RUN:
    __name__ = "heapscope"
    sys.modules["heapscope"] = sys.modules["__main__"]

# --- amounts ---

_SIZES = {"": 1, "K": 1 << 10, "M": 1 << 20, "G": 1 << 30, "T": 1 << 40}
_TIMES = {"ms": 0.001, "": 1.0, "s": 1.0, "m": 60.0, "h": 3600.0, "d": 86400.0}


def parse_size(text: Union[str, int]) -> int:
    """Bytes of "2G", "512M", "1.5GiB" or a number; units are powers of 1024."""
    match = re.match(r"^(\d+(?:\.\d+)?) *([KMGT]?)(?:i?B)?$", str(text).strip(), re.I)
    size = int(float(match.group(1)) * _SIZES[match.group(2).upper()]) if match else 0
    if size <= 0:
        raise ValueError("%r is no size: write for example 512M or 2G" % (text,))
    return size


def parse_duration(text: Union[str, int, float]) -> float:
    """Seconds of "60s", "5m", "2h", "500ms" or a number."""
    match = re.match(r"^(\d+(?:\.\d+)?) *(ms|[smhd]?)$", str(text).strip())
    seconds = float(match.group(1)) * _TIMES[match.group(2)] if match else 0.0
    if seconds <= 0:
        raise ValueError("%r is no duration: write for example 60s or 5m" % (text,))
    return seconds


def parse_signal(text: Union[str, int]) -> int:
    """The number of "USR2", "SIGUSR2" or a number, as far as this system has it and it can be handled."""
    name = str(text).strip().upper()
    name = name if name.startswith("SIG") or name.isdigit() else "SIG" + name
    for member in signal.Signals:
        if name in (member.name, str(int(member))) and member.name not in ("SIGKILL", "SIGSTOP"):
            return int(member)
    raise ValueError("%r is no signal that can be handled: write for example USR2" % (text,))

# --- arenas ---

_ARENAS = re.compile(r"^(\d+) arenas \* (\d+) bytes/arena", re.M)
_POOLS = re.compile(r"^(\d+) unused pools \* (\d+) bytes", re.M)
_BYTES = re.compile(r"^# bytes (in|lost to) (.+?) +=\s+([\d,]+)$", re.M)
# class, size, pools, blocks in use, blocks free: the columns may touch only in heaps beyond what fits a machine
_CLASS = re.compile(r"^ *\d+ +\d+ +(\d+) +(\d+) +(\d+) *$", re.M)


def pymalloc_arenas() -> Optional[Dict[str, int]]:
    """
    The bytes of pymalloc's arenas by use; None where there is no pymalloc (`PYTHONMALLOC=malloc`, free-threaded).

    `allocatedBlockBytes + freeBlockBytes + headerBytes + freePools * poolBytes` is `arenas * arenaBytes`.
    Takes time by the number of pools.
    """
    return parse_stats(_stats_text())


def parse_stats(text: str) -> Optional[Dict[str, int]]:
    """The same from the text that 3.8 to 3.14 print; None if it says nothing of arenas, or does not add up."""
    arenas, pools = _ARENAS.search(text), _POOLS.search(text)
    if not arenas or not pools:
        return None
    head = text[: arenas.start()]
    rest = text[pools.start() :].partition("\nTotal")[0]
    lines = _BYTES.findall(text[arenas.start() : pools.start()] + rest)
    found = {(how, what): int(n.replace(",", "")) for how, what, n in lines}
    classes = [(int(n), int(used)) for n, used, _ in _CLASS.findall(head)]
    result = {
        "arenaBytes": int(arenas.group(2)),
        "arenas": int(arenas.group(1)),
        "poolBytes": int(pools.group(2)),
        "usedPools": sum(n for n, _ in classes),
        "freePools": int(pools.group(1)),
        "allocatedBlockBytes": found.get(("in", "allocated blocks"), 0),
        "freeBlockBytes": found.get(("in", "available blocks"), 0),
        "headerBytes": sum(n for (how, _), n in found.items() if how == "lost to"),
        "blocks": sum(used for _, used in classes),
    }
    parts = result["allocatedBlockBytes"] + result["freeBlockBytes"] + result["headerBytes"]
    whole = result["arenas"] * result["arenaBytes"]
    return result if parts + result["freePools"] * result["poolBytes"] == whole else None


def _stats_text() -> str:
    # The interpreter prints to C's stderr, so file descriptor 2 leads to a file for that moment. The call holds the
    # interpreter lock throughout: no other Python thread can print in between.
    if not hasattr(sys, "_debugmallocstats"):
        return ""
    try:
        saved = os.dup(2)
    except OSError:
        return ""  # a daemon that closed its stderr
    try:
        with _scratch_file() as file:
            os.dup2(file.fileno(), 2)
            try:
                sys._debugmallocstats()
            finally:
                os.dup2(saved, 2)
            file.seek(0)
            return file.read().decode("ascii", "replace")
    except OSError:
        return ""
    finally:
        os.close(saved)


def _scratch_file():
    if hasattr(os, "memfd_create"):
        try:
            return open(os.memfd_create("heapscope"), "w+b", buffering=0)
        except OSError:
            pass
    return tempfile.TemporaryFile(buffering=0)

# --- capture_file ---

# Less than this is not worth beginning.
LEAST_ROOM = 1 << 20


def partial_name(name, pid):
    """What a file that process `pid` writes is called until it is complete."""
    return ".%s.%d.part" % (name, pid)


class CaptureFile:
    """Written beside its place, readable by its owner only, and put there when it is complete."""

    def __init__(self, path):
        self.path = os.path.abspath(os.fspath(path))
        if isinstance(self.path, bytes):
            self.path = os.fsdecode(self.path)
        self.folder, self.name = os.path.split(self.path)
        self.partial = os.path.join(self.folder, partial_name(self.name, os.getpid()))
        self.compressed = self.name.endswith(".gz")

    def check_room(self):
        """Raises where the folder is missing or its disk is full."""
        if not os.path.isdir(self.folder):
            raise FileNotFoundError(errno.ENOENT, "There is no folder to write the capture to", self.folder)
        if not hasattr(os, "statvfs"):
            return
        state = os.statvfs(self.folder)
        if state.f_bavail * state.f_frsize < LEAST_ROOM:
            raise OSError(errno.ENOSPC, "The disk has no room for a capture", self.folder)

    def part(self):
        """A file without a name, for one part."""
        name = self.partial + "x"
        descriptor = os.open(name, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        os.unlink(name)
        return os.fdopen(descriptor, "w+b")

    def complete(self, write):
        """`write(file)` fills the file, which then takes its place. Returns its size."""
        descriptor = os.open(self.partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            write(file)
            file.flush()
            os.fsync(file.fileno())
            size = file.tell()
        os.replace(self.partial, self.path)
        return size

    def discard(self):
        for name in (self.partial, self.partial + "x"):
            try:
                os.unlink(name)
            except FileNotFoundError:
                pass

# --- capture_files ---

_ENDINGS = (".heapsnapshot.gz", ".heapsnapshot")


class CaptureFiles:
    """
    `NAME-PID-YYYYmmdd-HHMMSS-n.heapsnapshot.gz` in a folder.

    `out` is a folder, or a path that ends in `.heapsnapshot.gz` or `.heapsnapshot`, whose last part gives the NAME;
    else it is the program's. `keep` counts all captures of that NAME in the folder, of earlier processes too.
    """

    def __init__(self, out: str = ".", keep: int = 10):
        folder, name, self.ending = os.path.abspath(out), "", _ENDINGS[0]
        for ending in _ENDINGS:
            if out.endswith(ending):
                folder, name = os.path.split(folder)
                name, self.ending = name[: -len(ending)], ending
                break
        self.folder, self.name, self.keep = folder, name, keep
        self.count = 0

    def next_path(self) -> str:
        """The path of the next capture; makes the folder if it is not there."""
        os.makedirs(self.folder, exist_ok=True)
        self.count += 1
        self.name = self.name or program_name()
        stamp = time.strftime("%Y%m%d-%H%M%S")
        name = "%s-%d-%s-%d%s" % (self.name, os.getpid(), stamp, self.count, self.ending)
        return os.path.join(self.folder, name)

    def remove_old(self) -> None:
        """Removes the oldest captures of this NAME beyond `keep`; files with other names are never touched."""
        pattern = re.compile(re.escape(self.name) + r"-\d+-\d{8}-\d{6}-\d+" + re.escape(self.ending) + r"\Z")
        captures = []
        with os.scandir(self.folder) as entries:
            for entry in entries:
                if pattern.match(entry.name) and entry.is_file(follow_symlinks=False):
                    captures.append((entry.stat(follow_symlinks=False).st_mtime_ns, entry.path))
        for _, path in sorted(captures)[: -self.keep]:
            try:
                os.unlink(path)
            except FileNotFoundError:
                pass  # another process of the same program was faster


def program_name() -> str:
    """The running program's name as a part of a file name."""
    path = os.path.abspath(sys.argv[0]) if getattr(sys, "argv", None) and sys.argv[0] else "python"
    name = os.path.basename(path)
    if name == "__main__.py":
        name = os.path.basename(os.path.dirname(path))
    name = name[:-3] if name.endswith(".py") else name
    return re.sub(r"[^\w.]+", "_", name).strip("._") or "python"

# --- cgroup ---

_V2 = {"limit": "memory.max", "current": "memory.current", "peak": "memory.peak", "swapLimit": "memory.swap.max"}
_V1 = {
    "limit": "memory.limit_in_bytes",
    "current": "memory.usage_in_bytes",
    "peak": "memory.max_usage_in_bytes",
    "swapLimit": "memory.memsw.limit_in_bytes",
}
_UNLIMITED = 1 << 60  # version 1 writes the biggest multiple of a page for "no limit"


def cgroup_memory(proc: str = "/proc/self", root: str = "/sys/fs/cgroup") -> Optional[Dict[str, int]]:
    """
    Usage and limits of the process's memory cgroup in bytes, version 1 or 2; None without one.

    `limit` is the smallest of the group and its parents, as any of them kills; missing where there is none.
    """
    groups = {}
    try:
        with open(proc + "/cgroup") as file:
            for line in file:
                _, controllers, path = line.rstrip("\n").split(":", 2)
                groups.update({controller: path for controller in controllers.split(",")})
    except (OSError, ValueError):
        return None
    # Version 1 first: where both are mounted, version 2's hierarchy has no memory controller.
    if "memory" in groups:
        return _read(root + "/memory", groups["memory"], 1, _V1)
    if "" in groups:
        return _read(root, groups[""], 2, _V2)
    return None


def _read(root: str, path: str, version: int, files: Dict[str, str]) -> Optional[Dict[str, int]]:
    result: Dict[str, int] = {}
    for folder in _upwards(root, path):
        for name, file in files.items():
            value = _number(folder + "/" + file)
            if value is None:
                continue
            if name in ("limit", "swapLimit"):
                result[name] = min(value, result.get(name, value))
            else:
                result.setdefault(name, value)
    return {"version": version, **result} if result else None


def _upwards(root: str, path: str) -> Iterator[str]:
    # Inside a container the path may be that of the host, and only the root be visible.
    parts = [part for part in path.split("/") if part not in ("", "..")]
    for n in range(len(parts), -1, -1):
        yield "/".join([root] + parts[:n])


def _number(file: str) -> Optional[int]:
    try:
        with open(file) as text:
            value = int(text.read())
    except (OSError, ValueError):  # not there, or "max"
        return None
    return value if value < _UNLIMITED else None

# --- elf_symbols ---

Read = Callable[[int, int], bytes]

_X86_64 = 62
_LOAD, _DYNAMIC = 1, 2
_HASH, _STRINGS, _SYMBOLS, _GNU_HASH = 4, 5, 6, 0x6FFFFEF5
_FUNCTION = 2
_SYMBOL = struct.Struct("<IBBHQQ")
# What one object file may have at most; more is not what it seems to be.
_MAX_DYNAMIC, _MAX_CHAIN = 1 << 12, 1 << 16


class Mapped(NamedTuple):
    """A file that is mapped from its beginning."""

    name: str
    start: int


def mapped_files(maps: bytes) -> List[Mapped]:
    """The files in the text of `/proc/PID/maps` whose beginning is mapped, in the order of addresses."""
    found = []
    for line in maps.decode("utf-8", "replace").splitlines():
        parts = line.split(None, 5)
        if len(parts) == 6 and int(parts[2], 16) == 0 and parts[4] != "0":
            found.append(Mapped(parts[5], int(parts[0].split("-")[0], 16)))
    return found


def find_function(files: List[Mapped], name: str, read: Read) -> Optional[int]:
    """
    The address of a function in the first of `files` that defines it for others; None if none does.

    `read(address, size)` reads the process's memory, so files in containers and deleted ones are found as well. By the
    hash tables of the ELF specification (gABI) and of GNU.
    """
    for file in files:
        try:
            tables = _Tables(file.start, read)
            address = tables.function(name.encode())
        except (OSError, ValueError, OverflowError, struct.error):
            continue  # mapped data, or no ELF file of this processor
        if address:
            return address
    return None


class _Tables:
    """The dynamic symbols of one mapped file. Raises ValueError if it is no object file for x86-64."""

    def __init__(self, start: int, read: Read):
        self.start, self.read = start, read
        head = read(start, 64)
        if head[:6] != b"\x7fELF\x02\x01" or struct.unpack_from("<H", head, 18)[0] != _X86_64:
            raise ValueError("no ELF file for x86-64")
        segments = list(self._segments(head))
        self.bias = start - next(address for kind, address in segments if kind == _LOAD) // 4096 * 4096
        dynamic = next((address for kind, address in segments if kind == _DYNAMIC), None)
        if dynamic is None:
            raise ValueError("no dynamic symbols")
        self.places = self._places(dynamic + self.bias)

    def _segments(self, head: bytes):
        at, size, count = struct.unpack_from("<Q14xHH", head, 32)
        if count == 0 or size < 56:
            raise ValueError("no segments")
        table = self.read(self.start + at, size * count)
        for index in range(count):
            kind, _, _, address = struct.unpack_from("<IIQQ", table, index * size)
            yield kind, address

    def _places(self, at: int):
        places = {}
        for _ in range(_MAX_DYNAMIC):
            tag, value = struct.unpack("<QQ", self.read(at, 16))
            if tag == 0:
                break
            # glibc puts addresses here, musl leaves offsets.
            places[tag] = value if value >= self.start else value + self.bias
            at += 16
        return places

    def function(self, name: bytes) -> Optional[int]:
        for index in self._candidates(name):
            at = self.places[_SYMBOLS] + index * _SYMBOL.size
            text, info, _, section, value, _ = _SYMBOL.unpack(self.read(at, _SYMBOL.size))
            defined = section != 0 and value != 0 and info & 15 == _FUNCTION
            if defined and self.read(self.places[_STRINGS] + text, len(name) + 1) == name + b"\0":
                return value + self.bias
        return None

    def _candidates(self, name: bytes) -> Iterator[int]:
        if _SYMBOLS not in self.places or _STRINGS not in self.places:
            return iter(())
        if _GNU_HASH in self.places:
            return self._by_gnu_hash(name)
        return self._by_hash(name) if _HASH in self.places else iter(())

    def _word(self, at: int) -> int:
        return struct.unpack("<I", self.read(at, 4))[0]

    def _by_gnu_hash(self, name: bytes) -> Iterator[int]:
        table = self.places[_GNU_HASH]
        buckets, first, bloom_words, _ = struct.unpack("<IIII", self.read(table, 16))
        wanted = 5381
        for byte in name:
            wanted = (wanted * 33 + byte) & 0xFFFFFFFF
        bucket_table = table + 16 + bloom_words * 8
        index = self._word(bucket_table + wanted % buckets * 4) if buckets else 0
        for index in range(index, index + _MAX_CHAIN if index >= first and index else index):
            found = self._word(bucket_table + buckets * 4 + (index - first) * 4)
            if found | 1 == wanted | 1:
                yield index
            if found & 1:
                return

    def _by_hash(self, name: bytes) -> Iterator[int]:
        table = self.places[_HASH]
        buckets = self._word(table)
        wanted = 0
        for byte in name:
            wanted = (wanted << 4) + byte
            wanted = (wanted ^ (wanted & 0xF0000000) >> 24) & 0x0FFFFFFF
        index = self._word(table + 8 + wanted % buckets * 4) if buckets else 0
        for _ in range(_MAX_CHAIN):
            if not index:
                return
            yield index
            index = self._word(table + 8 + (buckets + index) * 4)

# --- forking ---

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

# --- layout ---

NODE_TYPE_NAMES = ["hidden", "array", "string", "object", "code", "closure", "regexp", "number", "native", "synthetic"]
EDGE_TYPE_NAMES = ["context", "element", "property", "internal", "hidden", "shortcut", "weak"]
NODE_FIELD_NAMES = (
    "type name id self_size edge_count trace_node_id detachedness refcount length generation flags preview".split()
)
NODE_FIELDS = len(NODE_FIELD_NAMES)

STRING_NODE, OBJECT_NODE, CODE_NODE, CLOSURE_NODE, NUMBER_NODE, SYNTHETIC_NODE = 2, 3, 4, 5, 7, 9
CONTEXT, ELEMENT, PROPERTY, INTERNAL, WEAK = 0, 1, 2, 3, 6

FLAG_IMMORTAL = 1
FLAG_FINALIZER = 2
FLAG_VALUE = 4
FLAG_PYTHON_CLASS = 8
FLAG_CLASS_WITH_DICT = 16
FLAG_CLASS_WITH_SLOTS = 32
FLAG_HAS_DICT = 64

IMMORTAL_COUNT = 4294967295
# 3.11 gives its immortal objects 999999999 references, 3.12 and later more than this.
IMMORTAL_FROM = 900000000

FORMAT_META = {
    "node_fields": NODE_FIELD_NAMES,
    "node_types": [NODE_TYPE_NAMES, "string"] + ["number"] * 9 + ["string"],
    "edge_fields": ["type", "name_or_index", "to_node"],
    "edge_types": [EDGE_TYPE_NAMES, "string_or_number", "node"],
    "trace_function_info_fields": ["function_id", "name", "script_name", "script_id", "line", "column"],
    "trace_node_fields": ["id", "function_info_index", "count", "size", "children"],
    "sample_fields": ["timestamp_us", "last_assigned_id"],
    "location_fields": ["object_index", "script_id", "line", "column"],
}

# --- malloc ---

_FIELDS = "arena ordblks smblks hblks hblkhd usmblks fsmblks uordblks fordblks keepcost".split()


def malloc_info(data_size: int = 0) -> Optional[Dict[str, int]]:
    """
    Bytes of malloc's heaps: `used + free` is `system`; `mapped` (big blocks with mappings of their own) comes on top.
    None where the C library does not tell (musl, macOS, Windows).

    `data_size`: VmData of the process. glibc before 2.33 has only `mallinfo`, whose numbers have 32 bits; they are
    left out where they could have wrapped. Takes time by the number of free chunks.
    """
    for name, reader in _READERS:
        if name == "mallinfo2" or data_size < 2**32:
            info = reader()
            return {
                "system": info.arena,
                "mapped": info.hblkhd,
                "used": info.uordblks,
                "free": info.fordblks,
                "releasable": info.keepcost,
            }
    return None


def _readers() -> Tuple[Tuple[str, Callable], ...]:
    try:
        import ctypes

        library = ctypes.CDLL(None)
    except (ImportError, OSError, TypeError):
        return ()
    for name, number in (("mallinfo2", ctypes.c_size_t), ("mallinfo", ctypes.c_uint)):
        if hasattr(library, name):
            fields = [(field, number) for field in _FIELDS]
            reader = getattr(library, name)
            reader.restype = type("MallocInfo", (ctypes.Structure,), {"_fields_": fields})
            return ((name, reader),)
    return ()


# Made with the agent: made with a capture, it would grow the program that is captured.
_READERS = _readers()

# --- pages ---

# An object has at least 16 bytes, so no two of them begin in the same slot.
SLOTS_PER_PAGE = 4096
# The slot of an object that belongs to the agent and stays out of the capture.
OWN_SLOT = -1


class PageMap(dict):
    """`pages[address >> 16][address >> 4 & 4095]` is what `to_node` says of the object there; 0 where none was seen.

    Each page costs 16 KiB and holds the places of 64 KiB: a quarter of the heap, with objects of 64 bytes 16 bytes
    an object. `numbers` gives pages the numbers that ids are made of, `table` leads back. An object's id is
    `first_ids[address >> 16] + (address >> 3)`.
    """

    def __init__(self):
        super().__init__()
        self.numbers = {}
        self.first_ids = {}
        self.table = []
        self.number_of(0)

    def __missing__(self, page):
        self.number_of(page)
        slots = self[page] = array("i", bytes(4 * SLOTS_PER_PAGE))
        return slots

    def number_of(self, page):
        if page not in self.numbers:
            self.numbers[page] = len(self.table)
            self.table.append(page)
            self.first_ids[page] = (self.numbers[page] - page) << 13
        return self.numbers[page]

    def node_id(self, address):
        return self.number_of(address >> 16) << 13 | (address & 0xFFFF) >> 3

    def slot(self, obj):
        address = id(obj)
        return self[address >> 16][address >> 4 & 4095]

    def exclude(self, obj):
        """The object stays out: edges to it are dropped and nothing is read from it."""
        address = id(obj)
        self[address >> 16][address >> 4 & 4095] = OWN_SLOT

# --- places ---

def code_place(code, line=None):
    name = getattr(code, "co_qualname", code.co_name)
    return "%s (%s:%d)" % (name, code.co_filename, code.co_firstlineno if line is None else line)


def suspended_preview(kind, prefix):
    code_of = kind.__dict__[prefix + "code"].__get__
    frame_of = kind.__dict__[prefix + "frame"].__get__

    def preview(obj):
        code, frame = code_of(obj), frame_of(obj)
        return code_place(code, frame.f_lineno if frame is not None else None)

    return preview

# --- proc ---

_SIZE = re.compile(rb"^(Rss|Pss|Swap|VmRSS|VmSwap):\s+(\d+) kB", re.M)
# Names of files every CPython maps: its library, itself, or its extension modules.
_VERSION = re.compile(rb"libpython(3\.\d+)|/python(3\.\d+)[^/\n]*$|/python(3\.\d+)/lib-dynload/", re.M)
_EXTENSION = re.compile(rb"\.cpython-3(\d+)t?-\S+\.so$", re.M)


def read_stat(pid: int) -> Optional[Tuple[str, int, float, int]]:
    """State letter, parent, CPU seconds used, and start time in ticks; None if there is no such process."""
    try:
        with open("/proc/%d/stat" % pid, "rb") as file:
            fields = file.read().rpartition(b")")[2].split()
        cpu = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
        return fields[0].decode(), int(fields[1]), cpu, int(fields[19])
    except (OSError, ValueError, IndexError):
        return None


def read_sizes(pid: int) -> Dict[str, int]:
    """RSS, PSS and swap in bytes, without the PSS where reading it is not allowed; {} for a process that has ended."""
    for name in ("smaps_rollup", "status"):
        try:
            with open("/proc/%d/%s" % (pid, name), "rb") as file:
                found = {key: int(size) * 1024 for key, size in _SIZE.findall(file.read())}
        except OSError:
            continue
        names = ((b"Rss", "rss"), (b"VmRSS", "rss"), (b"Pss", "pss"), (b"Swap", "swap"), (b"VmSwap", "swap"))
        sizes = {to: found[key] for key, to in names if key in found}
        if sizes:
            return sizes
    return {}


def read_children(pid: int) -> List[Dict[str, int]]:
    """All processes below `pid` with their RSS in bytes, by number."""
    below: Dict[int, List[int]] = {}
    for name in os.listdir("/proc"):
        if name.isdigit():
            stat = read_stat(int(name))
            if stat:
                below.setdefault(stat[1], []).append(int(name))
    found, waiting = [], list(below.get(pid, []))
    while waiting:
        child = waiting.pop()
        waiting += below.get(child, [])
        found.append(child)
    sizes = [(child, read_sizes(child)) for child in sorted(found)]
    return [{"pid": child, "rss": size["rss"]} for child, size in sizes if "rss" in size]


def read_argv(pid: int) -> List[str]:
    """The command line; [] if it cannot be read."""
    try:
        with open("/proc/%d/cmdline" % pid, "rb") as file:
            return [part.decode("utf-8", "replace") for part in file.read().split(b"\0")[:-1]]
    except OSError:
        return []


def read_maps(pid: int) -> bytes:
    """The text of `/proc/PID/maps`; empty if it cannot be read."""
    try:
        with open("/proc/%d/maps" % pid, "rb") as file:
            return file.read()
    except OSError:
        return b""


def python_version(maps: bytes) -> str:
    """"3.11", by the names of what a process has mapped; "" if that does not tell."""
    match = _VERSION.search(maps)
    if match:
        return next(group for group in match.groups() if group).decode()
    match = _EXTENSION.search(maps)
    return "3." + match.group(1).decode() if match else ""


def describe(pid: int) -> Dict[str, Any]:
    """`pid`, `argv` and `python` as the header of a series has them."""
    version = python_version(read_maps(pid))
    return {"pid": pid, "argv": read_argv(pid), **({"python": version} if version else {})}

# --- program ---

class ProgramError(Exception):
    """The program cannot be started; the text says why."""


def load_program(command: List[str]) -> Tuple[types.ModuleType, types.CodeType]:
    """
    A script, a folder or zip file with a `__main__.py`, or `-m` and a module, made ready to be run as `python COMMAND`
    does: `sys.argv`, `sys.path[0]` and `__main__` are the same. Raises ProgramError.
    """
    if command == ["-m"]:
        raise ProgramError("-m wants the name of a module.")
    module = types.ModuleType("__main__")
    code = _load_module(module, command[1:]) if command[0] == "-m" else _load_path(module, command)
    module.__dict__["__builtins__"] = builtins
    sys.modules["__main__"] = module
    return module, code


def run_program(module: types.ModuleType, code: types.CodeType) -> NoReturn:
    """Runs what `load_program` gave, and does not return: uncaught exceptions and the exit code are as in Python."""
    try:
        exec(code, module.__dict__)
    except SystemExit:
        raise
    except BaseException as error:
        # Shown here, without the frames that brought the program up; then let go on silently, for the exit code.
        trace = error.__traceback__.tb_next if error.__traceback__ else None
        sys.excepthook(type(error), error.with_traceback(trace), trace)
        sys.excepthook = _silent
        raise
    sys.exit(0)


def _silent(*_error) -> None:
    pass


def _load_module(module: types.ModuleType, command: List[str]):
    sys.argv[:] = ["-m"] + command[1:]
    _set_first_path(os.getcwd())
    try:
        _, spec, code = runpy._get_module_details(command[0])
    except ImportError as error:
        raise ProgramError("module %s cannot be run: %s" % (command[0], error)) from None
    sys.argv[0] = spec.origin
    _describe(module, spec.origin, spec.loader, spec.parent, spec.cached, spec)
    return code


def _load_path(module: types.ModuleType, command: List[str]):
    path = command[0]
    sys.argv[:] = command
    if _is_container(path):
        _set_first_path(os.path.abspath(path) if sys.version_info >= (3, 9) else path)
        own = sys.modules.pop("__main__")  # else it would be found instead
        try:
            _, spec, code = runpy._get_module_details("__main__")
        except ImportError as error:
            sys.modules["__main__"] = own
            raise ProgramError("%s cannot be run: %s" % (path, error)) from None
        _describe(module, spec.origin, spec.loader, spec.parent, spec.cached, spec)
        return code
    _set_first_path(os.path.dirname(os.path.realpath(path)))
    if sys.version_info >= (3, 9):
        path = os.path.abspath(path)
    try:
        with io.open_code(os.path.abspath(path)) as file:
            source = file.read()
    except OSError as error:
        raise ProgramError("%s cannot be opened: %s" % (command[0], error.strerror)) from None
    _describe(module, path, SourceFileLoader("__main__", path), None, None, None)
    try:
        return compile(source, path, "exec", dont_inherit=True)
    except (SyntaxError, ValueError) as error:
        sys.excepthook(type(error), error.with_traceback(None), None)
        sys.exit(1)


def _describe(module: types.ModuleType, file: str, loader, package, cached, spec) -> None:
    names = {"__file__": file, "__loader__": loader, "__package__": package, "__cached__": cached, "__spec__": spec}
    module.__dict__.update(names)


def _is_container(path: str) -> bool:
    if os.path.isdir(path):
        return True
    try:
        with open(path, "rb") as file:
            return file.read(4) == b"PK\x03\x04"
    except OSError:
        return False


def _set_first_path(path: str) -> None:
    # The first entry is ours: the folder of the agent or the current one. With -P and -I there is none.
    if getattr(sys.flags, "safe_path", False) or sys.flags.isolated:
        return
    sys.path[0] = path

# --- raw_memory ---

WORD = struct.calcsize("P")
# More than any processor gives a program.
ALL_ADDRESSES = 1 << 57
# PyBUF_READ
READ_ONLY = 0x100


def words_at(address, count):
    import ctypes

    return struct.unpack("%dP" % count, ctypes.string_at(address, WORD * count))


def find_word(address, wanted, limit):
    """The index of a word; raises ValueError if it is not among the first `limit`. Reads no word behind it."""
    for index in range(limit):
        if words_at(address + WORD * index, 1)[0] == wanted:
            return index
    raise ValueError("not found")


def object_at(address):
    import _ctypes

    return _ctypes.PyObj_FromPtr(address)


def pointers_behind(bases, places):
    """
    The objects that the words `places` behind each of `bases` point to, as an iterator of (address of the word, object)
    without the words that are NULL. `places` counts words.

    All that happens when it is advanced happens in C: `list` of it is one step of the interpreter, in which no other
    thread lets go of an object between the look at its address and the reference to it. That is true of `bases`, too,
    where these are an iterator of this kind.
    """
    import ctypes

    each = chain.from_iterable(map(repeat, bases, repeat(len(places))))
    words = map(add, each, cycle([WORD * place for place in places]))
    filled, again = tee(filter(ctypes.c_void_p.from_address, words))
    return zip(filled, map(attrgetter("value"), map(ctypes.py_object.from_address, again)))


def words_behind(bases, place):
    """The word `place` behind each of `bases`, None for 0, as an iterator that works in C like `pointers_behind`."""
    import ctypes

    return map(attrgetter("value"), map(ctypes.c_void_p.from_address, map(add, bases, repeat(WORD * place))))


def python_interface():
    """Python's C functions. An object of our own: what types we give functions is not seen by the program."""
    import ctypes

    return ctypes.PyDLL(ctypes.pythonapi._name, handle=ctypes.pythonapi._handle)


def whole_memory():
    """All addresses as bytes. Of functions of Python's own, as a new type of them would be seen in the program."""
    import _ctypes
    import ctypes

    if hasattr(ctypes, "memoryview_at"):
        return ctypes.memoryview_at(0, ALL_ADDRESSES, True)
    from_memory = type(ctypes._cast)(_ctypes.dlsym(ctypes.pythonapi._handle, "PyMemoryView_FromMemory"))
    from_memory.argtypes = ctypes.c_void_p, ctypes.c_ssize_t, ctypes.c_int
    return from_memory(0, ALL_ADDRESSES, READ_ONLY)


def interpreter_address():
    import ctypes

    interface = python_interface()
    # 3.8 has it under another name.
    current = getattr(interface, "PyInterpreterState_Get", None) or interface._PyInterpreterState_Get
    current.restype, current.argtypes = ctypes.c_void_p, ()
    return current()

# --- references ---

class OwnReferences(dict):
    def add(self, address, count=1):
        self[address] = self.get(address, 0) + count

# --- rendezvous ---

MAX_BYTES = 1 << 16


def shared_folder() -> str:
    """The folder both sides look in: /tmp whatever TMPDIR says, as the other side may have another."""
    return "/tmp" if os.path.isdir("/tmp") else tempfile.gettempdir()


def notice_path(pid: int, root: str = "") -> str:
    """Where process `pid` (as it knows itself) says on which signal it makes captures."""
    return "%s%s/heapscope-%d.json" % (root, shared_folder(), pid)


def request_path(pid: int, root: str = "") -> str:
    """Where the folder of a request to process `pid` is written."""
    return "%s%s/heapscope-%d.request" % (root, shared_folder(), pid)


def start_time(pid: str) -> int:
    """When the process began, in clock ticks since boot: tells it from another one with the same number. 0 unknown."""
    try:
        with open("/proc/%s/stat" % pid, "rb") as file:
            return int(file.read().rpartition(b")")[2].split()[19])
    except (OSError, ValueError, IndexError):
        return 0


def write_private(path: str, data: Dict[str, Any], owner: Optional[int] = None) -> None:
    """
    Writes JSON to a new file only its owner can read. Never follows a link nor opens what is there: raises
    FileExistsError if somebody put something at the path.
    """
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)
    file = os.open(path, flags, 0o600)
    try:
        os.write(file, json.dumps(data).encode())
        if owner is not None and owner != os.geteuid():
            os.fchown(file, owner, -1)
    finally:
        os.close(file)


def read_private(path: str, owner: int) -> Optional[Dict[str, Any]]:
    """The JSON object in a file; None if there is none, or it is no regular file of `owner` that only they can write."""
    try:
        file = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    except OSError:
        return None
    try:
        status = os.fstat(file)
        if not stat.S_ISREG(status.st_mode) or status.st_uid != owner or status.st_mode & 0o022:
            return None
        data = json.loads(os.read(file, MAX_BYTES).decode())
    except (OSError, ValueError):
        return None
    finally:
        os.close(file)
    return data if isinstance(data, dict) else None


def announce(signal_number: int) -> None:
    """Says that this process makes captures on a signal. Raises OSError if that cannot be written."""
    path = notice_path(os.getpid())
    if read_private(path, os.geteuid()) is not None:
        os.unlink(path)  # of an earlier process with this number
    write_private(path, {"pid": os.getpid(), "start": start_time("self"), "signal": signal_number})


def withdraw() -> None:
    """Removes what `announce` wrote for this process."""
    path = notice_path(os.getpid())
    if read_private(path, os.geteuid()) is not None:
        os.unlink(path)


def take_request() -> str:
    """The folder of the request that waits for this process; "" if there is none."""
    path = request_path(os.getpid())
    request = read_private(path, os.geteuid())
    if request is None:
        return ""
    os.unlink(path)
    folder = request.get("folder")
    return folder if isinstance(folder, str) else ""

# --- sampled ---

# Young collections come hundreds of times a second. Shorter ones are not written, full ones always are.
LEAST_PAUSE = 0.001


class Reporter:
    """Writes lines to a pipe, and drops them (counted) rather than wait for whoever reads it."""

    def __init__(self, pipe: int):
        self.pipe, self.dropped, self.began = pipe, 0, 0.0

    def start(self, interval: float) -> None:
        """Reports from now on, every `interval` seconds and on collections, here but not in forked processes."""
        os.set_blocking(self.pipe, False)
        os.set_inheritable(self.pipe, False)
        gc.callbacks.append(self._on_collection)
        if hasattr(os, "register_at_fork"):
            os.register_at_fork(after_in_child=self._stop)
        _thread.start_new_thread(self._loop, (interval,))

    def _stop(self) -> None:
        self.pipe = -1
        gc.callbacks[:] = [callback for callback in gc.callbacks if callback != self._on_collection]

    def _loop(self, interval: float) -> None:
        while self.pipe >= 0:
            reading: Dict[str, Any] = {"gc": list(gc.get_count())}
            if tracemalloc.is_tracing():
                reading["traced"], reading["peak"] = tracemalloc.get_traced_memory()
            if self.dropped:
                reading["dropped"] = self.dropped
            self._write(reading)
            time.sleep(interval)

    def _on_collection(self, phase: str, info: Dict[str, int]) -> None:
        now = time.perf_counter()
        if phase == "start":
            self.began = now
            return
        took = now - self.began
        if took >= LEAST_PAUSE or info["generation"] == 2:
            event = {"t": time.time(), "event": "gc", "generation": info["generation"], "took": round(took, 6)}
            self._write({**event, "collected": info["collected"]})

    def _write(self, line: Dict[str, Any]) -> None:
        try:
            os.write(self.pipe, json.dumps(line).encode() + b"\n")
        except BlockingIOError:
            self.dropped += 1
        except OSError:
            self._stop()  # nobody reads any more


def report_to(pipe: int, interval: float, frames: int) -> None:
    """Begins to report to `pipe`; `frames`: of tracemalloc, 0 to leave it as it is."""
    if frames:
        tracemalloc.start(frames)
    Reporter(pipe).start(interval)

# --- segments ---

COMPRESSION_LEVEL = 1


class Segment:
    """One part: a temporary file, deflated if asked, that begins and ends on a whole byte."""

    def __init__(self, file, compress):
        self.file = file
        self.deflate = zlib.compressobj(COMPRESSION_LEVEL, zlib.DEFLATED, -15) if compress else None
        self.crc = 0
        self.length = 0
        self.started = False

    def rows(self, text):
        """Adds rows, with a comma between them and those before."""
        if self.started:
            text = ",\n" + text
        self.started = True
        self.write(text.encode("ascii"))

    def write(self, data):
        self.length += len(data)
        if self.deflate:
            self.crc = zlib.crc32(data, self.crc)
            data = self.deflate.compress(data)
        if data:
            self.file.write(data)

    def write_packed(self, data, packed):
        """Adds data that was deflated elsewhere: whole bytes, with no repetition of what stands before them."""
        self.length += len(data)
        self.crc = zlib.crc32(data, self.crc)
        # Nothing that follows may repeat what stands before, either.
        self.file.write(self.deflate.flush(zlib.Z_FULL_FLUSH))
        self.file.write(packed)

    def finish(self):
        if self.deflate:
            self.file.write(self.deflate.flush(zlib.Z_SYNC_FLUSH))
        self.file.flush()


def crc32_shifted(crc, length):
    """The checksum after `length` zero bytes: a matrix over GF(2), squared as often as length has bits (zlib's way)."""
    matrix = [0xEDB88320] + [1 << bit for bit in range(31)]
    for _ in range(3):
        matrix = crc32_squared(matrix)
    while length:
        if length & 1:
            crc = crc32_applied(matrix, crc)
        matrix = crc32_squared(matrix)
        length >>= 1
    return crc


def crc32_applied(matrix, vector):
    total = 0
    for row in matrix:
        if vector & 1:
            total ^= row
        vector >>= 1
    return total


def crc32_squared(matrix):
    return [crc32_applied(matrix, row) for row in matrix]


def join_segments(target, segments):
    """Writes the segments behind each other into `target`: one gzip member, or plain text."""
    compressed = segments[0].deflate is not None
    if compressed:
        target.write(b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x04\xff")
    crc = length = 0
    for segment in segments:
        segment.finish()
        segment.file.seek(0)
        while True:
            block = segment.file.read(1 << 20)
            if not block:
                break
            target.write(block)
        crc = crc32_shifted(crc, segment.length) ^ segment.crc
        length += segment.length
    if compressed:
        target.write(b"\x03\x00" + struct.pack("<LL", crc, length & 0xFFFFFFFF))

# --- smaps ---

# "55fe4de38000-55fe4de3a000 r--p 00000000 fe:00 247278                     /usr/bin/head"
_HEAD = re.compile(rb"^[0-9a-f]+-[0-9a-f]+ \S{4} [0-9a-f]+ \S+ \d+ *(.*)$")
_FIELDS_smaps = {b"Size:": "size", b"Rss:": "rss", b"Pss:": "pss", b"Swap:": "swap", b"Anonymous:": "anonymous"}
_SHARED = ("/dev/shm/", "/memfd:", "/SYSV", "/dev/zero", "/[aio]")


def region_kind(path: str) -> str:
    """What a mapping with this path in `/proc/PID/maps` holds, in the words of the capture's format."""
    if path == "[heap]":
        return "heap"
    if path.startswith("[stack"):
        return "stack"
    if path == "" or path.startswith("[anon:"):
        return "anonymous"
    if path.startswith(_SHARED) or path.startswith("[anon_shmem:"):
        return "shared"
    return "file" if path.startswith("/") else "other"


def read_regions(lines: Iterable[bytes]) -> Tuple[List[Dict[str, Any]], Dict[str, int]]:
    """
    The lines of an smaps file as regions and their totals, in bytes.

    Regions gather file and shared mappings by path, all other memory by kind; the biggest comes first. The totals
    are sums of the same lines, so `rss`, `pss`, and `swap` add up, and `anonymous + file + shared` is `rss`.
    """
    regions: Dict[Tuple[str, str], Dict[str, Any]] = {}
    totals = {"rss": 0, "pss": 0, "swap": 0, "anonymous": 0, "file": 0, "shared": 0}
    region: Dict[str, Any] = {}
    kind = "other"
    for line in lines:
        field = _FIELDS_smaps.get(line.split(b" ", 1)[0])
        if field is None:
            head = _HEAD.match(line)
            if head:
                path = head.group(1).decode("utf-8", "replace")
                kind = region_kind(path)
                key = (kind, path if kind in ("file", "shared", "other") else "")
                region = regions.setdefault(key, _empty(*key))
            continue
        size = int(line.split()[1]) * 1024
        if field == "anonymous":
            totals["anonymous"] += size
            totals["shared" if kind == "shared" else "file"] -= size
            continue
        region[field] += size
        if field != "size":
            totals[field] += size
        if field == "rss":
            totals["shared" if kind == "shared" else "file"] += size
    return sorted(regions.values(), key=lambda r: (-r["rss"], r["path"])), totals


def _empty(kind: str, path: str) -> Dict[str, Any]:
    return {"kind": kind, "path": path, "size": 0, "rss": 0, "pss": 0, "swap": 0}

# --- typefacts ---

READ_DICT = type.__dict__["__dict__"].__get__
READ_BASES = type.__dict__["__bases__"].__get__
TYPE_FLAGS = type.__dict__["__flags__"].__get__
READ_MRO = type.__dict__["__mro__"].__get__
TYPE_MODULE = type.__dict__["__module__"].__get__
TYPE_QUALNAME = type.__dict__["__qualname__"].__get__
TYPE_NAME = type.__dict__["__name__"].__get__
TYPE_BASIC_SIZE = type.__dict__["__basicsize__"].__get__
TYPE_ITEM_SIZE = type.__dict__["__itemsize__"].__get__
TYPE_DICT_OFFSET = type.__dict__["__dictoffset__"].__get__

HEAP_TYPE_FLAG = 1 << 9
COLLECTED_FLAG = 1 << 14
MANAGED_WEAKREF_FLAG = 1 << 3
MANAGED_DICT_FLAG = 1 << 4
DICT_SUBCLASS_FLAG = 1 << 29
TYPE_SUBCLASS_FLAG = 1 << 31


def type_mro(kind):
    """The class and its bases; of a class of C code that was never made ready the class alone."""
    return READ_MRO(kind) or (kind,)


def type_bases(kind):
    """The bases of a class. One that C code never made ready has none: Python itself ends by a signal when asked."""
    if READ_MRO(kind) is None:
        raise AttributeError("__bases__")
    return READ_BASES(kind)


def type_namespace(kind):
    """What the class itself defines; empty if it was never made ready."""
    return READ_DICT(kind) if READ_MRO(kind) else {}


def in_namespace(kind, name):
    """What the class or a base holds under `name`, from the dictionaries themselves; None if nothing."""
    for base in type_mro(kind):
        namespace = type_namespace(base)
        if name in namespace:
            return namespace[name]
    return None


def full_name(kind):
    """`module.qualname`; classes of `builtins` without the module."""
    try:
        name = TYPE_QUALNAME(kind)
    except AttributeError:
        name = TYPE_NAME(kind)
    try:
        module = TYPE_MODULE(kind)
    except AttributeError:
        module = None
    if type(name) is not str:
        name = TYPE_NAME(kind)
    return name if type(module) is not str or module == "builtins" else module + "." + name


def is_python_class(kind):
    """Made by a `class` statement: its instances have a `__dict__`, weak references or slots of a Python class."""
    if not TYPE_FLAGS(kind) & HEAP_TYPE_FLAG:
        return False
    namespace = type_namespace(kind)
    if "__slots__" in namespace or "__firstlineno__" in namespace:
        return True
    return any(type(value) is types.FunctionType for value in namespace.values()) or (
        "__dict__" in namespace or "__weakref__" in namespace or TYPE_DICT_OFFSET(kind) != 0
    )


def member_getters(kind):
    """The readers of the fields that C structures and slots show, nearest class first: [(name, read)]."""
    found = []
    for base in type_mro(kind):
        for name, value in type_namespace(base).items():
            if type(value) is types.MemberDescriptorType and type(name) is str:
                found.append((name, value.__get__))
    return found

# --- calm ---

WALKING_INTERVAL = 0.1
WRITING_INTERVAL = 1e-6
BLOCK_BYTES = 2 << 20


class CalmThreads:
    """Between `begin` and `end` the switch interval is ours. `deadline`: of `time.monotonic()`.

    No context manager: its `__exit__` would be an object of ours that only the interpreter's stack holds.
    """

    def __init__(self, deadline):
        self.deadline = deadline
        self.begun = False

    def begin(self):
        self.interval = sys.getswitchinterval()
        self.begun = True
        sys.setswitchinterval(WALKING_INTERVAL)

    def end(self):
        self.begun = False
        sys.setswitchinterval(self.interval)

    def write(self, write, data):
        """Others may run meanwhile, but not for long. Raises CaptureError when the time is over."""
        if time.monotonic() > self.deadline:
            raise CaptureError("The capture was not ready in time. Give a longer timeout.")
        if self.begun:
            sys.setswitchinterval(WRITING_INTERVAL)
        try:
            write(data)
        finally:
            if self.begun:
                sys.setswitchinterval(WALKING_INTERVAL)


class CalmSegment(Segment):
    """Gathers blocks before it writes."""

    def __init__(self, file, compress, calm):
        super().__init__(file, compress)
        self.calm = calm
        self.block = []
        self.waiting = 0

    def write(self, data):
        self.block.append(data)
        self.waiting += len(data)
        if self.waiting >= BLOCK_BYTES:
            self.write_block()

    def write_block(self):
        block, self.block, self.waiting = b"".join(self.block), [], 0
        self.calm.write(super().write, block)

    def finish(self):
        self.write_block()
        super().finish()

# --- header ---

AGENT_VERSION = "0.1.0"
CAPTURE_FORMAT = 1


def capture_header(capture, facts, frozen, redactor):
    argv = [text for text in sys.argv if type(text) is str] if hasattr(sys, "argv") else []
    py = {
        "format": CAPTURE_FORMAT,
        "agent": AGENT_VERSION,
        "accelerator": capture.accelerated,
        "byAddress": capture.accelerated or capture.by_address,
        "python": {
            "version": sys.version.split()[0],
            "implementation": sys.implementation.name,
            "debug": hasattr(sys, "gettotalrefcount"),
            "pointerBits": 8 * struct.calcsize("P"),
            "platform": sys.platform,
        },
        "argv": [redactor.text(text) for text in argv] if redactor else argv,
        "pid": os.getppid() if capture.forked else os.getpid(),
        "time": capture.time,
        "pause": capture.pause if capture.forked else time.perf_counter() - capture.clock,
        "took": time.perf_counter() - capture.clock,
        "forked": capture.forked,
        "collected": capture.collected,
        "redacted": capture.redact,
        "gc": {
            "enabled": capture.gc_enabled,
            "thresholds": list(gc.get_threshold()),
            "counts": list(capture.gc_counts),
            "stats": gc.get_stats(),
            "frozen": frozen,
        },
    }
    if capture.memory:
        py["memory"] = redactor.memory(capture.memory) if redactor else capture.memory
    py.update(facts)
    return {"meta": FORMAT_META, "root_index": 0, "py": py}

# --- inline ---

NULL_POINTER = bytes(WORD)
INLINE_VALUES_FLAG = 1 << 2
VALUES_BEHIND_OBJECT = sys.version_info >= (3, 13)


class InlineValues:
    """Finds and reads the key table that a class shares with its instances, and the values of an instance."""

    def __init__(self):
        # Not at the top: parts of Python come without ctypes.
        import ctypes

        self.bytes_at = ctypes.string_at
        self.shared_keys_offset = self.find_shared_keys()

    def words(self, address, count):
        return struct.unpack("%dP" % count, self.bytes_at(address, WORD * count))

    def find_shared_keys(self):
        words = self.words(id(LayoutProbe), type.__basicsize__ // WORD)
        name = next(
            index
            for index in range(len(words) - 3)
            if words[index] == id(LayoutProbe.__name__) and words[index + 2] == id(LayoutProbe.__qualname__)
        )
        return (name + 3) * WORD

    def shape_of(self, kind):
        if not TYPE_FLAGS(kind) & MANAGED_DICT_FLAG:
            return None
        if VALUES_BEHIND_OBJECT and not TYPE_FLAGS(kind) & INLINE_VALUES_FLAG:
            return None
        return InlineShape(self, kind)

    def shared_keys(self, kind):
        """(names, capacity) of the key table; the names are the objects themselves."""
        table = self.words(id(kind) + self.shared_keys_offset, 1)[0]
        if not table:
            return [], 0
        header = self.bytes_at(table, 16 + 2 * WORD)
        log2_index_bytes, unicode_kind = header[WORD + 1], header[WORD + 2]
        usable, used = struct.unpack_from("nn", header, 16)
        if unicode_kind not in (1, 2) or not 0 <= used <= 64 or not 0 <= usable <= 64 or log2_index_bytes > 8:
            return [], 0
        entries = self.words(table + 16 + 2 * WORD + (1 << log2_index_bytes), 2 * used)
        return self.objects_at(entries[::2]), used + usable

    def objects_at(self, addresses):
        import ctypes

        return [ctypes.cast(address, ctypes.py_object).value for address in addresses]

    def key_objects(self, kind):
        return self.shared_keys(kind)[0] if TYPE_FLAGS(kind) & MANAGED_DICT_FLAG else []


class InlineShape:
    """How the instances of one class keep their attributes."""

    def __init__(self, values, kind):
        self.values = values
        self.basic_size = TYPE_BASIC_SIZE(kind)
        self.names, self.capacity = values.shared_keys(kind)
        self.kind = kind
        # A place for each attribute, and a byte for each that tells the order in which they came.
        order = self.capacity if VALUES_BEHIND_OBJECT else self.capacity + 2
        places = self.capacity + 1 if VALUES_BEHIND_OBJECT else self.capacity
        self.size = (order + WORD - 1) // WORD * WORD + places * WORD

    def has_dict(self, obj):
        """Whether its `__dict__` exists though the collector does not report it: 3.13 and later."""
        return VALUES_BEHIND_OBJECT and self.values.bytes_at(id(obj) - 3 * WORD, WORD) != NULL_POINTER

    def attributes(self, obj):
        """([(name, address of the value)], address of the `__dict__` or 0, whether all names have a value).

        A name is None where the `__dict__` shows the value.
        """
        names, address = self.names, id(obj)
        if VALUES_BEHIND_OBJECT:
            dict_address = self.values.words(address - 3 * WORD, 1)[0]
            head = self.values.bytes_at(address + self.basic_size, 4)
            # size, used, owned, valid
            if not head[3]:
                return [], dict_address, False
            start = address + self.basic_size + WORD
            count = min(head[0], len(names))
        elif sys.version_info >= (3, 12):
            pointer = self.values.words(address - 3 * WORD, 1)[0]
            if not pointer & 1:
                return [], pointer, False
            start, count = pointer + 1, len(names)
        else:
            start, dict_address = self.values.words(address - 4 * WORD, 2)
            if dict_address or not start:
                return [], dict_address, False
            count = len(names)
        if not count:
            return [], 0, True
        words = self.values.words(start, count)
        if VALUES_BEHIND_OBJECT and dict_address:
            # The dictionary shares these values: the collector reports them of both, and they hang from it.
            return [(None, word) for word in words if word], dict_address, False
        found = [(name, word) for name, word in zip(names, words) if word]
        return found, 0, len(found) == len(names)


class LayoutProbe:
    """An instance of known attributes, to try the layout on."""

    def __init__(self):
        self.first = ["first"]
        self.second = ["second"]


def find_inline_values():
    """A reader proven on an object of known attributes; None before 3.11 and where the layout is unknown."""
    if sys.version_info < (3, 11) or sys.implementation.name != "cpython":
        return None
    try:
        values = InlineValues()
        probe = LayoutProbe()
        shape = values.shape_of(LayoutProbe)
        found, dict_address, complete = shape.attributes(probe)
        expected = [("first", id(probe.first)), ("second", id(probe.second))]
        if found == expected and not dict_address and complete:
            if [id(value) for value in get_referents(probe)[:2]] == [address for _, address in expected]:
                return values
    except (ImportError, AttributeError, ValueError, StopIteration, struct.error):
        pass
    return None

# --- interpreter ---

CALLBACKS_IN_LIST = sys.version_info >= (3, 14)
# From 3.14 an object that is kept for the next use has the address of the next one where its count stood. A count ends
# after 32 bits, and 16 more are never set in a build with the interpreter lock.
LINKED_BY_COUNTS = sys.version_info >= (3, 14) and WORD == 8
# 3.12 has large tables before the last fields.
STRUCTURE_WORDS = 34000 if sys.version_info[:2] == (3, 12) else 8192
# Where the table of interned texts stands on 3.14, with room for more before it.
WORDS_TO_INTERNED = 34000
LEAST_ADDRESS = 1 << 16
MOST_CALLBACKS = 1 << 20
METACLASS_DEPTH = 4
# The interpreter's have hundreds. Words that lead to larger ones belong to the collector's lists of the program's, and
# looking at each member of these copies its page in a child.
MOST_MEMBERS = 1 << 14


class MemoryReader:
    """Words at any address. Raises OSError where there is no `/proc/self/mem`, and for addresses without memory."""

    def __enter__(self):
        self.file = os.open("/proc/self/mem", os.O_RDONLY | os.O_CLOEXEC)
        return self

    def __exit__(self, *_):
        os.close(self.file)

    def words(self, address, count):
        found = array("Q" if WORD == 8 else "I")
        try:
            found.frombytes(os.pread(self.file, count * WORD, address))
        except (OverflowError, ValueError) as error:
            raise OSError(str(error))
        if len(found) < count:
            raise OSError("The memory ends at %#x." % (address + len(found) * WORD))
        return found

    def type_of(self, address):
        """The address of the class of a living object there, 0 if there is none."""
        if address < LEAST_ADDRESS or address % WORD:
            return 0
        try:
            references, kind = self.words(address, 2)
        except OSError:
            return 0
        if LINKED_BY_COUNTS and references >> 32 & 0xFFFF:
            return 0
        return kind if references else 0

    def is_object(self, address):
        """Whether there is an object: its class is one, as its metaclass is `type`, or has such a metaclass."""
        for _ in range(METACLASS_DEPTH):
            address = self.type_of(address)
            if address == id(type):
                return True
        return False


def interpreter_objects():
    """([(name, object)], [(function, arguments, named arguments) of `atexit`]) as far as they can be found."""
    callbacks = []
    if sys.version_info < (3, 10):
        callbacks = [(obj,) for obj in gc.get_referents(atexit) if obj is not atexit.__dict__]
    # Some of the words lead to lists that are kept for the next use. Another thread may take one, or give one back,
    # between a look at it and a reference to it: then it would be freed twice.
    if len(sys._current_frames()) > 1:
        return [], callbacks
    try:
        with MemoryReader() as memory:
            start = interpreter_address()
            structure = read_structure(memory, start, STRUCTURE_WORDS)
            if sys.version_info >= (3, 10) and not CALLBACKS_IN_LIST:
                callbacks = find_callbacks(memory, structure, atexit._ncallbacks())
            return find_containers(memory, structure), callbacks
    except (ImportError, AttributeError, OSError):
        return [], callbacks


def tables_of_interned():
    """Dictionaries in the interpreter's structure, one of them that of interned texts; empty where it is not needed."""
    if sys.version_info < (3, 14) or len(sys._current_frames()) > 1:
        return []
    try:
        with MemoryReader() as memory:
            words = set(read_structure(memory, interpreter_address(), WORDS_TO_INTERNED))
            found = [address for address in words if address % WORD == 0 and memory.type_of(address) == id(dict)]
            return list(map(object_at, found))
    except (ImportError, AttributeError, OSError):
        return []


def read_structure(memory, start, count):
    """It ends somewhere; so does the memory behind it, at the end of a page."""
    found = array("Q" if WORD == 8 else "I")
    try:
        while len(found) < count:
            found += memory.words(start + len(found) * WORD, 64)
    except OSError:
        pass
    return found


def find_containers(memory, structure):
    found, kinds = {}, (id(list), id(dict))
    for place, address in enumerate(structure):
        if address not in found and address % (2 * WORD) == 0 and memory.type_of(address) in kinds:
            if len(object_at(address)) <= MOST_MEMBERS:
                found[address] = place
    handlers = next((place for address, place in found.items() if has_fork_handler(address)), None)
    named = []
    for address, place in found.items():
        name = name_of_container(object_at(address))
        if handlers is not None and handlers - 2 <= place <= handlers:
            name = FORK_HANDLERS[place - handlers + 2]
        if name:
            named.append((name, object_at(address)))
    return named


FORK_HANDLERS = ("before fork", "after fork in parent", "after fork in child")


def has_fork_handler(address):
    handlers = object_at(address)
    return type(handlers) is list and any(item is threading._after_fork for item in handlers)


def name_of_container(obj):
    values = list(obj) if type(obj) is list else list(obj.values())
    kinds = [type(value) for value in values]
    if type(obj) is dict:
        if any(value is codecs.strict_errors for value in values):
            return "codec error handlers"
        return "codecs" if any(kind is codecs.CodecInfo for kind in kinds) else None
    if any(kind is types.ModuleType for kind in kinds):
        return "modules by index"
    if CALLBACKS_IN_LIST and values and len(values) == atexit._ncallbacks() and all(map(is_listed_callback, values)):
        return "atexit callbacks"
    encodings = sys.modules.get("encodings")
    search = encodings.__dict__.get("search_function") if type(encodings) is types.ModuleType else None
    if any(value is search for value in values):
        return "codec search functions"
    # Python hides the list of audit hooks from the collector.
    if values and not gc.is_tracked(obj):
        return "audit hooks"
    return None


def is_listed_callback(entry):
    """Whether this is (function, arguments, named arguments or None) of `atexit`."""
    kinds = [type(part) for part in entry] if type(entry) is tuple else []
    return len(kinds) == 3 and kinds[1] is tuple and kinds[2] in (dict, type(None))


def find_callbacks(memory, structure, count):
    """The array of pointers to (function, arguments, named arguments), next to the number of its members."""
    for pointers, counts in zip(structure, structure[1:]):
        if counts & 0xFFFFFFFF != count or not count <= counts >> 32 < MOST_CALLBACKS or pointers < LEAST_ADDRESS:
            continue
        try:
            entries = memory.words(pointers, count)
            if count and all(is_callback(memory, entry) for entry in entries):
                return [callback_at(entry) for entry in words_at(pointers, count)]
        except OSError:
            pass
    return []


def is_callback(memory, entry):
    function, arguments, named = memory.words(entry, 3)
    return (
        memory.is_object(function)
        and (not arguments or memory.type_of(arguments) == id(tuple))
        and (not named or memory.type_of(named) == id(dict))
    )


def callback_at(entry):
    return tuple(object_at(address) for address in words_at(entry, 3) if address)

# --- memory ---

_STATUS = re.compile(r"^(\w+):\s+(\d+) kB", re.M)


def process_memory() -> Dict[str, Any]:
    """
    All of `memory` for this process, in bytes: what the system counts, mappings, allocators, limits, machine.
    What a system does not tell is missing.

    Takes 7 to 30 ms a GB of RSS, most of it in the kernel, where other threads of the program run on.
    """
    status = _read_status()
    memory = _from_status(status) if status else _from_rusage()
    if status:
        _add_regions(memory)
    cgroup = cgroup_memory()
    if cgroup:
        memory["cgroup"] = cgroup
    memory["machine"] = _machine()
    arenas = pymalloc_arenas()
    if arenas:
        memory["arenas"] = arenas
    malloc = malloc_info(status.get("VmData", 0))
    if malloc:
        memory["malloc"] = malloc
    return memory


def _add_regions(memory: Dict[str, Any]) -> None:
    # The totals are taken from the regions too, so that they add up: status is read a moment before.
    try:
        with open("/proc/self/smaps", "rb") as file:
            regions, totals = read_regions(file)
    except OSError:
        return
    if regions:
        memory.update(totals)
        memory["regions"] = regions
        memory["peak"] = max(memory["peak"], memory["rss"])


def _read_status() -> Dict[str, int]:
    try:
        with open("/proc/self/status", errors="replace") as file:
            return {name: int(size) * 1024 for name, size in _STATUS.findall(file.read())}
    except OSError:
        return {}


def _from_status(status: Dict[str, int]) -> Dict[str, Any]:
    parts = {
        "anonymous": status.get("RssAnon", 0),
        "file": status.get("RssFile", 0),
        "shared": status.get("RssShmem", 0),
    }
    rss = sum(parts.values()) or status.get("VmRSS", 0)
    return {"rss": rss, "swap": status.get("VmSwap", 0), "peak": max(rss, status.get("VmHWM", 0)), **parts}


def _from_rusage() -> Dict[str, Any]:
    try:
        import resource
    except ImportError:
        return {}
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return {"peak": peak if sys.platform == "darwin" else peak * 1024}


def _machine() -> Dict[str, int]:
    result: Dict[str, int] = {}
    page = _sysconf("SC_PAGE_SIZE")
    if page:
        result["pageSize"] = page
        pages = _sysconf("SC_PHYS_PAGES")
        if pages:
            result["total"] = page * pages
    try:
        with open("/proc/meminfo") as file:
            info = {name: int(size) * 1024 for name, size in _STATUS.findall(file.read())}
    except OSError:
        return result
    for name, field in (("total", "MemTotal"), ("available", "MemAvailable")):
        if field in info:
            result[name] = info[field]
    return result


def _sysconf(name: str) -> Optional[int]:
    try:
        value = os.sysconf(name)
    except (AttributeError, OSError, ValueError):
        return None
    return value if value > 0 else None

# --- object_previews ---

TEXT_LENGTH = 200


def getter(base, name):
    return in_namespace(base, name).__get__


def file_preview(base):
    """Of text and buffered files the raw file below: their own `name` asks it in Python's way."""
    closed_of, mode_of = getter(base, "closed"), getter(base, "mode")

    def preview(obj):
        name = next((value.get("name") for value in get_referents(obj) if type(value) is dict and "name" in value), None)
        shown = name if type(name) is str else repr(name) if type(name) in (bytes, int) else "no name"
        return "%s (%s)" % (shown[:TEXT_LENGTH], "closed" if closed_of(obj) else mode_of(obj))

    return preview


def layered_preview(raw_base):
    raw_preview = file_preview(raw_base)

    def preview(obj):
        # Text, its buffer, the raw file.
        for _ in range(2):
            below = [value for value in get_referents(obj) if full_name(type(value)) in FILE_LAYERS]
            if not below:
                return ""
            obj = below[0]
            if type(obj) is raw_base:
                return raw_preview(obj)
        return ""

    return preview


FILE_LAYERS = ("_io.FileIO", "_io.BufferedReader", "_io.BufferedWriter", "_io.BufferedRandom")
BUFFERED = FILE_LAYERS[1:] + ("_io.TextIOWrapper",)
FAMILIES = {1: "AF_UNIX", 2: "AF_INET", 10: "AF_INET6", 16: "AF_NETLINK", 17: "AF_PACKET", 40: "AF_VSOCK"}
KINDS = {1: "SOCK_STREAM", 2: "SOCK_DGRAM", 3: "SOCK_RAW"}


def socket_preview(base):
    family_of, kind_of, number_of = getter(base, "family"), getter(base, "type"), type_namespace(base)["fileno"]

    def preview(obj):
        family, kind, number = family_of(obj), kind_of(obj), number_of(obj)
        shown = "closed" if number < 0 else "fd %d" % number
        return "%s %s %s" % (FAMILIES.get(family, "family %d" % family), KINDS.get(kind, "type %d" % kind), shown)

    return preview


def array_preview(base):
    """Of NumPy: `(1000, 4) float64`, and of what has no memory of its own `(2, 4) float64, view of 64 bytes`."""
    shape_of, dtype_of, base_of, bytes_of = (getter(base, name) for name in ("shape", "dtype", "base", "nbytes"))

    def preview(obj):
        dtype = dtype_of(obj)
        shown = "%s %s" % (shape_of(obj), TYPE_NAME(dtype.type))
        return shown if base_of(obj) is None else "%s, view of %d bytes" % (shown, bytes_of(obj))

    return preview


def task_preview(base):
    coroutine_of = type_namespace(base)["get_coro"]

    def preview(obj):
        coroutine = coroutine_of(obj)
        for kind, prefix in ((types.CoroutineType, "cr_"), (types.GeneratorType, "gi_")):
            if type(coroutine) is kind:
                return suspended_preview(kind, prefix)(coroutine)
        return ""

    return preview


def memoryview_preview(_):
    format_of, bytes_of, readonly_of = (getter(memoryview, name) for name in ("format", "nbytes", "readonly"))

    def preview(obj):
        try:
            return "%d bytes, format %s%s" % (bytes_of(obj), format_of(obj), ", readonly" if readonly_of(obj) else "")
        except ValueError:
            return "released"

    return preview


def typed_array_preview(base):
    code_of = getter(base, "typecode")
    return lambda obj: "typecode " + code_of(obj)


def mapping_preview(base):
    length_of = type_namespace(base)["__len__"]

    def preview(obj):
        try:
            return "%d bytes" % length_of(obj)
        except ValueError:
            return "closed"

    return preview


def time_preview(pattern, names):
    def of_base(base):
        getters = [getter(base, name) for name in names.split()]
        return lambda obj: pattern % tuple(read(obj) for read in getters)

    return of_base


# Name of the C type: (what makes its reader, whether the preview is a value of the program).
READERS_BY_NAME = {
    "_io.FileIO": (file_preview, True),
    "_socket.socket": (socket_preview, False),
    "numpy.ndarray": (array_preview, False),
    "_asyncio.Task": (task_preview, False),
    "memoryview": (memoryview_preview, False),
    "array.array": (typed_array_preview, False),
    "mmap.mmap": (mapping_preview, False),
    "datetime.datetime": (time_preview("%04d-%02d-%02d %02d:%02d:%02d.%06d", "year month day hour minute second microsecond"), True),
    "datetime.date": (time_preview("%04d-%02d-%02d", "year month day"), True),
    "datetime.time": (time_preview("%02d:%02d:%02d.%06d", "hour minute second microsecond"), True),
    "datetime.timedelta": (time_preview("%d days %d.%06d s", "days seconds microseconds"), True),
}


def find_reader(kind):
    """(function, whether it gives a value) by the nearest base that is known; (None, False)."""
    for base in type_mro(kind):
        name = full_name(base)
        found = READERS_BY_NAME.get(name)
        if found is None and name not in BUFFERED:
            continue
        try:
            if found is None:
                return layered_preview(FileIO), True
            return found[0](base), found[1]
        except (KeyError, AttributeError):
            # A class of the program of that name.
            return None, False
    return None, False

# --- own ---

# The package of this module, or the single file wherever it was copied to, into a package of the program's too.
OWN_NAME = __name__[: -len(".own")] if __name__.endswith(".own") else __name__

_OF_CLASSES = (
    types.MethodDescriptorType, types.MemberDescriptorType, types.GetSetDescriptorType, types.BuiltinMethodType,
    types.WrapperDescriptorType,
)  # fmt: skip


def is_own_name(name):
    """Whether a module of this name belongs to the agent."""
    return type(name) is str and (name == OWN_NAME or name.startswith(OWN_NAME + "."))


def own_modules():
    return [module for name, module in list(sys.modules.items()) if is_own_name(name)]


def own_namespaces():
    """The addresses of the dictionaries of the agent's modules."""
    return {id(module.__dict__) for module in own_modules()}


def exclude_own(pages, accelerator):
    """
    The agent's modules, with functions and classes defined there, are left out from the beginning; so is the accelerator,
    where there is one.
    """
    for module in own_modules():
        exclude_module(pages, module)
        for value in list(module.__dict__.values()):
            if type(value) is types.FunctionType and value.__globals__ is module.__dict__:
                exclude_function(pages, value)
            elif type(value) is type and value.__module__ == module.__name__:
                exclude_class(pages, value)
    if accelerator:
        exclude_module(pages, accelerator)
        exclude_class(pages, accelerator.Core)


def exclude_module(pages, module):
    for obj in (module, module.__dict__):
        pages.exclude(obj)
    spec = getattr(module, "__spec__", None)
    if spec is not None:
        for obj in (spec, spec.loader, spec.__dict__):
            if obj is not None and type(obj) is not type:
                pages.exclude(obj)


def exclude_interned(pages, candidates):
    """
    The interpreter's table of interned texts, which the collector shows from 3.14, stays out if it is among these: it
    does not count its references, so it holds nothing, and a text that only the agent uses may end during the walk.
    """
    probe = sys.intern("interned by heapscope")
    for obj in candidates:
        if type(obj) is dict and is_text_table(obj) and probe in obj:
            pages.exclude(obj)


def is_text_table(table):
    """
    Whether each value is its key, a text. To look for a key among others could call the program's `__eq__`. Each `all` is
    one step of the interpreter, in which no thread changes the table.
    """
    return all(map(is_, table, table.values())) and all(map(is_, map(type, table), repeat(str)))


def exclude_function(pages, function):
    pages.exclude(function)
    exclude_code(pages, function.__code__)


def exclude_code(pages, code):
    pages.exclude(code)
    exclude_constants(pages, code.co_consts)


def exclude_constants(pages, constants):
    for value in constants:
        if type(value) is types.CodeType:
            exclude_code(pages, value)
        elif type(value) is tuple:
            exclude_constants(pages, value)
        elif gc.is_tracked(value):  # a slice, from 3.14
            pages.exclude(value)
    if gc.is_tracked(constants):
        pages.exclude(constants)


def exclude_class(pages, kind):
    """With what its making gave it: descriptors, the order of its bases, those of the class in C too."""
    namespace = type_namespace(kind)
    for obj in (kind, gc.get_referents(namespace)[0], kind.__mro__, kind.__bases__):
        pages.exclude(obj)
    for value in namespace.values():
        if type(value) is types.FunctionType:
            exclude_function(pages, value)
        elif type(value) in _OF_CLASSES:
            pages.exclude(value)


def exclude_reachable(pages, seeds):
    """All that is reachable from the seeds and was not seen yet is the agent's."""
    waiting, done = list(seeds), set()
    while waiting:
        found = []
        for obj in gc.get_referents(*waiting):
            # Only what is tracked could be taken for an island.
            if gc.is_tracked(obj) and id(obj) not in done and pages.slot(obj) in (0, OWN_SLOT):
                done.add(id(obj))
                pages.exclude(obj)
                found.append(obj)
        waiting = found


def exclude_frames(pages, state):
    """The frames that are running the agent now, their variables, and what these lead to; `state` likewise."""
    seeds = [state]
    frame = sys._getframe()
    while frame is not None and is_own_name(frame.f_globals.get("__name__")):
        variables = frame.f_locals
        seeds += [frame, variables]
        seeds += [value for value in list(variables.values()) if type(value) is not type]
        frame = frame.f_back
    for obj in seeds:
        if not pages.slot(obj):
            pages.exclude(obj)
    exclude_reachable(pages, seeds + own_modules() + [module.__dict__ for module in own_modules()])

# --- raw_collector ---

ALL_GENERATIONS = range(3)
# Next, previous, threshold and count.
GENERATION_BYTES = 24
COLLECTOR_BYTES = 16
# The lowest bits of a link are the collector's own.
LINK = ~3


def first_generation(words):
    """The address of the head of the youngest generation; 0 where the heads are not as expected."""
    probe = []
    first = head = words[id(probe) - COLLECTOR_BYTES >> 3] & LINK
    for threshold in get_threshold():
        place = head >> 3
        if not head or words[place + 2] & 0xFFFFFFFF != threshold or not words[place] & LINK or not words[place + 1] & LINK:
            return 0
        # Each in one step, as what is made on the way comes last in the list and goes again.
        if words[((words[place] & LINK) >> 3) + 1] & LINK != head or words[(words[place + 1] & LINK) >> 3] & LINK != head:
            return 0
        head += GENERATION_BYTES
    return first


def tracked_addresses(raw, generations, pages=None):
    """
    The addresses of what is in these generations of the collector; with `pages`, of what has no slot there. None where that
    cannot be told. Makes no other object that the collector tracks, as that would be among them.
    """
    words = raw.words
    first = first_generation(words)
    if not first:
        return None
    found = array("Q")
    own = id(found)
    for index in generations:
        head = first + GENERATION_BYTES * index
        at = words[head >> 3] & LINK
        while at != head:
            address = at + COLLECTOR_BYTES
            slots = None if pages is None else pages.get(address >> 16)
            if address != own and (slots is None or not slots[address >> 4 & 4095]):
                found.append(address)
            at = words[at >> 3] & LINK
    return found


def tracked_objects(raw, is_wanted):
    """What the collector tracks of the classes that `is_wanted` says true of; None where that cannot be told."""
    addresses = tracked_addresses(raw, ALL_GENERATIONS)
    if addresses is None:
        return None
    wanted, found = {}, []
    for address in addresses:
        kind = raw.class_of(address)
        if kind not in wanted:
            wanted[kind] = is_wanted(object_at(kind))
        if wanted[kind]:
            found.append(object_at(address))
    return found

# --- raw_objects ---

TEXT_HEAD = 40 if sys.version_info >= (3, 12) else 48
# The bits of a text's state: kind (3 bits), compact, ASCII; before them whether it is interned.
TEXT_STATE_SHIFT = 2
ASCII_TEXT = 1 | 8 | 16
# Bytes of a character, and what decodes them: by name a codec would be imported into the program.
COMPACT_TEXTS = {1 | 8: (1, latin_1_decode), 2 | 8: (2, utf_16_le_decode), 4 | 8: (4, utf_32_le_decode)}
DIGIT_BITS = 30
TAGGED_NUMBERS = sys.version_info >= (3, 12)
# What stands before the digits of a positive integer with one of them, the most usual ones.
ONE_DIGIT = 8 if TAGGED_NUMBERS else 1
ONE_DIGIT_SIZE = int.__sizeof__(1)
LONG_RUN = 64
# What holds more is read in parts of so much.
LARGE = 4096
# Texts of fewer characters are read by a function for their length.
LONG_TEXT = 128

word_at = struct.Struct("Q").unpack_from
double_at = struct.Struct("d").unpack_from
# Of each object: its reference count, which is half a word from 3.14, and the address of its class.
head_at = struct.Struct("IxxxxQ" if sys.version_info >= (3, 14) else "QQ").unpack_from
# Length, hash, state, and up to 3.11 the address of a second form of the text.
text_at = struct.Struct("QqIxxxxQ" if TEXT_HEAD == 48 else "QqI0s").unpack_from
# Of a text beyond ASCII: the length and the address of its UTF-8 form.
utf8_at = struct.Struct("QQ").unpack_from
number_at = struct.Struct("qI").unpack_from
digits_at = struct.Struct("II").unpack_from
# From the collector's words on: its next one, length, items, room, which is -1 while the list is sorted.
list_at = struct.Struct("Q24xQQq").unpack_from
tuple_at = struct.Struct("Q24xQ").unpack_from
cell_at = struct.Struct("Q24xQ").unpack_from
dict_at = struct.Struct("Q24xQ8xQQ").unpack_from
# Also without the entries that were taken out, the mask of the table, and the table.
set_at = struct.Struct("Q32xQQQ").unpack_from
BYTES_HEAD = 32
SET_TABLE = 64
NO_HASH = (1 << 64) - 1
if sys.version_info >= (3, 11):
    # References, log2 of the size, log2 of the bytes of the indexes, kind, room, entries.
    keys_at = struct.Struct("QBBB5xQQ").unpack_from
    KEYS_HEAD = 32
else:
    # References, size, room, entries.
    keys_at = struct.Struct("QQ8xQQ").unpack_from
    KEYS_HEAD = 40



def readers(form, count):
    """By number: what reads so many of a kind."""
    return [struct.Struct("%d%s" % (number, form)).unpack_from for number in range(count)]


class RawObjects:
    """Reads by address. `memory` is the whole address space: who asks for what is not there ends by a signal."""

    def __init__(self):
        self.memory = whole_memory()
        self.words = self.memory.cast("Q")
        self.runs = readers("Q", LONG_RUN)
        self.short_texts = readers("s", LONG_TEXT)
        self.items_of_tuple = tuple.__basicsize__
        self.number_sizes = [int.__sizeof__(0), int.__sizeof__(1), int.__sizeof__(1 << DIGIT_BITS)]
        self.empty_list = list.__basicsize__
        self.empty_dict = dict.__basicsize__
        self.empty_set = set.__basicsize__

    def run(self, address, count):
        """That many words."""
        if count < LONG_RUN:
            return self.runs[count](self.memory, address)
        return self.words[address >> 3 : (address >> 3) + count].tolist()

    def items(self, address):
        """The addresses of the items of a tuple."""
        return self.run(address + self.items_of_tuple, tuple_at(self.memory, address - 16)[1])

    def class_of(self, address):
        return head_at(self.memory, address)[1]

    def text(self, address):
        """(the text, its size); None where that takes more than its own words."""
        memory = self.memory
        length, _, state, second = text_at(memory, address + 16)
        head = TEXT_HEAD + (24 if TEXT_HEAD == 48 else 16)
        # Characters of four bytes are a second form at the same time.
        if second and second != address + head:
            return None
        state = state >> TEXT_STATE_SHIFT & 31
        data = address + TEXT_HEAD
        if state == ASCII_TEXT:
            return str(memory[data : data + length], "latin-1"), TEXT_HEAD + length + 1
        if state not in COMPACT_TEXTS:
            return None
        width, decode = COMPACT_TEXTS[state]
        shown, _ = decode(memory[address + head : address + head + width * length], "surrogatepass")
        size, other = utf8_at(memory, data)
        # Two surrogates side by side are one character to the decoder.
        return (shown, head + width * (length + 1) + (size + 1 if other else 0)) if len(shown) == length else None

    def number(self, address):
        """(the integer, its size) of one with up to 60 bits, else None."""
        count, first = number_at(self.memory, address + 16)
        if TAGGED_NUMBERS:
            sign, count = 1 - (count & 3), count >> 3
        else:
            sign, count = (count > 0) - (count < 0), abs(count)
        if count > 2:
            return None
        size = self.number_sizes[count]
        if count == 2:
            first |= digits_at(self.memory, address + 24)[1] << DIGIT_BITS
        return (sign * first if count else 0), size

    def bytes(self, address, most):
        """(length, size, the first `most` bytes, or all for None)."""
        length = word_at(self.memory, address + 16)[0]
        start = address + BYTES_HEAD
        shown = self.memory[start : start + (length if most is None else min(length, most))]
        return length, BYTES_HEAD + 1 + length, bytes(shown)

    def set(self, address):
        """(the collector's next, length, address of the table, places in it, size) of a set."""
        in_lists, length, mask, table = set_at(self.memory, address - 16)
        return in_lists, length, table, mask + 1, self.empty_set + (0 if table == address + SET_TABLE else 16 * mask + 16)

    def items_of_set(self, table, count):
        """The addresses of the items at `count` places, in their order."""
        entries = self.run(table, 2 * count)
        # What was taken out has the hash -1, which no item has.
        return [item for item, item_hash in zip(entries[::2], entries[1::2]) if item and item_hash != NO_HASH]

    def entries(self, keys, values):
        """
        (bytes of the table, addresses of the keys, addresses of the values) of a dictionary with a table `keys`, in its order;
        (bytes, what `pairs` takes, None) of a large one; None where another part tells the order.
        """
        memory = self.memory
        if KEYS_HEAD == 32:
            if values:
                return None
            references, log2_size, log2_bytes, kind, _, used = keys_at(memory, keys)
            index_bytes, room, words = 1 << log2_bytes, (2 << log2_size) // 3, 2 if kind else 3
        else:
            references, size, _, used = keys_at(memory, keys)
            width = 1 if size <= 0xFF else 2 if size <= 0xFFFF else 4 if size <= 0xFFFFFFFF else 8
            index_bytes, room, words = size * width, (size << 1) // 3, 3
        # A table that several share is counted with none of them.
        table = (KEYS_HEAD + index_bytes + room * 8 * words if references == 1 else 0) + (8 * room if values else 0)
        start = keys + KEYS_HEAD + index_bytes
        if used * words >= LONG_RUN or values:
            where = start, words, used, values
            return (table, where, None) if used > LARGE else (table, *self.pairs(where, 0, used))
        entries = self.runs[used * words](memory, start)
        found = entries[words - 1 :: words]
        if 0 in found:
            return (table, *self.pairs((start, words, used, values), 0, used))
        return table, entries[words - 2 :: words], found

    def pairs(self, where, start, stop):
        """(addresses of the keys, addresses of the values) of the entries from `start` to `stop`."""
        entries, words, _, values = where
        entries = self.run(entries + 8 * words * start, (stop - start) * words)
        names = entries[words - 2 :: words]
        found = self.run(values + 8 * start, stop - start) if values else entries[words - 1 :: words]
        if 0 in found:
            names = tuple(name for name, value in zip(names, found) if value)
            found = tuple(value for value in found if value)
        return names, found

    def is_as_expected(self):
        """Whether everything that is read of objects of our own is what Python says of them."""
        values = self.reads_heads() and self.reads_texts() and self.reads_numbers()
        return values and self.reads_sequences() and self.reads_dicts() and self.reads_sets() and self.reads_cells()

    def reads_heads(self):
        probe = [[], object()]
        counts = [head_at(self.memory, id(probe))[0]]
        again = (probe, probe)
        counts.append(head_at(self.memory, id(probe))[0])
        tracked = [list_at(self.memory, id(value) - 16)[0] != 0 for value in (probe, again)]
        kinds = [self.class_of(id(value)) for value in probe]
        return object_at(id(probe)) is probe and counts[1] - counts[0] == 2 and tracked == [True, True] and kinds == [id(list), id(object)]

    def reads_texts(self):
        texts = ["", "a", "word " * 40, "caf\xe9", "\u0394t " * 30, "\U0001f600 " + "x" * 50]
        # Made here, so that they have but one form.
        texts += [(text + " ")[:-1] for text in texts]
        return all(self.text(id(text)) in (None, (text, str.__sizeof__(text))) for text in texts) and all(
            self.text(id(text)) for text in texts[-5:]
        )

    def reads_numbers(self):
        numbers = [0, 1, -1, 257, -99999, (1 << 30) - 1, 1 << 30, -(1 << 30), (1 << 60) - 1, 1 - (1 << 60)]
        floats = [0.5, -1e300]
        return (
            all(self.number(id(number)) == (number, int.__sizeof__(number)) for number in numbers)
            and all(double_at(self.memory, id(value) + 16)[0] == value for value in floats)
            and self.number(id(1 << 90)) is None
        )

    def reads_sequences(self):
        for count in (0, 1, 5, 200):
            values = [object() for _ in range(count)]
            values.append(values)
            _, length, items, room = list_at(self.memory, id(values) - 16)
            if (length, self.empty_list + 8 * room) != (count + 1, list.__sizeof__(values)):
                return False
            if list(self.run(items, length)) != list(map(id, values)):
                return False
            same = tuple(values)
            if tuple_at(self.memory, id(same) - 16)[1] != length or tuple.__sizeof__(same) != self.items_of_tuple + 8 * length:
                return False
            if list(self.run(id(same) + self.items_of_tuple, length)) != list(map(id, values)):
                return False
            # Nobody collects it.
            values.pop()
        return True

    def reads_dicts(self):
        probes = [{}, {"a": 1.5}, {1: [], "b": 2.5, None: 3}, dict.fromkeys(map(str, range(300)), 0)]
        probes.append({name: name for name in "abcdefgh"})
        del probes[-1]["c"], probes[-2]["5"]
        probe = DictProbe()
        probe.first, probe.second = [], 1
        probes.append(probe.__dict__)
        for table in probes:
            _, length, keys, values = dict_at(self.memory, id(table) - 16)
            entries = self.entries(keys, values)
            if entries is None:
                if not values:
                    return False
                continue
            if length != len(table) or entries[0] + self.empty_dict != dict.__sizeof__(table):
                return False
            found = entries[1:] if entries[2] is not None else self.pairs(entries[1], 0, entries[1][2])
            if list(found[0]) != list(map(id, table)) or list(found[1]) != list(map(id, table.values())):
                return False
        return True


    def reads_cells(self):
        probe = (lambda held: lambda: held)(self).__closure__[0]
        return cell_at(self.memory, id(probe) - 16)[1] == id(self)

    def reads_sets(self):
        several = set(map(str, range(30)))
        several.discard("7")
        for probe in (set(), {1.5}, frozenset("abc"), several):
            in_lists, length, table, room, size = self.set(id(probe))
            if (length, size) != (len(probe), type(probe).__sizeof__(probe)) or not in_lists:
                return False
            if self.items_of_set(table, room) != list(map(id, probe)):
                return False
        return all(self.bytes(id(probe), 4) == (len(probe), probe.__sizeof__(), probe[:4]) for probe in (b"", b"abcdefgh"))


class DictProbe:
    """Its instances share a table of names."""




def find_raw_objects():
    """A reader proven on objects of our own; None where Python is another one, has no ctypes, or counts otherwise."""
    if sys.implementation.name != "cpython" or not (3, 8) <= sys.version_info < (3, 15):
        return None
    if sys.maxsize != (1 << 63) - 1 or sys.byteorder != "little" or hasattr(sys, "gettotalrefcount"):
        return None
    if "t" in getattr(sys, "abiflags", ""):
        return None
    try:
        raw = RawObjects()
        return raw if raw.is_as_expected() else None
    except Exception:
        # Also what a program's audit hook raises that forbids it.
        return None

# --- sample ---

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

# --- sizes ---

POINTER_SIZE = struct.calcsize("P")
OBJECT_SIZEOF = object.__dict__["__sizeof__"]


def header_size(kind):
    """Bytes before the object: the collector's two words, and two more for what 3.11 and later manage there."""
    flags = TYPE_FLAGS(kind)
    size = 2 * POINTER_SIZE if flags & COLLECTED_FLAG else 0
    if sys.version_info >= (3, 12):
        return size + (2 * POINTER_SIZE if flags & (MANAGED_DICT_FLAG | MANAGED_WEAKREF_FLAG) else 0)
    if sys.version_info >= (3, 11):
        return size + (2 * POINTER_SIZE if flags & MANAGED_DICT_FLAG else 0)
    return size


def size_method(kind, inline):
    """(constant, None), or (header, the C-level `__sizeof__` to ask), for the instances of a class.

    The header is None where `sys.getsizeof` may be asked, which knows it. `inline` is the shape of attributes kept
    without a `__dict__`; `sys.getsizeof` leaves these out.
    """
    declared = in_namespace(kind, "__sizeof__")
    if type(declared) is types.MethodDescriptorType:
        sizeof, header = declared, None
    else:
        methods = [type_namespace(base).get("__sizeof__") for base in type_mro(kind)]
        sizeof = next((method for method in methods if type(method) is types.MethodDescriptorType), OBJECT_SIZEOF)
        header = header_size(kind)
    if sizeof is OBJECT_SIZEOF and not TYPE_ITEM_SIZE(kind):
        return TYPE_BASIC_SIZE(kind) + header_size(kind) + (inline.size if inline else 0), None
    return header, sizeof


def size_reader(kind, inline):
    """A function, or a constant number, that gives the size of the instances of a class."""
    header, sizeof = size_method(kind, inline)
    if sizeof is None:
        return header
    if header is None:
        return getsizeof
    return lambda obj: sizeof(obj) + header


def class_extra(kind, inline_values):
    """The key table that a class shares with its instances is counted with the class."""
    if not inline_values or not TYPE_FLAGS(kind) & HEAP_TYPE_FLAG:
        return 0
    names, capacity = inline_values.shared_keys(kind) if TYPE_FLAGS(kind) & MANAGED_DICT_FLAG else ((), 0)
    return 4 * POINTER_SIZE + 64 + 2 * POINTER_SIZE * capacity if capacity else 0

# --- strings ---

# A generation of texts: when there are so many, they become the old ones, and those before them are forgotten, which are
# written again if they come again. Bounds what the agent holds.
TEXTS_REMEMBERED = 1 << 14


def detached_copy(text):
    """An equal string that is another object, so that remembering it adds no reference to the program's."""
    return (text + " ")[:-1]


class StringTable:
    """`label` for the program's names (always one entry each), `text` for what may be many."""

    def __init__(self, segment):
        self.segment = segment
        self.count = 0
        self.labels = {}
        self.texts = {}
        self.old_texts = {}
        # (names, name) of `EdgeNames` that stand for one of `texts`.
        self.names_until_forgotten = []
        # What else knows of texts only as long as these are remembered: emptied with them.
        self.names_by_address = {}
        self.lines = []
        self.label("")

    def label(self, text):
        index = self.labels.get(text)
        if index is None:
            text = detached_copy(text)
            index = self.labels[text] = self.add(text)
        return index

    def text(self, text):
        index = self.texts.get(text)
        return self.new_text(detached_copy(text)) if index is None else index

    def own_text(self, text):
        """As `text`, for one that is nobody else's."""
        index = self.texts.get(text)
        return self.new_text(text) if index is None else index

    def new_text(self, text):
        """As `text`, for one that is not in `texts`, and is kept: which adds a reference to it."""
        index = self.old_texts.get(text)
        if index is None:
            index = self.add(text)
        if len(self.texts) >= TEXTS_REMEMBERED:
            self.forget()
        self.texts[text] = index
        return index

    def forget(self):
        """The texts become old ones. In place, as the walk looks into both itself."""
        for names, name in self.names_until_forgotten:
            del names[name]
        self.names_until_forgotten.clear()
        self.names_by_address.clear()
        self.old_texts.clear()
        self.old_texts.update(self.texts)
        self.texts.clear()

    def add(self, text):
        index = self.count
        self.count = index + 1
        self.lines.append(text)
        self.flush_lines()
        return index

    def flush_lines(self):
        if len(self.lines) >= 8192:
            self.flush()

    def flush(self):
        if self.lines:
            self.segment.rows(",\n".join(map(encode_basestring_ascii, self.lines)))
            self.lines.clear()


class EdgeNames(dict):
    """From a name to the beginning of an edge record, `type,name,`. Grows by looking up exact `str` only.

    Keeps the first TEXTS_REMEMBERED, others as long as the string table has them among the newer texts."""

    def __init__(self, strings, edge_type, redactor=None):
        super().__init__()
        self.strings = strings
        self.start = "%d," % edge_type
        self.redactor = redactor

    def __missing__(self, name):
        name = detached_copy(name)
        shown = self.redactor.dict_key(name) if self.redactor else name
        start = "%s%d," % (self.start, self.strings.own_text(shown))
        if len(self) < TEXTS_REMEMBERED:
            self[name] = start
        elif self.strings.names_until_forgotten is not None:
            self[name] = start
            self.strings.names_until_forgotten.append((self, name))
        return start


class EdgeStarts:
    """The beginnings of all kinds of edge records."""

    def __init__(self, strings, redactor=None):
        self.names = EdgeNames(strings, PROPERTY)
        self.keys = EdgeNames(strings, PROPERTY, redactor) if redactor else self.names
        self.internal = EdgeNames(strings, INTERNAL)
        self.context = EdgeNames(strings, 0)
        self.weak = EdgeNames(strings, WEAK)
        self.elements = []

    def indexes(self, count, first=0):
        """The beginnings of `count` element edges, the first of which has the number `first`."""
        known = len(self.elements)
        if first or count > 65536:
            return map("1,{},".format, range(first, first + count))
        if count > known:
            self.elements += map("1,{},".format, range(known, max(count, 2 * known)))
        return self.elements[:count] if count < len(self.elements) else self.elements

# --- target ---

class AttachError(Exception):
    """Attaching does not work; the text says why and what to do."""


class Target:
    """
    `uid` and `gid` own it; `inner_pid` is its number as it knows itself, in a container another one than here;
    `root` goes before its paths ("" if they are ours); `version` like "3.11", "" if unknown.
    """

    def __init__(self, pid: int):
        self.pid = pid
        stat_line = read_stat(pid)
        if stat_line is None:
            raise AttachError("there is no process %d." % pid)
        if stat_line[0] in "ZX":
            raise AttachError("process %d has ended already, its parent did not take notice yet." % pid)
        self.start = stat_line[3]
        status = self._status()
        self.uid = int(status["Uid"].split()[1])
        self.gid = int(status["Gid"].split()[1])
        self.inner_pid = int(status.get("NSpid", str(pid)).split()[-1])
        if os.geteuid() not in (0, self.uid):
            raise AttachError(
                "process %d belongs to user %d, and you are user %d: attach as that user, or as root."
                % (pid, self.uid, os.geteuid())
            )
        tracer = int(status.get("TracerPid", "0"))
        if tracer:
            raise AttachError("process %d is already held by a debugger or tracer (process %d)." % (pid, tracer))
        maps = read_maps(pid)
        if not maps:
            raise AttachError(NOT_ALLOWED % pid)
        self.version = python_version(maps)
        if not self.version and b"python" not in maps:
            raise AttachError("process %d is not a Python program: it has mapped no part of CPython." % pid)
        self.root = self._root()
        self.folder = shared_folder()
        self._check_folder()

    def alive(self) -> bool:
        """Whether it still runs."""
        stat_line = read_stat(self.pid)
        return stat_line is not None and stat_line[0] not in "ZX" and stat_line[3] == self.start

    def can_write_here(self) -> bool:
        """Whether paths mean the same there and here, and files it makes are ours to read."""
        return self.root == "" and self.uid in (0, os.geteuid())

    def _status(self) -> Dict[str, str]:
        try:
            with open("/proc/%d/status" % self.pid, errors="replace") as file:
                return dict(line.rstrip("\n").split(":\t", 1) for line in file if ":\t" in line)
        except OSError:
            raise AttachError("there is no process %d." % self.pid) from None

    def _root(self) -> str:
        root = "/proc/%d/root" % self.pid
        try:
            same = os.readlink("/proc/%d/ns/mnt" % self.pid) == os.readlink("/proc/self/ns/mnt")
            return "" if same and os.path.samefile(root, "/") else root
        except OSError:
            raise AttachError(NOT_ALLOWED % self.pid) from None

    def _check_folder(self) -> None:
        # A link in another root could lead anywhere in ours.
        path = self.root + self.folder
        try:
            usable = stat.S_ISDIR(os.lstat(path).st_mode)
        except OSError:
            usable = False
        if not usable:
            raise AttachError("process %d has no folder %s to hand it the agent in." % (self.pid, self.folder))


NOT_ALLOWED = (
    "you may not look into process %d: attach as root, or with the capability SYS_PTRACE "
    "(docker run --cap-add SYS_PTRACE; Kubernetes: securityContext.capabilities.add)."
)

# --- traces ---

TRACE_CODE = types.FunctionType.__dict__["__code__"].__get__


class TraceNode:
    """One place on the way to allocations. `count` and `size` are those of live objects allocated right here."""

    __slots__ = ("number", "place", "count", "size", "below")

    def __init__(self, number, place):
        self.number = number
        self.place = place
        self.count = 0
        self.size = 0
        self.below = {}


class TraceTree:
    """The stacks of objects: `leaf_of(obj, kind)` gives the node of the innermost frame, None where unknown."""

    def __init__(self):
        import _tracemalloc

        self.traceback_of = _tracemalloc._get_object_traceback
        self.traceback_at = None
        # 3.11 looks for the trace behind the two words that it keeps before an instance with a `__dict__`.
        if sys.version_info[:2] == (3, 11):
            import ctypes

            lookup = python_interface()._PyTraceMalloc_GetTraceback
            lookup.argtypes, lookup.restype = (ctypes.c_uint, ctypes.c_size_t), ctypes.py_object
            self.traceback_at = lookup
        self.root = TraceNode(1, 0)
        self.nodes = 1
        self.places = {("", 0): 0}
        self.leaves = {}

    def leaf_of(self, obj, kind):
        if self.traceback_at and TYPE_FLAGS(kind) & MANAGED_DICT_FLAG:
            frames = self.traceback_at(0, id(obj) - 32)
        else:
            frames = self.traceback_of(obj)
        if frames is None:
            return None
        return self.leaves.get(frames) or self.add(frames)

    def add(self, frames):
        node = self.root
        for frame in reversed(frames):
            place = self.places.setdefault(frame, len(self.places))
            below = node.below.get(place)
            if below is None:
                self.nodes += 1
                below = node.below[place] = TraceNode(self.nodes, place)
            node = below
        self.leaves[frames] = node
        return node

    def write(self, infos, tree, strings):
        """The sections `trace_function_infos` and `trace_tree`."""
        names = FunctionNames({file for file, _ in self.places})
        for (file, line), place in self.places.items():
            label, script = strings.text(names.name(file, line)), strings.text(file)
            infos.rows("%d,%d,%d,0,%d,0" % (place, label, script, line))
        # Depth first without recursion: stacks may be deeper than Python allows calls.
        waiting, parts = [self.root], []
        while waiting:
            node = waiting.pop()
            if type(node) is str:
                parts.append(node)
                continue
            comma = "," if parts and parts[-1][-1] == "]" else ""
            parts.append("%s%d,%d,%d,%d,[" % (comma, node.number, node.place, node.count, node.size))
            waiting.append("]")
            waiting += node.below.values()
            if len(parts) > 10000:
                tree.write("".join(parts[:-1]).encode())
                del parts[:-1]
        tree.write("".join(parts).encode())


class FunctionNames:
    """The function around a line, from the code objects of the functions alive: the innermost that covers it."""

    def __init__(self, files):
        self.spans = {}
        seen = set()
        waiting = [TRACE_CODE(obj) for obj in gc.get_objects() if type(obj) is types.FunctionType]
        while waiting:
            code = waiting.pop()
            if id(code) in seen:
                continue
            seen.add(id(code))
            waiting += [value for value in code.co_consts if type(value) is types.CodeType]
            if code.co_filename in files:
                name = getattr(code, "co_qualname", code.co_name)
                self.spans.setdefault(code.co_filename, []).append((code.co_firstlineno, last_line(code), name))
        for spans in self.spans.values():
            spans.sort()

    def name(self, file, line):
        inside = [span for span in self.spans.get(file, ()) if span[0] <= line <= span[1]]
        return max(inside)[2] if inside else ""


def last_line(code):
    if hasattr(code, "co_lines"):
        return max([line for _, _, line in code.co_lines() if line], default=code.co_firstlineno)
    line = highest = code.co_firstlineno
    for step in code.co_lnotab[1::2]:
        line += step - 256 if step > 127 else step
        highest = max(highest, line)
    return highest


def stop_tracing_here():
    """In a forked child: allocations are no longer traced, the traces stay. Tracing the walk itself costs much time."""
    try:
        import ctypes

        class Allocator(ctypes.Structure):
            _fields_ = [(name, ctypes.c_void_p) for name in ("ctx", "malloc", "calloc", "realloc", "free")]

        interface = python_interface()
        for domain in (0, 1, 2):
            hook = Allocator()
            interface.PyMem_GetAllocator(domain, ctypes.byref(hook))
            if hook.ctx:
                interface.PyMem_SetAllocator(domain, ctypes.c_void_p(hook.ctx))
    except (ImportError, AttributeError):
        pass

# --- exchange ---

# Runs in the target, through a debugger or sys.remote_exec: starts a thread and returns at once. It binds no name in
# the program's modules, uses the agent that is loaded there if there is one, and works once whoever runs it. An agent
# that is brought has a name of its own there, so that nobody else imports it before it is forgotten.
INJECTED = '''
def run(folder, name):
    import os, sys, _thread
    def forget():
        for place in [place for place in sys.path_importer_cache if place.startswith(folder)]:
            del sys.path_importer_cache[place]
        # Functions and their modules hold each other: left alone they would stay until the program's collector comes by.
        for each in [each for each in sys.modules if each.split(".")[0] == name]:
            sys.modules.pop(each).__dict__.clear()
    def answer():
        import json
        from importlib import import_module
        from importlib.util import module_from_spec, spec_from_file_location
        own = name
        try:
            if "heapscope" in sys.modules:
                own = "heapscope"
            else:
                package = os.path.join(folder, "heapscope")
                inside = os.path.isdir(package)
                path = os.path.join(package, "__init__.py") if inside else package + ".py"
                search = [package] if inside else None
                spec = spec_from_file_location(own, path, submodule_search_locations=search)
                module = sys.modules[own] = module_from_spec(spec)
                spec.loader.exec_module(module)
            try:
                answer_attach = import_module(own + ".attached").answer_attach
            except ImportError:
                answer_attach = sys.modules[own].answer_attach
            _thread.start_new_thread(answer_attach, (folder, own == name and forget))
        except BaseException as error:
            forget()
            try:
                with open(os.path.join(folder, "answer.part"), "w") as file:
                    json.dump({"error": "%s: %s" % (type(error).__name__, error)}, file)
                os.rename(os.path.join(folder, "answer.part"), os.path.join(folder, "answer.json"))
            except OSError:
                pass  # whoever asked has gone, with the folder
    try:
        os.close(os.open(os.path.join(folder, "started"), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    except OSError:
        return
    _thread.start_new_thread(answer, ())
'''


class Exchange:
    """
    A private folder of the target's user in the target's own /tmp; removed by `remove`. `inner` is its path there,
    `folder` the same from here; `remote` is the script for `sys.remote_exec`, by its path there.
    """

    def __init__(self, target: Target):
        self.target = target
        self.folder = tempfile.mkdtemp(prefix="heapscope-attach-", dir=target.root + target.folder)
        self.inner = self.folder[len(target.root) :]
        self.remote = os.path.join(self.inner, "remote.py")

    def put(self, out: str, traces: bool, redact: bool) -> None:
        """Writes agent, request and the code to inject, and hands the folder to the target's user."""
        _copy_agent(self.folder)
        with open(os.path.join(self.folder, "request.json"), "w") as file:
            json.dump({"out": out, "traces": traces, "redact": redact}, file)
        with open(os.path.join(self.folder, "inject.py"), "w") as file:
            name = "_heapscope_" + self.inner.rpartition("-")[2]
            file.write("__name__ = '%s.inject'" % name + INJECTED + "run(%s, '%s')\n" % (ascii(self.inner), name))
        with open(os.path.join(self.folder, "remote.py"), "wb") as file:
            file.write(self.code())
        if self.target.uid != os.geteuid():
            for folder, _, names in os.walk(self.folder):
                for name in [*names, ""]:
                    os.chown(os.path.join(folder, name), self.target.uid, self.target.gid, follow_symlinks=False)

    def code(self) -> bytes:
        """Python source that runs what is to be injected; `open` and `__main__`'s names may be the program's."""
        path = ascii(os.path.join(self.inner, "inject.py"))
        return ("exec(__import__('io').open(%s).read(), {})" % path).encode()

    def started(self) -> bool:
        """Whether the target has begun."""
        return os.path.lexists(os.path.join(self.folder, "started"))

    def wait_start(self, seconds: float) -> bool:
        """Waits until the target has begun; False after so many seconds, or when it has ended."""
        end = time.monotonic() + seconds
        while not self.started():
            if time.monotonic() > end or not self.target.alive():
                return False
            time.sleep(0.02)
        return True

    def wait_answer(self, end: float, meanwhile: Callable[[], None]) -> None:
        """
        Waits for the answer until a moment of `time.monotonic`, and calls `meanwhile` again and again. Raises AttachError
        if the answer is bad or does not come.
        """
        pid = self.target.pid
        while True:
            answer: Optional[Dict[str, Any]] = read_private(os.path.join(self.folder, "answer.json"), self.target.uid)
            if answer is not None:
                break
            if not self.target.alive():
                raise AttachError("process %d ended before the capture was written." % pid)
            if time.monotonic() > end:
                why = "the capture is not written yet" if self.started() else _NOT_STARTED
                raise AttachError("process %d did not answer in time: %s. Try a longer --timeout." % (pid, why))
            meanwhile()
            time.sleep(0.02)
        if "error" in answer:
            raise AttachError("process %d could not make the capture: %s" % (pid, answer["error"]))

    def remove(self) -> None:
        """Removes the folder with all that is in it."""
        shutil.rmtree(self.folder, ignore_errors=True)


_NOT_STARTED = "it came to no point where the agent can run, as when it is in a long call of C code"


def _copy_agent(folder: str) -> None:
    here = os.path.abspath(__file__)
    if not __package__:
        shutil.copyfile(here, os.path.join(folder, "heapscope.py"))
        return
    skip = shutil.ignore_patterns("__pycache__")
    shutil.copytree(os.path.dirname(here), os.path.join(folder, "heapscope"), ignore=skip)

# --- fields ---

# What C code answers from a field of the object, by class: it names, and for uncollected classes gives, references.
FIELDS_BY_CLASS = [
    (type, "__mro__ __bases__ __base__"),
    (types.MethodType, "__self__ __func__"),
    (types.BuiltinFunctionType, "__self__ __module__"),
    (types.GeneratorType, "gi_code gi_yieldfrom __name__ __qualname__"),
    (types.CoroutineType, "cr_code cr_await cr_origin __name__ __qualname__"),
    (types.AsyncGeneratorType, "ag_code ag_await __name__ __qualname__"),
    (types.TracebackType, "tb_next tb_frame"),
    (types.FrameType, "f_back f_code f_globals f_builtins f_trace"),
    (types.FunctionType, "__code__ __module__ __defaults__ __kwdefaults__ __name__ __qualname__ __doc__"),
    (functools.partial, "func args keywords"),
    (BaseException, "args __traceback__ __context__ __cause__"),
    (memoryview, "obj"),
    (datetime.datetime, "tzinfo"),
    (datetime.time, "tzinfo"),
]
# The same by the names of classes that may not be there yet.
FIELDS_BY_NAME = {
    "_asyncio.Future": "_loop _result _exception _source_traceback _cancel_message",
    "_asyncio.Task": "_coro _fut_waiter",
}
# What no field tells of, by the class of what is there.
HELD_BY_NAME = {
    "_asyncio.Future": {
        "_contextvars.Context": "_context",
        "Context": "_context",  # up to 3.9
        "asyncio.exceptions.CancelledError": "_cancelled_exc",
        "list": "_callbacks",
        "str": "_name",
        "int": "_name",  # not made a text yet
    },
}
# Of these None says that the field is empty, while others may hold it.
NEVER_NONE = ("__closure__", "__defaults__", "__kwdefaults__")
VALUE_TYPE_IDS = {id(kind) for kind in (int, bool, float, type(None))}
INTERNAL_NAMES = {"__code__", "__defaults__", "__kwdefaults__", "__mro__", "__bases__", "__base__", "__globals__", "__dict__"}


def field_getters(kind):
    """[(name, read)] of all fields that lead to objects and can be read without running code of the program."""
    found = member_getters(kind)
    for base in type_mro(kind):
        names = next((names for known, names in FIELDS_BY_CLASS if known is base), FIELDS_BY_NAME.get(full_name(base), ""))
        namespace = type_namespace(base)
        found += [
            (name, type_bases if base is type and name == "__bases__" else namespace[name].__get__)
            for name in names.split()
            if type(namespace.get(name)) is types.GetSetDescriptorType
        ]
    return found


def held_names(kind):
    """What references without a field are called, by the name of the class of what they lead to."""
    return next((HELD_BY_NAME[name] for name in map(full_name, type_mro(kind)) if name in HELD_BY_NAME), None)


class FieldReader:
    """Reads the objects of one class. `read` asks the collector, `name` gives names to what it said."""

    def __init__(self, kind, starts, inline_values):
        self.starts = starts
        self.getters = [(self.start_of(name), read) for name, read in field_getters(kind)]
        self.never_none = [self.start_of(name) for name in NEVER_NONE] if kind is types.FunctionType else ()
        self.held = held_names(kind)
        self.kind_address = id(kind)
        self.heap = bool(TYPE_FLAGS(kind) & HEAP_TYPE_FLAG)
        # From 3.9 all classes written in C report the class of an instance, too.
        self.adds_class = self.heap and sys.version_info < (3, 9)
        self.collected = bool(TYPE_FLAGS(kind) & COLLECTED_FLAG)
        self.inline = inline_values.shape_of(kind) if inline_values else None
        self.has_dict = TYPE_DICT_OFFSET(kind) != 0
        # What an object leads to whose attributes are all set, as `name` learns it.
        self.full_count = -1
        self.dict_index = -1
        # Then no other object leads to as much.
        self.always_full = False
        self.pattern = None
        self.full_starts = ()
        # By name of an attribute kept inside: asked for once, whatever other names there are in between.
        self.attribute_starts = {}
        self.class_start = starts.internal["__class__"]
        self.dict_start = starts.internal["__dict__"]
        self.other_start = starts.internal["referent"]

    def start_of(self, name):
        return self.starts.internal[name] if name in INTERNAL_NAMES else self.starts.names[detached_copy(name)]

    def start_of_held(self, referent):
        name = self.held.get(full_name(type(referent)))
        return self.other_start if name is None else self.start_of(name)

    def start_of_attribute(self, name):
        start = self.attribute_starts.get(name)
        if start is None:
            start = self.attribute_starts[detached_copy(name)] = self.starts.keys[name]
        return start

    def read(self, obj):
        referents = get_referents(obj)
        if self.adds_class and not any(id(referent) == self.kind_address for referent in referents):
            referents.append(type(obj))
        if len(referents) == self.full_count and self.is_full(obj, referents):
            return self.full_starts, referents
        if not self.collected:
            return self.read_fields(obj)
        return self.name(obj, referents)

    def is_full(self, obj, referents):
        """Whether as many references as of an object whose attributes are all set are really those."""
        if self.dict_index >= 0:
            return type(referents[self.dict_index]) is dict
        if not self.inline:
            return True
        # One reference before the class may be a `__dict__` that took the place of a missing attribute.
        may_be_dict = len(referents) > 1 and TYPE_FLAGS(type(referents[-2])) & DICT_SUBCLASS_FLAG
        return not may_be_dict and not self.inline.has_dict(obj)

    def name(self, obj, referents):
        """Names by identity: a reference is called after the field that holds that object.

        Leaves in `pattern` what to call the references of an object that has as many, and the same of the attributes
        kept inside: the beginnings in their order, None for what to leave out. None if that does not follow.
        """
        names = {}
        certain = True
        for start, read in self.getters:
            try:
                value = read(obj)
                if value is not None or start not in self.never_none:
                    names.setdefault(id(value), []).append(start)
            except (AttributeError, ValueError):
                certain = False
        all_inline = True
        if self.inline:
            attributes, dict_address, all_inline = self.inline.attributes(obj)
            for name, address in attributes:
                names.setdefault(address, []).append(self.start_of_attribute(name) if name is not None else None)
            if dict_address:
                names.setdefault(dict_address, []).insert(0, self.dict_start)
                if not any(id(referent) == dict_address for referent in referents):
                    referents = referents + self.inline.values.objects_at([dict_address])
                    certain = False
        if self.heap:
            names.setdefault(self.kind_address, []).append(self.class_start)
        pattern = []
        for referent in referents:
            waiting = names.get(id(referent))
            start = waiting.pop(0) if waiting else self.other_start
            if start is self.other_start:
                if self.has_dict and type(referent) is dict:
                    start = self.dict_start
                elif self.held:
                    start = self.start_of_held(referent)
            pattern.append(start)
        dicts = pattern.count(self.dict_start)
        certain = certain and not self.held and self.other_start not in pattern and not any(names.values()) and dicts <= 1
        self.pattern = pattern if certain and pattern and pattern[-1] is self.class_start else None
        if self.pattern and None not in pattern and (not dicts if self.inline else dicts == self.has_dict):
            if all_inline:
                self.full_count, self.full_starts = len(pattern), tuple(pattern)
                self.dict_index = pattern.index(self.dict_start) if dicts else -1
                self.always_full = not dicts and not self.inline
        found = [start for start in pattern if start is not None]
        values = [referent for start, referent in zip(pattern, referents) if start is not None]
        if self.heap and self.class_start not in found:
            found.append(self.class_start)
            values.append(type(obj))
        return found, values

    def read_fields(self, obj):
        """The fields of an object the collector knows nothing of: those that give the same object twice."""
        found, values = [], []
        for start, read in self.getters:
            try:
                value, again = read(obj), read(obj)
            except (AttributeError, ValueError):
                continue
            if value is again and id(type(value)) not in VALUE_TYPE_IDS:
                found.append(start)
                values.append(value)
        if self.heap:
            found.append(self.class_start)
            values.append(type(obj))
        return found, values

# --- generations ---

class Generations:
    """`by_address` for all but the largest group, `oldest` for the rest of what the collector tracks.

    1, 2, 3 for the generations 0, 1, 2; 4 for objects that `gc.freeze` set aside, once `unfreeze` was asked for.
    """

    def __init__(self, unfreeze, raw=None):
        # Without a comprehension, whose function would be among the youngest.
        groups = [addresses_in(0, raw), addresses_in(1, raw)]
        self.by_address = {}
        self.oldest = 3
        if unfreeze and gc.get_freeze_count():
            groups.append(addresses_in(2, raw))
            gc.unfreeze()
            self.oldest = 4
        for number, group in enumerate(groups, 1):
            self.by_address.update(dict.fromkeys(group, number))


def addresses_in(generation, raw):
    found = tracked_addresses(raw, (generation,)) if raw else None
    return set(map(id, gc.get_objects(generation))) if found is None else set(found)

# --- previews ---

PREVIEW_LENGTH = 40
MODULE_DICT = types.ModuleType.__dict__["__dict__"].__get__
FUNCTION_MODULE = types.FunctionType.__dict__["__module__"].__get__
FUNCTION_QUALNAME = types.FunctionType.__dict__["__qualname__"].__get__
PREVIEW_CODE = types.FunctionType.__dict__["__code__"].__get__


def number_preview(obj):
    # Decimal digits of huge integers take quadratic time, and newer versions refuse them.
    if type(obj) is int and obj.bit_length() > 4096:
        return hex(obj >> (obj.bit_length() - 120))[:36] + "… (%d bits)" % obj.bit_length()
    return repr(obj)[:PREVIEW_LENGTH]


def bytes_preview(obj):
    return repr(bytes(obj[:PREVIEW_LENGTH]))[:PREVIEW_LENGTH]


def range_preview(obj):
    return repr(obj)[:PREVIEW_LENGTH]


def function_preview(obj):
    code, module, name = PREVIEW_CODE(obj), FUNCTION_MODULE(obj), FUNCTION_QUALNAME(obj)
    prefix = module + "." if type(module) is str else ""
    return "%s%s (%s:%d)" % (prefix, name, code.co_filename, code.co_firstlineno)


def method_preview(obj):
    function = types.MethodType.__dict__["__func__"].__get__(obj)
    return function_preview(function) if type(function) is types.FunctionType else ""


def builtin_preview(obj):
    kind = types.BuiltinFunctionType
    module, name = kind.__dict__["__module__"].__get__(obj), kind.__dict__["__name__"].__get__(obj)
    return module + "." + name if type(module) is str else name


def module_preview(obj):
    namespace = MODULE_DICT(obj)
    name = namespace.get("__name__") if type(namespace) is dict else None
    return name if type(name) is str else ""


def frame_preview(obj):
    return code_place(obj.f_code, obj.f_lineno or obj.f_code.co_firstlineno)


PROGRAM_PREVIEWS = {
    types.FunctionType: function_preview,
    types.MethodType: method_preview,
    types.BuiltinFunctionType: builtin_preview,
    types.CodeType: code_place,
    types.ModuleType: module_preview,
    types.GeneratorType: suspended_preview(types.GeneratorType, "gi_"),
    types.CoroutineType: suspended_preview(types.CoroutineType, "cr_"),
    types.AsyncGeneratorType: suspended_preview(types.AsyncGeneratorType, "ag_"),
    types.FrameType: frame_preview,
}
VALUE_PREVIEWS = {
    int: number_preview,
    float: number_preview,
    complex: number_preview,
    bool: number_preview,
    type(None): number_preview,
    bytes: bytes_preview,
    bytearray: bytes_preview,
    range: range_preview,
}


def preview_reader(kind):
    """(function or None, whether what it gives is a value and no name of the program)."""
    for table, is_value in ((PROGRAM_PREVIEWS, False), (VALUE_PREVIEWS, True)):
        for known, preview in table.items():
            if known is kind:
                return preview, is_value
    if TYPE_FLAGS(kind) & TYPE_SUBCLASS_FLAG:
        return full_name, False
    for base in type_mro(kind):
        if base is types.ModuleType:
            return module_preview, False
        if base is str:
            return None, False
    return find_reader(kind)

# --- raw_instances ---

# Words before an instance that keeps attributes inside: the collector's two, and those that tell where the attributes are.
if sys.version_info >= (3, 12):
    WORDS_BEFORE = 3
elif sys.version_info >= (3, 11):
    WORDS_BEFORE = 4
else:
    WORDS_BEFORE = 2
VALUES_BEHIND = sys.version_info >= (3, 13)
# Where a descriptor of a slot keeps its definition, and where that says how far the slot is from the beginning of an object.
DEFINITION_WORD, OFFSET_WORD = 5, 2
DICT_CLASS = id(dict)


# Where a class keeps its flags, and what the collector goes through its instances with.
FLAGS_WORD, TRAVERSE_WORD = 21, 23


class SlotProbe:
    """Two slots, which stand in the order of their names."""

    __slots__ = ("first", "second")


class OpenProbe(SlotProbe):
    """Its instances have a `__dict__`."""


def traverse_of(memory, kind):
    return word_at(memory, id(kind) + WORD * TRAVERSE_WORD)[0]


def slot_offset(memory, descriptor):
    definition = word_at(memory, id(descriptor) + WORD * DEFINITION_WORD)[0]
    return word_at(memory, definition + WORD * OFFSET_WORD)[0]


def are_classes_as_expected(memory):
    """Whether classes of our own are built as we read them."""
    offsets = [slot_offset(memory, SlotProbe.__dict__[name]) for name in SlotProbe.__slots__]
    flags = word_at(memory, id(OpenProbe) + WORD * FLAGS_WORD)[0]
    ways = {traverse_of(memory, kind) for kind in (SlotProbe, OpenProbe)}
    return offsets == [2 * WORD, 3 * WORD] and flags == TYPE_FLAGS(OpenProbe) and len(ways) == 1 and 0 not in ways


def places_of(memory, kind, reader):
    """
    `InstancePlaces` of a class; None unless all that its instances lead to are slots, attributes, a `__dict__` and the
    class. @param reader what `fields.py` knows of the class
    """
    # What Python makes of a `class` statement all goes the same way.
    way = traverse_of(memory, SlotProbe)
    made_in_python = all(traverse_of(memory, base) == way for base in type_mro(kind) if base is not object)
    inline, dict_offset = reader.inline, TYPE_DICT_OFFSET(kind)
    slots = [(start, getattr(read, "__self__", None)) for start, read in reader.getters]
    are_slots = all(type(descriptor) is types.MemberDescriptorType for _, descriptor in slots)
    if not (made_in_python and are_slots and reader.heap and TYPE_FLAGS(kind) & COLLECTED_FLAG):
        return None
    # Attributes inside whose names are not known; a `__dict__` whose place is not.
    if (inline.capacity == 0) if inline else dict_offset < 0:
        return None
    return InstancePlaces(memory, kind, reader, [(start, slot_offset(memory, found)) for start, found in slots])


class InstancePlaces:
    """How to read the instances of one class."""

    def __init__(self, memory, kind, reader, slots):
        self.memory = memory
        self.inline = reader.inline
        self.before = WORDS_BEFORE if self.inline else 2
        self.offset = WORD * self.before
        self.end = self.before + TYPE_BASIC_SIZE(kind) // WORD
        self.starts = [start for start, _ in slots]
        places = [self.before + offset // WORD for _, offset in slots]
        names = self.inline.names if self.inline else ()
        # Names come among the texts when the first object has them.
        self.starts += names
        self.unnamed = set(range(len(slots), len(self.starts)))
        self.start_of_attribute = reader.start_of_attribute
        self.names = len(names)
        self.dict_index = -1
        if not self.inline and TYPE_DICT_OFFSET(kind):
            self.dict_index = len(self.starts)
            self.starts.append(reader.dict_start)
            places.append(self.before + TYPE_DICT_OFFSET(kind) // WORD)
        self.starts.append(reader.class_start)
        if not self.inline:
            places.append(self.before + 1)
        self.take = taker(places)
        self.kind = (id(kind),)
        count = self.end + (1 + self.names if self.inline and VALUES_BEHIND else 0)
        self.words_of = struct.Struct("%dQ" % count).unpack_from
        self.values_of = struct.Struct("%dQ" % self.names).unpack_from

    def read(self, address):
        """
        (beginnings of edges, addresses they lead to, whether one is a `__dict__`, whether the collector tracks it); None
        where it has to be asked itself.
        """
        words = self.words_of(self.memory, address - self.offset)
        if self.inline:
            targets = self.values(words)
            if targets is None:
                return None
            targets += self.kind
            if self.take:
                targets = self.take(words) + targets
        else:
            targets = self.take(words)
        starts, has_dict = self.starts, False
        if self.dict_index >= 0 and targets[self.dict_index]:
            has_dict = True
            if word_at(self.memory, targets[self.dict_index] + WORD)[0] != DICT_CLASS:
                return None
        if self.unnamed:
            self.name(targets)
        if 0 in targets:
            starts = [start for start, target in zip(starts, targets) if target]
            targets = list(filter(None, targets))
        return starts, targets, has_dict, words[self.before - 2]

    def name(self, targets):
        """Replaces the names of attributes that are set by the beginnings of their edges."""
        for index in sorted(self.unnamed):
            if targets[index]:
                self.starts[index] = self.start_of_attribute(self.starts[index])
                self.unnamed.remove(index)

    def values(self, words):
        """The attributes kept inside; None where these are elsewhere."""
        if VALUES_BEHIND:
            head = words[self.end]
            # The first byte is the room, the fourth whether it is in use.
            if words[0] or not head >> 24 & 255 or head & 255 < self.names:
                return None
            return words[self.end + 1 :]
        if WORDS_BEFORE == 3:
            # The lowest bit tells values from a `__dict__`.
            return self.values_of(self.memory, words[0] + 1) if words[0] & 1 else None
        return self.values_of(self.memory, words[0]) if words[0] and not words[1] else None


def taker(places):
    """A function that takes these of a tuple, as a tuple; None for none."""
    if len(places) > 1:
        return itemgetter(*places)
    return (lambda words: (words[places[0]],)) if places else None

# --- redaction ---

MODULE_NAMESPACE = types.ModuleType.__dict__["__dict__"].__get__
REDACTION_CODE = types.FunctionType.__dict__["__code__"].__get__
STANDARD_THREAD_NAME = re.compile(r"(MainThread|unknown|(Thread|Dummy)-\d+( \(\w+\))?|ThreadPoolExecutor-\d+_\d+|asyncio_\d+)\Z")
LIBRARY_PATH = re.compile(r"\.so(\.[\d.]+)?\Z|/python[\d.]*\Z|/locale/|/(dev/zero|SYSV|\[aio\])")


class Redactor:
    """Equal values get equal replacements within one capture; nothing leads back to them."""

    def __init__(self, raw=None):
        self.key = os.urandom(32)
        self.names = program_names((raw and tracked_objects(raw, has_names)) or gc.get_objects())

    def dict_key(self, key):
        """A key as it may be shown: what is a name of the program stays."""
        return key if key in self.names else self.text(key)

    def mark(self, data):
        return blake2b(data, digest_size=8, key=self.key).hexdigest()

    def text(self, text):
        return "(length %d, equal %s)" % (len(text), self.mark(text.encode("utf-8", "surrogatepass")))

    def value(self, obj, shown):
        if obj is None or obj is True or obj is False:
            return shown
        data = bytes(obj) if type(obj) in (bytes, bytearray) else shown.encode("utf-8", "surrogatepass")
        return "(value, equal %s)" % self.mark(data)

    def thread_name(self, name):
        """What Python itself gives as a name stays."""
        return name if STANDARD_THREAD_NAME.match(name) else self.text(name)

    def memory(self, memory):
        """Paths of mapped files: those of libraries, and of what is no file, stay."""
        regions = [dict(region) for region in memory.get("regions", ())]
        for region in regions:
            path = region["path"]
            if path.startswith("/") and not LIBRARY_PATH.search(path):
                region["path"] = self.text(path)
        return dict(memory, regions=regions) if regions else memory


def has_names(kind):
    """Whether its objects are functions, modules or classes."""
    return kind is types.FunctionType or kind is types.ModuleType or TYPE_FLAGS(kind) & TYPE_SUBCLASS_FLAG != 0


def program_names(objects):
    """The names in the code of all functions, and those that modules and classes define."""
    names, codes, seen = set(), [], set()
    for obj in objects:
        kind = type(obj)
        if kind is types.FunctionType:
            codes.append(REDACTION_CODE(obj))
        elif kind is types.ModuleType:
            names.update(key for key in list(MODULE_NAMESPACE(obj) or ()) if type(key) is str)
        elif TYPE_FLAGS(kind) & TYPE_SUBCLASS_FLAG:
            names.update(key for key in type_namespace(obj) if type(key) is str)
    while codes:
        code = codes.pop()
        if id(code) not in seen:
            seen.add(id(code))
            names.update(code.co_names, code.co_varnames, code.co_cellvars, code.co_freevars)
            codes += [value for value in code.co_consts if type(value) is types.CodeType]
    return names

# --- trace_rights ---

def not_traceable(pid: int) -> AttachError:
    """The error to raise where tracing process `pid` is refused; it tells the cure."""
    scope = _ptrace_scope()
    hint = "attach as root or with the capability SYS_PTRACE (docker run --cap-add SYS_PTRACE)"
    if scope == "1":
        hint += ", or allow it to all your processes: sysctl kernel.yama.ptrace_scope=0"
    elif scope in ("2", "3"):
        hint += "; kernel.yama.ptrace_scope is %s" % scope
    return AttachError("the system does not let you trace process %d: %s." % (pid, hint))


def _ptrace_scope() -> str:
    try:
        with open("/proc/sys/kernel/yama/ptrace_scope") as file:
            return file.read().strip()
    except OSError:
        return ""

# --- attach_gdb ---

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

# --- delivery ---

_NAME = "capture"


class Delivery:
    """
    Where the target writes a capture, and to whom it goes while the file grows: standard output if `sent`, and a copy at
    its place where the target cannot write there itself. `path` None keeps no file. All is in folders of ours until
    the capture is whole; `remove` removes them, and with them what the target may still write.
    """

    def __init__(self, exchange: Exchange, path: Optional[str], ending: str, sent: bool):
        self.path = path
        self.name = _NAME + ending
        self.beside = ""
        self.source: Optional[Any] = None
        self.sinks: List[Any] = [sys.stdout.buffer] if sent else []
        folder = exchange.folder
        self.inner = os.path.join(exchange.inner, self.name)
        if path is not None:
            self.beside = tempfile.mkdtemp(prefix=".heapscope-", dir=os.path.dirname(path))
            if exchange.target.can_write_here():
                folder, self.inner = self.beside, os.path.join(self.beside, self.name)
            else:
                self.sinks.append(open(os.path.join(self.beside, self.name), "xb"))
        self.whole = os.path.join(folder, self.name)
        self.partial = os.path.join(folder, partial_name(self.name, exchange.target.inner_pid))

    def forward(self) -> None:
        """Passes on what was written since the last time."""
        if self.sinks and self.source is None:
            self.source = _opened(self.partial)
        if self.source is None:
            return
        try:
            for block in iter(lambda: self.source.read(1 << 20), b""):
                for sink in self.sinks:
                    sink.write(block)
                    sink.flush()
        except OSError as error:
            raise AttachError("the capture cannot be written: %s." % error.strerror) from None

    def finish(self) -> None:
        """The target has written all of it."""
        if self.sinks and self.source is None:
            self.source = _opened(self.whole)
        self.forward()
        if self.source is not None:
            self.source.close()
        if self.path is not None:
            try:
                os.rename(os.path.join(self.beside, self.name), self.path)
            except OSError as error:
                raise AttachError("the capture cannot be written to %s: %s." % (self.path, error.strerror)) from None

    def remove(self) -> None:
        """Removes what is ours."""
        if self.beside:
            shutil.rmtree(self.beside, ignore_errors=True)


def _opened(path: str) -> Optional[Any]:
    """A file that the target made; None if it is not there yet."""
    try:
        return open(os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK), "rb", buffering=0)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise AttachError("the capture cannot be read: %s." % error.strerror) from None

# --- edges ---

CELL_TYPE = type((lambda cell: lambda: cell)(0).__closure__[0])
CODE_FREE_NAMES = types.CodeType.__dict__["co_freevars"].__get__
FUNCTION_CLOSURE = types.FunctionType.__dict__["__closure__"].__get__
FUNCTION_CODE = types.FunctionType.__dict__["__code__"].__get__
ATOMS = (str, bytes, int, float, complex, bool, type(None), type(...), type(NotImplemented), bytearray, range)


class EdgeReader:
    """Hands out the readers by type: `reader_for(kind)`, None for what leads nowhere."""

    def __init__(self, starts: EdgeStarts, inline_values, variables_of, changing):
        self.starts = starts
        self.inline_values = inline_values
        self.variables_of = variables_of
        # Other threads change dictionaries between one look and the next.
        self.changing = changing
        self.key_start = starts.internal["key"]
        self.dict_start = starts.internal["__dict__"]
        self.cell_start = starts.names["cell_contents"]
        self.readers = {
            list: self.of_list,
            tuple: self.of_tuple,
            set: self.of_items,
            frozenset: self.of_items,
            collections.deque: self.of_deque,
            dict: self.of_dict,
            types.FunctionType: self.of_function,
            CELL_TYPE: self.of_cell,
        }
        self.readers.update((kind, None) for kind in ATOMS)
        self.function_fields = self.fields_of(types.FunctionType)

    def fields_of(self, kind):
        return FieldReader(kind, self.starts, self.inline_values)

    def reader_for(self, kind):
        # By identity: a class of the program may compare or hash in Python.
        for known, reader in self.readers.items():
            if known is kind:
                return reader
        flags = TYPE_FLAGS(kind)
        if flags & TYPE_SUBCLASS_FLAG:
            return self.type_reader(kind)
        if kind is types.GeneratorType or kind is types.CoroutineType or kind is types.AsyncGeneratorType:
            return self.frame_reader(kind)
        if kind is types.FrameType:
            return self.frame_reader(kind)
        if kind is functools._lru_cache_wrapper:
            return self.cache_reader(kind)
        for base in type_mro(kind):
            if base is dict:
                return self.subclass_reader(kind, self.of_dict, dict.__len__)
            if base is list:
                return self.subclass_reader(kind, self.of_list_part, list.__len__)
            if base is tuple:
                return self.subclass_reader(kind, self.of_tuple_part, tuple.__len__)
            if base is set or base is frozenset:
                return self.subclass_reader(kind, None, base.__len__)
            if base is collections.deque:
                return self.subclass_reader(kind, None, base.__len__)
        if "ndarray" in [base.__name__ for base in type_mro(kind) if type(base) is type]:
            reader = self.array_reader(kind)
            if reader:
                return reader
        if not flags & (HEAP_TYPE_FLAG | COLLECTED_FLAG) and not self.fields_of(kind).getters:
            return None
        return self.fields_of(kind).read

    def of_list(self, obj):
        values = list(obj)
        return self.starts.indexes(len(values)), values

    def of_tuple(self, obj):
        return self.starts.indexes(len(obj)), obj

    def of_items(self, obj):
        values = get_referents(obj)
        return self.starts.indexes(len(values)), values

    def of_deque(self, obj):
        starts, values = self.of_items(obj)
        # From 3.12 the class counts what it is referred to by, and comes first.
        if TYPE_FLAGS(collections.deque) & HEAP_TYPE_FLAG and values and values[0] is collections.deque:
            starts = [self.starts.internal["__class__"], *self.starts.indexes(len(values) - 1)]
        return starts, values

    def of_list_part(self, obj):
        values = list.copy(obj)
        return self.starts.indexes(len(values)), values

    def of_tuple_part(self, obj):
        values = list(tuple.__iter__(obj))
        return self.starts.indexes(len(values)), values

    def of_dict(self, obj):
        if self.changing:
            pairs = list(dict.items(obj))
            keys, values = [key for key, _ in pairs], [value for _, value in pairs]
            del pairs
        else:
            keys, values = list(dict.keys(obj)), list(dict.values(obj))
        count = len(values)
        if not count:
            return [], []
        for key in keys:
            if type(key) is not str:
                indexes = iter(self.starts.indexes(count))
                names = self.starts.keys
                starts = [names[key] if type(key) is str else next(indexes) for key in keys]
                break
        else:
            starts = list(map(self.starts.keys.__getitem__, keys))
        values += keys
        starts += [self.key_start] * count
        return starts, values

    def of_cell(self, obj):
        values = get_referents(obj)
        return [self.cell_start] * len(values), values

    def of_function(self, obj):
        starts, values = self.function_fields.read(obj)
        closure = FUNCTION_CLOSURE(obj)
        if closure:
            starts, values = list(starts), list(values)
            for name, cell in zip(CODE_FREE_NAMES(FUNCTION_CODE(obj)), closure):
                starts.append(self.starts.internal["cell"])
                values.append(cell)
                for value in get_referents(cell):
                    starts.append(self.starts.context[name])
                    values.append(value)
        return starts, values

    def type_reader(self, metaclass):
        fields = self.fields_of(metaclass)
        internal = self.starts.internal

        def of_type(obj):
            starts, values = map(list, fields.read(obj))
            namespace = (get_referents(type_namespace(obj)) or (None,))[0]
            if namespace is not None and not any(value is namespace for value in values):
                starts.append(self.dict_start)
                values.append(namespace)
            for index, value in enumerate(values):
                if value is namespace:
                    starts[index] = self.dict_start
            if TYPE_FLAGS(obj) & HEAP_TYPE_FLAG and self.inline_values:
                names = self.inline_values.key_objects(obj)
                starts += [internal["key"]] * len(names)
                values += names
            return starts, values

        return of_type

    def frame_reader(self, kind):
        """Suspended frames, and those that an object keeps: what they hold is named after the variables."""
        fields = self.fields_of(kind)
        names = self.starts.names
        frame_of = next(
            (type_namespace(kind)[name].__get__ for name in ("gi_frame", "cr_frame", "ag_frame") if name in type_namespace(kind)),
            lambda obj: obj,
        )

        def of_frame(obj):
            starts, values = map(list, fields.read(obj))
            places = {}
            for index, value in enumerate(values):
                places.setdefault(id(value), index)
            frame = frame_of(obj)
            for name, value in self.variables_of(frame) if frame is not None else ():
                index = places.pop(id(value), None)
                if index is None:
                    starts.append(names[name])
                    values.append(value)
                else:
                    starts[index] = names[name]
            return starts, values

        return of_frame

    def cache_reader(self, kind):
        """Caches of `functools` report results, if they link them, then the dictionary of all, and attributes at the end."""
        fields = self.fields_of(kind)
        internal = self.starts.internal

        def of_cache(obj):
            starts, values = map(list, fields.read(obj))
            dicts = [index for index, value in enumerate(values) if type(value) is dict]
            for index in dicts:
                starts[index] = internal["referent"]
            if dicts and dicts[-1] == len(values) - 1:
                starts[dicts.pop()] = self.dict_start
            # What stands between the two is what can be called, and what `functools` makes: no dictionary.
            if dicts:
                starts[dicts[-1]] = internal["cache"]
            return starts, values

        return of_cache

    def subclass_reader(self, kind, items_of, length_of):
        return SubclassReader(self.starts, self.fields_of(kind), items_of, length_of).read

    def array_reader(self, kind):
        """NumPy arrays tell the collector nothing: their base and, where they hold objects, these."""
        base = next((base for base in type_mro(kind) if "flat" in type_namespace(base) and "base" in type_namespace(base)), None)
        if base is None or not isinstance(type_namespace(base)["base"], types.GetSetDescriptorType):
            return None
        base_of, dtype_of = type_namespace(base)["base"].__get__, type_namespace(base)["dtype"].__get__
        flatten = type_namespace(base)["flatten"]
        fields = self.fields_of(kind)
        internal = self.starts.internal

        def of_array(obj):
            starts, values = map(list, fields.read(obj))
            owner, dtype = base_of(obj), dtype_of(obj)
            starts.append(internal["dtype"])
            values.append(dtype)
            if owner is not None:
                starts.append(internal["base"])
                values.append(owner)
            elif dtype.char == "O":
                items = list(base.tolist(flatten(obj)))
                starts += self.starts.indexes(len(items))
                values += items
            return starts, values

        return of_array


class SubclassReader:
    """What the collector reports of a subclass of a builtin: first its own references, then the items."""

    def __init__(self, starts, fields, items_of, length_of):
        self.starts = starts
        self.fields = fields
        self.items_of = items_of
        self.length_of = length_of
        # Nothing of its own but the class, as a named tuple.
        self.bare = fields.heap and not (fields.getters or fields.inline or fields.has_dict)
        self.class_starts = [fields.class_start]

    def read(self, obj):
        referents = get_referents(obj)
        count = self.length_of(obj)
        if self.items_of is None:
            own, values = referents[: len(referents) - count], referents[len(referents) - count :]
            starts = self.starts.indexes(count)
        else:
            starts, values = self.items_of(obj)
            own = own_referents(referents, values, count)
        if self.bare and (not own or len(own) == 1 and own[0] is type(obj)):
            return list(starts) + self.class_starts, [*values, type(obj)]
        own_starts, own = self.fields.name(obj, own)
        return list(starts) + list(own_starts), list(values) + list(own)


def own_referents(referents, items, count):
    """The referents before those the builtin's own part reports: `count` of them, or twice that for keys and values."""
    if not count:
        return referents
    last = items[count - 1] if len(items) == 2 * count else items[0]
    interleaved = len(items) == 2 * count and (
        referents[-2] is items[2 * count - 1] and referents[-1] is last and len(referents) >= 2 * count
    )
    return referents[: len(referents) - (2 * count if interleaved else count)]


def weak_target(reference):
    """The object a weak reference still leads to, or None."""
    return weakref.ref.__call__(reference)

# --- kinds ---

NODE_TYPES = {
    str: STRING_NODE,
    int: NUMBER_NODE,
    float: NUMBER_NODE,
    complex: NUMBER_NODE,
    bool: NUMBER_NODE,
    type(None): NUMBER_NODE,
    types.CodeType: CODE_NODE,
    types.FunctionType: CLOSURE_NODE,
    types.MethodType: CLOSURE_NODE,
    types.BuiltinFunctionType: CLOSURE_NODE,
}
# Their `__len__` is C code and counts what they hold.
COUNTED_TYPES = (
    "collections.deque dict list tuple set frozenset str bytes bytearray memoryview mappingproxy array.array mmap.mmap"
).split()


MAY_HAVE_NONE = ("memoryview", "mmap.mmap")


def length_reader(kind):
    for base in type_mro(kind):
        if full_name(base) in COUNTED_TYPES:
            read = type_namespace(base).get("__len__")
            if type(read) is types.WrapperDescriptorType:
                return length_or_zero(read) if full_name(base) in MAY_HAVE_NONE else read
    return None


def length_or_zero(read):
    """What was released or closed has no length, nor has a buffer without dimensions."""

    def length(obj):
        try:
            return read(obj)
        except (ValueError, TypeError, OSError):
            return 0

    return length


def node_type(kind):
    for known, number in NODE_TYPES.items():
        if known is kind:
            return number
    if full_name(kind) == "functools.partial":
        return CLOSURE_NODE
    return OBJECT_NODE


def instance_flags(kind, preview_is_value):
    flags = FLAG_VALUE if preview_is_value else 0
    if TYPE_FLAGS(kind) & HEAP_TYPE_FLAG and is_python_class(kind):
        flags |= FLAG_PYTHON_CLASS
        if type(in_namespace(kind, "__del__")) is types.FunctionType:
            flags |= FLAG_FINALIZER
    return flags


def class_flags(kind):
    """The flags of a class as an object of its own."""
    flags = FLAG_CLASS_WITH_DICT if TYPE_DICT_OFFSET(kind) else 0
    return flags | (FLAG_CLASS_WITH_SLOTS if "__slots__" in type_namespace(kind) else 0)


class KindTable(dict):
    """By the address of a class: (start of the node record, size, edges, length, preview, flags, weak, is a class)."""

    def __init__(self, strings, edge_reader):
        super().__init__()
        self.strings = strings
        self.edge_reader = edge_reader

    def add(self, kind):
        head = "%d,%d," % (node_type(kind), self.strings.label(full_name(kind)))
        inline = self.edge_reader.inline_values.shape_of(kind) if self.edge_reader.inline_values else None
        preview, is_value = preview_reader(kind)
        mro = type_mro(kind)
        entry = (
            head,
            size_reader(kind, inline),
            self.edge_reader.reader_for(kind),
            length_reader(kind),
            preview,
            instance_flags(kind, is_value),
            any(base is weakref.ref for base in mro),
            bool(TYPE_FLAGS(kind) & TYPE_SUBCLASS_FLAG),
        )
        self[id(kind)] = entry
        return entry

# --- tracee ---

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
_ARGUMENTS_tracee = (14, 13, 12, 11, 9, 8)
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
        for place, argument in zip(_ARGUMENTS_tracee, arguments):
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

# --- attach_ptrace ---

_PYTHON = (
    "Py_AddPendingCall", "PyRun_SimpleString", "PyGILState_Check", "PyGILState_Ensure", "PyGILState_Release",
)  # fmt: skip
_SYSTEM = ("mmap", "munmap", "__errno_location")
_SYSTEM_FILES = ("libc.", "libc-", "ld-musl")
_PAGE_attach_ptrace = 4096
# Between two looks at a program that has not begun.
_FIRST_PAUSE, _LAST_PAUSE = 0.05, 1.0
# For the interpreter lock: a thread that was held while it took that very lock never gets it.
_PATIENCE_attach_ptrace = 3.0


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
        size = (len(self.code) + _PAGE_attach_ptrace - 1) // _PAGE_attach_ptrace * _PAGE_attach_ptrace
        # Readable and writable, private and anonymous.
        page = call("mmap", 0, size, 3, 0x22, -1, 0)
        if page % _PAGE_attach_ptrace:
            raise AttachError("process %d has no memory left for the call." % self.pid)
        self.page, self.size = page, size
        os.pwrite(self.memory, self.code, page)

    def _run_now(self, call, end: float) -> None:
        state = call("PyGILState_Ensure", patience=min(max(end - time.monotonic(), 1), _PATIENCE_attach_ptrace))
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

# --- fast_kinds ---

NO_EDGES, LIST_EDGES, TUPLE_EDGES, SET_EDGES, DICT_EDGES, FIELD_EDGES, TUPLE_PART_EDGES = range(7)
CELL_EDGES, PYTHON_EDGES = 7, 8
NO_PREVIEW, NUMBER_PREVIEW, BYTES_PREVIEW, PYTHON_PREVIEW = range(4)
# So many attributes have a bit in C.
MOST_INLINE_NAMES = 64


class FastKinds(KindTable):
    """`plan_of(kind)`, the tuple that `kind_fill` in native/kinds.h takes apart. It is kept here."""

    def __init__(self, strings, edge_reader, redactor):
        super().__init__(strings, edge_reader)
        self.redactor = redactor
        self.plans = []
        readers = edge_reader.readers
        self.known = [(readers[list], LIST_EDGES), (readers[tuple], TUPLE_EDGES), (readers[dict], DICT_EDGES)]
        self.known += [(readers[set], SET_EDGES), (readers[frozenset], SET_EDGES), (None, NO_EDGES)]
        self.known += [(readers[CELL_TYPE], CELL_EDGES)]

    def plan_of(self, kind):
        head, size, reader, length, preview, flags, is_weak, is_class = self.add(kind)
        inline = self.edge_reader.inline_values.shape_of(kind) if self.edge_reader.inline_values else None
        header, sizeof = size_method(kind, inline)
        edges, fields = self.edges_of(reader, kind, inline)
        plan = (
            head,
            header if sizeof is None else -1,
            -1 if sizeof is None or header is None else header,
            sizeof,
            getsizeof if size.__class__ is int else size,
            edges,
            reader,
            fields,
            length_reader(kind),
            self.preview_of(preview, kind),
            preview,
            flags,
            is_weak,
            is_class,
            bool(TYPE_FLAGS(kind) & HEAP_TYPE_FLAG),
            bool(TYPE_FLAGS(kind) & COLLECTED_FLAG),
            TYPE_DICT_OFFSET(kind) != 0,
            len(inline.names) if inline else -1,
        )
        self.plans.append(plan)
        return plan

    def edges_of(self, reader, kind, inline):
        """(the number of the way to read edges, the fields of the instance itself or None)."""
        for known, number in self.known:
            if reader is known:
                return number, None
        owner = getattr(reader, "__self__", None)
        if inline and len(inline.names) > MOST_INLINE_NAMES:
            return PYTHON_EDGES, None
        if type(owner) is FieldReader:
            return FIELD_EDGES, owner
        if type(owner) is SubclassReader and owner.items_of == self.edge_reader.of_tuple_part:
            return TUPLE_PART_EDGES, owner.fields
        return PYTHON_EDGES, None

    def preview_of(self, preview, kind):
        if preview is None:
            return NO_PREVIEW
        if self.redactor:
            return PYTHON_PREVIEW
        if preview is number_preview:
            return NUMBER_PREVIEW
        return BYTES_PREVIEW if preview is bytes_preview and kind is bytes else PYTHON_PREVIEW

# --- fast_locals ---

POINTER_PLACE = 3
PROBED_WORDS = 64


def base_of(frame):
    """An iterator of one address. From 3.11 on the frame object leads to the frame; before it is the frame."""
    return words_behind((id(frame),), POINTER_PLACE) if sys.version_info >= (3, 11) else iter((id(frame),))


def find_offset():
    """Words from the beginning of a frame to its first variable, None where that is not known."""
    if sys.version_info >= (3, 13) or sys.implementation.name != "cpython":
        return None
    try:
        return probe_offset(object(), object(), object())
    except ImportError:
        return None


def probe_offset(first, second, third):
    wanted = (id(first), id(second), id(third))
    base = next(base_of(sys._getframe()))
    for index in range(PROBED_WORDS):
        if words_at(base + WORD * index, 3) == wanted:
            return index
    return None


def slot_names(code):
    cells = code.co_cellvars
    # From 3.11 on an argument that is a cell variable has one place, before it has two.
    if sys.version_info >= (3, 11):
        cells = tuple(name for name in cells if name not in code.co_varnames)
    return code.co_varnames + cells + code.co_freevars


def read_variables(frame, offset):
    """[(name, value)] of the variables that have a value."""
    code = frame.f_code
    names = slot_names(code)
    in_cells = code.co_cellvars + code.co_freevars
    found = []
    bases, again = tee(base_of(frame))
    # In one step of the interpreter: after it the frame may end, and its variables move.
    (base,), filled = map(list, (again, pointers_behind(bases, range(offset, offset + len(names)))))
    for address, value in filled:
        name = names[(address - base) // WORD - offset]
        if name in in_cells and type(value) is CELL_TYPE:
            contents = get_referents(value)
            if not contents:
                continue
            value = contents[0]
        found.append((name, value))
    return found

# --- raw_functions ---

words_of_function = struct.Struct("%dQ" % (TYPE_BASIC_SIZE(types.FunctionType) // WORD)).unpack_from
# Then what is remembered of functions is forgotten.
FUNCTIONS_REMEMBERED = 4096


def make_probe():
    """A function of which every field holds an object of its own."""
    inner = (lambda held: lambda: held)(0)
    probe = types.FunctionType(inner.__code__, {"__name__": "m"}, "".join(("na", "me")), (object(),), inner.__closure__)
    probe.__kwdefaults__, probe.__annotations__ = {"a": 1}, {"b": 2}
    probe.__qualname__, probe.__module__, probe.__doc__ = "".join(("q", "n")), "".join(("m", "d")), "".join(("d", "c"))
    probe.attribute = None
    if hasattr(probe, "__type_params__"):
        probe.__type_params__ = (object(),)
    return probe


def places_in(memory, probe, fields):
    """[(beginning of the edge, index of the word)] of what a function leads to; None where a word is not found."""
    starts, values = fields.read(probe)
    words = words_of_function(memory, id(probe))
    found = [(start, words.index(id(value))) for start, value in zip(starts, values) if words.count(id(value)) == 1]
    return found if len(found) == len(values) else None


def find_functions(raw, edge_reader):
    """`FunctionPlaces`; None where a function of our own is not as expected."""
    probe, fields = make_probe(), edge_reader.function_fields
    places = places_in(raw.memory, probe, fields)
    words = words_of_function(raw.memory, id(probe))
    wanted = [words.index(id(value)) for value in (probe.__code__, probe.__module__, probe.__qualname__, probe.__closure__)]
    if hasattr(probe, "__annotate__"):
        # From 3.14 in place of annotations.
        probe.__annotate__ = lambda form: {}
        others = places_in(raw.memory, probe, fields)
        if not places or not others:
            return None
        known = [place for _, place in places]
        for index, other in enumerate(others):
            if other[1] not in known:
                places.insert(index, other)
    return FunctionPlaces(raw, edge_reader, places, wanted) if places else None


class FunctionPlaces:
    def __init__(self, raw, edge_reader, places, wanted):
        self.raw = raw
        self.memory = raw.memory
        fields = edge_reader.function_fields
        self.dict_start, self.other_start = fields.dict_start, fields.other_start
        # What no field tells of is called after its class.
        self.starts = [None if start in (self.dict_start, self.other_start) else start for start, _ in places]
        self.take = taker([place for _, place in places])
        self.code, self.module, self.name, self.closure = wanted
        self.internal = edge_reader.starts.internal
        self.context = edge_reader.starts.context
        self.free_names = {}
        self.previews = {}

    def read(self, address):
        """(beginnings of edges, addresses they lead to, preview) of a function."""
        words = words_of_function(self.memory, address)
        starts, targets = [], []
        for start, target in zip(self.starts, self.take(words)):
            if target:
                starts.append(start or self.start_of(target))
                targets.append(target)
        if words[self.closure]:
            self.add_closure(words[self.closure], words[self.code], starts, targets)
        key = words[self.code], words[self.module], words[self.name]
        preview = self.previews.get(key)
        if preview is None:
            if len(self.previews) >= FUNCTIONS_REMEMBERED:
                self.previews.clear()
                self.free_names.clear()
            preview = self.previews[key] = function_preview(object_at(address))
        return starts, targets, preview

    def start_of(self, target):
        return self.dict_start if self.raw.class_of(target) == DICT_CLASS else self.other_start

    def add_closure(self, closure, code, starts, targets):
        """The cells of a function, and what they hold by the names of the variables."""
        names = self.free_names.get(code)
        if names is None:
            names = self.free_names[code] = [detached_copy(name) for name in CODE_FREE_NAMES(object_at(code))]
        for name, cell in zip(names, self.raw.items(closure)):
            starts.append(self.internal["cell"])
            targets.append(cell)
            value = word_at(self.memory, cell + 2 * WORD)[0]
            if value:
                starts.append(self.context[name])
                targets.append(value)

# --- ways ---

STRING_WAY, FLOAT_WAY, INT_WAY, LIST_WAY, TUPLE_WAY, DICT_WAY, FIELDS_WAY, NAMED_TUPLE_WAY, OTHER_WAY = range(9)
LAST_TEXT_WAY = INT_WAY
KNOWN_WAYS = ((float, FLOAT_WAY), (int, INT_WAY), (list, LIST_WAY), (tuple, TUPLE_WAY), (dict, DICT_WAY))
COLLECTED_HEADER = header_size(list)
FORMATS_REMEMBERED = 1 << 15


class Ways(dict):
    """By the address of a class: (way, formats, reader of edges, `__sizeof__` of builtins, what `KindTable` says).

    Formats are records with places left for what few objects share. `plain`: neither stacks nor redaction are asked for,
    so that usual classes have ways of their own. `by_address`: for `RawWalk`.
    """

    def __init__(self, kinds, plain, by_address=False):
        super().__init__()
        self.by_address = by_address
        self.kinds = kinds
        self.plain = plain
        self.room = FORMATS_REMEMBERED

    def add(self, kind):
        if kind is str and self.plain:
            # Its records show no name of the class.
            found = self[id(kind)] = (STRING_WAY, {}, None, str.__sizeof__, None)
            return found
        entry = self.kinds.get(id(kind)) or self.kinds.add(kind)
        way, reader = self.way_of(kind, entry)
        # Of builtins only: what `sys.getsizeof` adds for the collector comes with the record.
        size_of = kind.__sizeof__ if way in (INT_WAY, LIST_WAY, TUPLE_WAY, DICT_WAY) else None
        found = self[id(kind)] = (way, {}, reader, size_of, entry)
        return found

    def way_of(self, kind, entry):
        _, size, reader, length_of, preview_of, _, is_weak, is_class = entry
        # By identity: a class of the program may compare in Python.
        for known, way in (KNOWN_WAYS if self.plain else ()):
            if known is kind:
                return way, reader
        fields = getattr(reader, "__self__", None)
        if self.plain and type(fields) is SubclassReader and self.is_named_tuple(kind, fields) and not preview_of:
            return NAMED_TUPLE_WAY, reader
        # Read by address an instance leads to its class in any case.
        knows_class = type(fields) is FieldReader and (self.by_address or not fields.adds_class)
        if self.plain and knows_class and size.__class__ is int:
            if not (length_of or preview_of or is_weak or is_class):
                return FIELDS_WAY, fields
        return OTHER_WAY, reader

    def is_named_tuple(self, kind, reader):
        """Whether the collector reports the items of an instance and the class alone."""
        made_in_python = all(is_python_class(base) for base in type_mro(kind) if base is not tuple and base is not object)
        return reader.bare and reader.items_of == self.kinds.edge_reader.of_tuple_part and made_in_python

    def string_format(self, formats, key):
        references, length, size = key
        return self.keep(formats, key, "2,%d,%d" + self.middle(size, 0, 0, references, length, 0, FLAG_VALUE) + "0,\n")

    def number_format(self, formats, key, entry):
        references, size = key if type(key) is tuple else (key, entry[1])
        return self.keep(formats, key, entry[0] + "%d" + self.middle(size, 0, 0, references, 0, 0, FLAG_VALUE) + "%d,\n")

    def container_format(self, formats, key, head):
        references, length, size, count, generation = key
        size += COLLECTED_HEADER
        return self.keep(formats, key, head + "%d" + self.middle(size, count, 0, references, length, generation, 0) + "0,\n")

    def instance_format(self, formats, key, entry):
        references, count, generation, has_dict = key
        flags = entry[5] | (FLAG_HAS_DICT if has_dict and entry[5] & FLAG_PYTHON_CLASS else 0)
        text = self.middle(entry[1], count, 0, references, 0, generation, flags)
        return self.keep(formats, key, entry[0] + "%d" + text + "0,\n")

    def named_tuple_format(self, formats, key, entry, obj):
        references, length, count, generation = key
        text = self.middle(entry[1](obj), count, 0, references, length, generation, entry[5])
        return self.keep(formats, key, entry[0] + "%d" + text + "0,\n")

    def other_format(self, formats, key, head):
        return self.keep(formats, key, head + "%d" + self.middle(*key) + "%d,\n")

    def middle(self, size, edge_count, trace, references, length, generation, flags):
        if references > IMMORTAL_FROM:
            references = IMMORTAL_COUNT
            flags |= FLAG_IMMORTAL
        return ",%d,%d,%d,0,%d,%d,%d,%d," % (size, edge_count, trace, references, length, generation, flags)

    def keep(self, formats, key, text):
        if self.room:
            self.room -= 1
            formats[key] = text
        return text

# --- attach ---

_ENDINGS_attach = (".heapsnapshot.gz", ".heapsnapshot")
# How long, in seconds, a handler of a signal may take to begin before the next way is tried, and how long sys.remote_exec,
# which reaches no program that waits.
_PATIENCE_attach = 5.0
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
    path, ending = (None, _ENDINGS_attach[0]) if out == "-" else _place(out, pid)
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
    path = os.path.abspath(out or "pid-%d-%s%s" % (pid, time.strftime("%Y%m%d-%H%M%S"), _ENDINGS_attach[0]))
    ending = next((ending for ending in _ENDINGS_attach if path.endswith(ending)), "")
    if not ending:
        raise AttachError("%s: a capture's name ends in .heapsnapshot.gz or .heapsnapshot." % path)
    if not os.access(os.path.dirname(path), os.W_OK):
        raise AttachError("%s: there is no such folder, or you may not write to it." % os.path.dirname(path))
    return path, ending


def _begin(target: Target, exchange: Exchange, end: float) -> None:
    half = max(end - time.monotonic(), 0) / 2
    if _by_signal(target, exchange) and exchange.wait_start(min(_PATIENCE_attach, half)):
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

# --- walk ---

SHOWN_TEXT = 120
PIECE = 1024
# No tuple: the empty one is an object of the program, too.
NOTHING = []
# Integers beyond may have too many digits to show.
SMALLEST, LARGEST = -(1 << 63), (1 << 63) - 1


def count_held_by_loop():
    """The references that a list, a loop and the call of `getrefcount` add, which some versions leave out."""
    for probe in [object()]:
        return getrefcount(probe)


def count_held_by_walk():
    """The references that a level of the search, the walk over a piece of it and the call of `getrefcount` add."""
    level = [object()]
    for probe, _ in zip(level[:], repeat(0)):
        return getrefcount(probe)


def long_text(text):
    """The beginning of a long string and what tells it from others: its length and a hash."""
    digest = blake2b(digest_size=8)
    for start in range(0, len(text), 1 << 20):
        digest.update(text[start : start + (1 << 20)].encode("utf-8", "surrogatepass"))
    return "%s… (length %d, hash %s)" % (text[:SHOWN_TEXT], len(text), digest.hexdigest())


def unseen_of(tracked, pages):
    left = [obj for obj in tracked if pages.slot(obj) in (0, OWN_SLOT)]
    # Looking may add pages.
    slots = set(map(id, pages.values()))
    return [obj for obj in left if not pages.slot(obj) and id(obj) not in slots]


class Walk:
    """One walk. `nodes` and `edges` are segments; `held` keeps objects alive where the program goes on meanwhile."""

    def __init__(self, pages, strings, edge_reader, nodes, edges, generations, own_references, trace_of, redactor, hold):
        self.pages = pages
        self.strings = strings
        self.kinds = KindTable(strings, edge_reader)
        self.edge_reader = edge_reader
        self.nodes = nodes
        self.edges = edges
        self.generations = generations
        self.own_references = own_references
        self.trace_of = trace_of
        self.redactor = redactor
        self.hold = hold
        self.held = []
        self.pending = []
        self.weakly_seen = []
        # Those pieces of `pending` where there are any.
        self.weak_pieces = set()
        self.to_node = 0
        self.edge_count = 0
        self.traced = 0
        self.tracked = 0
        self.ways = Ways(self.kinds, not trace_of and not redactor)
        self.held_by_walk = count_held_by_walk()
        self.referent_start = edge_reader.starts.weak["referent"]
        self.class_start = edge_reader.starts.internal["__class__"]

    def reserve(self):
        """The next index, times the number of fields, for a node that is written elsewhere."""
        self.to_node += NODE_FIELDS
        return self.to_node

    def node_for(self, obj):
        """`to_node` of an object, which is walked later if it was not seen yet; 0 if it is left out."""
        address = id(obj)
        slots = self.pages[address >> 16]
        place = address >> 4 & 4095
        node = slots[place]
        if node > 0:
            return node
        if node == OWN_SLOT:
            return 0
        if node:
            self.retain(obj)
            return -node
        node = slots[place] = self.reserve()
        self.wait(obj)
        return node

    def wait(self, obj):
        self.pending.append(obj)

    def retain(self, obj):
        """A retaining edge leads to an object that only weak ones led to: true of all it leads to, too."""
        waiting = [obj]
        while waiting:
            obj = waiting.pop()
            address = id(obj)
            slots, place = self.pages[address >> 16], address >> 4 & 4095
            if slots[place] >= OWN_SLOT:
                continue
            slots[place] = -slots[place]
            reader = (self.kinds.get(id(type(obj))) or self.kinds.add(type(obj)))[2]
            if reader is not None:
                waiting += reader(obj)[1]

    def weak_node_for(self, obj):
        """As `node_for`, for an edge that does not retain.

        The pages keep it below zero, and what is found through it, until something retained leads there: each object
        changes sides once at most, so this adds no more than a second look at it.
        """
        address = id(obj)
        slots = self.pages[address >> 16]
        place = address >> 4 & 4095
        node = slots[place]
        if node == OWN_SLOT:
            return 0
        if not node:
            node = self.reserve()
            slots[place] = -node
            self.note_weak()
            self.wait(obj)
            self.weakly_seen.append(obj)
            self.own_references.add(address)
        return abs(node)

    def note_weak(self):
        """The object that is about to wait is one that only weak edges lead to so far."""
        self.weak_pieces.add(len(self.pending) // PIECE)

    def only_weakly_seen(self):
        """Objects that only weak edges lead to so far."""
        return [obj for obj in self.weakly_seen if self.pages.slot(obj) < OWN_SLOT]

    def unseen(self):
        """What the collector tracks and the walk has not seen."""
        # Taken before the functions of the comprehensions, and their cells, come into being.
        return unseen_of(get_objects(), self.pages)

    def run(self):
        """Walks until nothing is pending."""
        while self.pending:
            level, self.pending = self.pending, []
            weak_pieces, self.weak_pieces = self.weak_pieces, set()
            for start in range(0, len(level), PIECE):
                self.walk_piece(level[start : start + PIECE], start // PIECE in weak_pieces)
                if self.hold:
                    self.held.append(level[start : start + PIECE])
                else:
                    level[start : start + PIECE] = repeat(None, min(PIECE, len(level) - start))
            del level

    def walk_piece(self, objects, weakly):
        """Writes these objects and their edges. `weakly`: only weak edges may lead to some of them.

        One function, as a call for each object or edge would take longer.
        """
        ids, own_counts = self.ids_and_own_counts(objects)
        pages, ways, edge_reader = self.pages, self.ways, self.edge_reader
        trace_of, redactor, text = self.trace_of, self.redactor, self.strings.text
        rows, values, edge_starts, edge_nodes = [], [], [], []
        add_row, add_node, wait = rows.append, edge_nodes.append, self.pending.append
        strings, texts = self.strings, self.strings.texts
        text_of, old_text_of, add_line = texts.get, strings.old_texts.get, strings.lines.append
        young_of, oldest = self.generations.by_address.get, self.generations.oldest
        indexes, dict_start, changing = edge_reader.starts.indexes, edge_reader.dict_start, edge_reader.changing
        class_start, items_of_tuple, length_of_tuple = self.class_start, tuple.__iter__, tuple.__len__
        to_node, tracked = self.to_node, 0
        kind_ids = list(map(id, map(type, objects)))
        for obj, node_id, own, known in zip(objects, ids, own_counts, map(ways.get, kind_ids)):
            references = getrefcount(obj) - own
            way, formats, reader, size_of, entry = known or ways.add(type(obj))
            if way == INT_WAY and not SMALLEST <= obj <= LARGEST:
                way = OTHER_WAY
            if way <= LAST_TEXT_WAY:
                if way == STRING_WAY:
                    length = len(obj)
                    key = (references, length, size_of(obj))
                    add_row(formats.get(key) or ways.string_format(formats, key))
                    shown = obj if length <= SHOWN_TEXT else long_text(obj)
                else:
                    key = references if way == FLOAT_WAY else (references, size_of(obj))
                    add_row(formats.get(key) or ways.number_format(formats, key, entry))
                    shown = repr(obj)
                index = text_of(shown)
                if index is None:
                    # As `StringTable.new_text`.
                    index = old_text_of(shown)
                    if index is None:
                        index = strings.count
                        strings.count = index + 1
                        add_line(shown)
                    if len(texts) >= TEXTS_REMEMBERED:
                        strings.forget()
                    texts[shown] = index
                if way == STRING_WAY:
                    values += (index, node_id)
                else:
                    values += (node_id, index)
                continue
            # An object that only weak edges lead to so far passes that on: see `weak_node_for`.
            weak = weakly and pages.slot(obj) < OWN_SLOT
            before, dropped, full = len(edge_nodes), None, False
            if way == LIST_WAY:
                targets = list(obj) if changing else obj
                edge_starts += indexes(len(targets))
            elif way == TUPLE_WAY:
                targets = obj
                edge_starts += indexes(len(obj))
            elif way == FIELDS_WAY:
                targets = get_referents(obj)
                full = len(targets) == reader.full_count and (reader.always_full or reader.is_full(obj, targets))
                if full:
                    edge_starts += reader.full_starts
                else:
                    starts, targets = reader.read(obj)
                    edge_starts += starts
            elif way == NAMED_TUPLE_WAY:
                targets = [*items_of_tuple(obj), type(obj)]
                count = len(targets) - 1
                edge_starts += indexes(count)
                edge_starts.append(class_start)
            elif reader is None:
                starts = targets = NOTHING
            else:
                starts, targets = reader(obj)
                edge_starts += starts
                # Where other threads change what is read between two looks at it.
                if len(edge_starts) - before != len(targets):
                    targets = targets[: len(edge_starts) - before]
                    del edge_starts[before + len(targets) :]
            for value in targets:
                target = id(value)
                slots = pages[target >> 16]
                place = target >> 4 & 4095
                node = slots[place]
                if node > 0:
                    add_node(node)
                elif not node:
                    to_node += 12
                    if weak:
                        slots[place] = -to_node
                        self.note_weak()
                    else:
                        slots[place] = to_node
                    wait(value)
                    add_node(to_node)
                elif node == -1:
                    dropped = dropped or []
                    dropped.append(len(edge_nodes) - before + len(dropped))
                else:
                    if not weak:
                        self.retain(value)
                    add_node(-node)
            # They may hold the next object.
            value = targets = starts = None
            if dropped:
                starts = [start for index, start in enumerate(edge_starts[before:]) if index not in dropped]
                edge_starts[before:] = starts
            generation = 0
            if is_tracked(obj):
                generation = young_of(id(obj), oldest)
                tracked += 1
            count = len(edge_nodes) - before
            if way == FIELDS_WAY:
                key = (references, count, generation, reader.dict_index >= 0 if full else dict_start in edge_starts[before:])
                add_row(formats.get(key) or ways.instance_format(formats, key, entry))
                values.append(node_id)
            elif way == NAMED_TUPLE_WAY:
                key = (references, length_of_tuple(obj), count, generation)
                add_row(formats.get(key) or ways.named_tuple_format(formats, key, entry, obj))
                values.append(node_id)
            elif way != OTHER_WAY:
                key = (references, len(obj), size_of(obj), count, generation)
                add_row(formats.get(key) or ways.container_format(formats, key, entry[0]))
                values.append(node_id)
            else:
                head, size, _, length_of, preview_of, flags, is_weak, is_class = entry
                if flags & 8 and dict_start in edge_starts[before:]:
                    flags |= FLAG_HAS_DICT
                if is_weak:
                    self.to_node = to_node
                    self.add_weak_edge(obj, edge_starts, edge_nodes)
                    to_node = self.to_node
                    count = len(edge_nodes) - before
                length = length_of(obj) if length_of else 0
                if size.__class__ is not int:
                    size = size(obj)
                trace = trace_of(obj, type(obj)) if trace_of else None
                trace = self.traced_node(trace, size) if trace else 0
                preview = 0
                if type(obj) is str:
                    flags |= FLAG_VALUE
                    name = text(redactor.text(obj) if redactor else obj if length <= SHOWN_TEXT else long_text(obj))
                    head = "2,%d," % name
                elif preview_of is not None:
                    shown = preview_of(obj)
                    preview = text(redactor.value(obj, shown) if redactor and flags & FLAG_VALUE else shown) if shown else 0
                    if is_class:
                        flags |= class_flags(obj)
                        size += class_extra(obj, edge_reader.inline_values)
                key = (size, count, trace, references, length, generation, flags)
                if head != entry[0]:
                    add_row(ways.other_format({}, key, head))
                else:
                    add_row(formats.get(key) or ways.other_format(formats, key, head))
                values += (node_id, preview)
        strings.flush_lines()
        self.to_node = to_node
        self.tracked += tracked
        self.nodes.rows(("".join(rows) % tuple(values))[:-2])
        if edge_nodes:
            self.edge_count += len(edge_nodes)
            self.edges.rows("%d,\n".join(edge_starts) % tuple(edge_nodes[:-1]) + str(edge_nodes[-1]))

    def ids_and_own_counts(self, objects):
        """The numbers that stand for the addresses, and how many of the references to each object are the capture's."""
        addresses = list(map(id, objects))
        first_ids, own_references = self.pages.first_ids, self.own_references
        held = self.held_by_walk
        own_counts = repeat(held)
        if not own_references.keys().isdisjoint(addresses):
            own_counts = [own_references.get(address, 0) + held for address in addresses]
        return [first_ids[address >> 16] + (address >> 3) for address in addresses], own_counts

    def traced_node(self, trace, size):
        self.traced += 1
        trace.count += 1
        trace.size += size
        return trace.number

    def add_weak_edge(self, reference, starts, nodes):
        target = weak_target(reference)
        node = self.weak_node_for(target) if target is not None else 0
        if node:
            starts.append(self.referent_start)
            nodes.append(node)

# --- fast_walk ---

def load_accelerator():
    """
    The extension module, or None: not built, or switched off by `HEAPSCOPE_PURE`. Without the finders of `import`, which
    may be the program's, so that a child can load it: what is loaded once stays in its process. Not in `sys.modules`, whose
    table the capture shows.
    """
    alone = __name__.rpartition(".")[2] != "fast_walk"  # the single file
    if alone or os.environ.get("HEAPSCOPE_PURE"):
        return None
    name = OWN_NAME + "._walk"
    for suffix in EXTENSION_SUFFIXES:
        path = os.path.join(os.path.dirname(__file__), "_walk" + suffix)
        if os.path.exists(path):
            try:
                spec = spec_from_file_location(name, path)
                module = module_from_spec(spec)
                spec.loader.exec_module(module)
                return module
            except ImportError:
                pass  # the next one may fit
    return None


class FastPages:
    """As `PageMap`, as far as others than the walk use it."""

    def __init__(self, core):
        self.slot = core.slot
        self.exclude = core.exclude
        self.node_id = core.node_id
        self.page_table = core.page_table

    def values(self):
        """Objects of Python that keep the slots: none."""
        return ()

    @property
    def table(self):
        return self.page_table()


class FastStrings:
    """As `StringTable`. It does not tell when it forgets."""

    names_until_forgotten = None

    def __init__(self, core):
        self.text = self.own_text = core.text
        self.add = core.add
        self.flush = core.flush_texts
        self.labels = {}
        self.label("")

    def label(self, text):
        index = self.labels.get(text)
        if index is None:
            index = self.labels[(text + " ")[:-1]] = self.add(text)
        return index


class FastReferences(OwnReferences):
    """As `OwnReferences`, which C is told of, too."""

    def __init__(self, core):
        super().__init__()
        self.tell = core.own

    def add(self, address, count=1):
        super().add(address, count)
        self.tell(address, count)


class FastWalk:
    """As `Walk`."""

    def __init__(self, core, pages, strings, edge_reader, own_references, trace_of, redactor):
        self.core = core
        self.pages = pages
        self.strings = strings
        self.kinds = FastKinds(strings, edge_reader, redactor)
        self.edge_reader = edge_reader
        self.own_references = own_references
        self.redactor = redactor
        self.thresholds = gc.get_threshold()
        self.edge_count = 0
        self.traced = 0
        self.node_for = core.node_for
        self.reserve = core.reserve
        self.only_weakly_seen = core.only_weakly_seen
        starts = edge_reader.starts
        # Held here as well, where what belongs to the agent is looked for.
        self.told = (
            starts.internal["key"],
            edge_reader.dict_start,
            starts.weak["referent"],
            edge_reader.cell_start,
            self.mark_generations(),
            self.kinds.plan_of,
            starts.keys,
            long_text,
            redactor.text if redactor else None,
            self.preview_text,
            self.class_facts,
            str.__dict__["__sizeof__"],
            trace_of,
            self.traced_node,
        )
        core.prepare(*self.told)

    @property
    def to_node(self):
        return self.core.to_node

    @to_node.setter
    def to_node(self, value):
        self.core.to_node = value

    @property
    def tracked(self):
        return self.core.tracked

    def mark_generations(self):
        """Tells C what is in a young generation, or not frozen. Returns the number for the rest."""
        frozen = gc.get_freeze_count() > 0
        if self.core.mark_generations(self.thresholds, 3 if frozen else 2):
            if frozen:
                gc.unfreeze()
            return 4 if frozen else 3
        generations = Generations(True)
        for address, number in generations.by_address.items():
            self.core.mark(address, number)
        return generations.oldest

    def run(self):
        self.edge_count += self.core.run()

    def unseen(self):
        """What the collector tracks and the walk has not seen."""
        found = self.core.unseen(self.thresholds)
        return unseen_of(gc.get_objects(), self.pages) if found is None else found

    def preview_text(self, plan, obj):
        shown = plan[10](obj)
        return self.redactor.value(obj, shown) if self.redactor and plan[11] & 4 and shown else shown

    def class_facts(self, kind):
        return class_flags(kind), class_extra(kind, self.edge_reader.inline_values)

    def traced_node(self, trace, size):
        self.traced += 1
        trace.count += 1
        trace.size += size
        return trace.number

# --- islands ---

def find_islands(walk, state):
    """Walks what is left. Returns the `to_node` of what is held from C, and of garbage that waits for the collector."""
    pages = walk.pages
    exclude_frames(pages, state)
    left = walk.unseen()
    exclude_interned(pages, left)
    left = unseen_of(left, pages)
    seen = {id(obj) for obj in left}
    inside = {}
    for obj in left:
        for referent in gc.get_referents(obj):
            if id(referent) in seen:
                inside[id(referent)] = inside.get(id(referent), 0) + 1
    held_by_loop = count_held_by_loop()
    own_references = walk.own_references
    held, obj = [], None
    for obj in left:
        if sys.getrefcount(obj) - held_by_loop - own_references.get(id(obj), 0) > inside.get(id(obj), 0):
            held.append(obj)
    del seen, inside, obj
    # `left` stays until the end.
    for address in map(id, left):
        own_references.add(address)
    held_nodes = attach_island(walk, held)
    cycle_nodes = []
    for index in range(len(left)):
        if not pages.slot(left[index]):
            cycle_nodes += attach_island(walk, left[index : index + 1])
    weak = walk.only_weakly_seen()
    while weak:
        held_nodes += attach_island(walk, weak)
        weak = walk.only_weakly_seen()
    return held_nodes, cycle_nodes


def attach_island(walk, objects):
    """Walks from these, which the list holds, too."""
    for address in map(id, objects):
        walk.own_references.add(address)
    nodes = [node for node in map(walk.node_for, objects) if node]
    walk.run()
    return nodes

# --- raw_walk ---

TEXT_CLASS, SET_CLASS, FROZEN_SET_CLASS, BYTES_CLASS = map(id, (str, set, frozenset, bytes))
CELL_CLASS, FUNCTION_CLASS = id(CELL_TYPE), id(FunctionType)
NO_REFERENCES = {}
ITEM_EDGE = "%d," % ELEMENT
# Of what holds many, so many edges are written at once.
MOST_EDGES = 1 << 14


def find_raw():
    """What `RawWalk` reads with; None where this Python keeps its objects in other ways than are known."""
    raw = find_raw_objects()
    return raw if raw and are_classes_as_expected(raw.memory) else None


class WaitingPiece:
    """Addresses of objects that wait for their turn. `weakly`: only weak edges may lead to some of them."""

    __slots__ = ("addresses", "weakly")

    def __init__(self):
        self.addresses = array("Q")
        self.weakly = False


class KeyNames(dict):
    """By address of a key: the beginning of the edge to its value; None where the key is no text."""

    def __init__(self, raw, starts):
        super().__init__()
        self.raw = raw
        self.starts = starts

    def __missing__(self, key):
        start = None
        if self.raw.class_of(key) == TEXT_CLASS:
            found = self.raw.text(key)
            start = self.starts[found[0] if found else object_at(key)]
        self[key] = start
        return start


class RawWalk(Walk):
    """As `Walk`."""

    def __init__(self, raw, *told):
        super().__init__(*told)
        self.raw = raw
        # Redaction needs no other ways: what it replaces is replaced here.
        self.ways = Ways(self.kinds, True, True)
        # By the address of a class; None where instances are asked themselves.
        self.places = {}
        # Objects that wait and that nobody else holds, by address.
        self.kept = {}
        self.functions = find_functions(raw, self.edge_reader)
        self.names = self.strings.names_by_address = KeyNames(raw, self.edge_reader.starts.keys)
        self.held_by_loop = count_held_by_loop()
        self.waiting = deque()
        self.begin_piece()

    def begin_piece(self):
        self.last = WaitingPiece()
        self.waiting.append(self.last)

    def wait(self, obj):
        if len(self.last.addresses) >= PIECE:
            self.begin_piece()
        self.last.addresses.append(id(obj))

    def note_weak(self):
        if len(self.last.addresses) >= PIECE:
            self.begin_piece()
        self.last.weakly = True

    def unseen(self):
        found = tracked_addresses(self.raw, ALL_GENERATIONS, self.pages)
        # Without a method made for it, which would be seen.
        return unseen_of(get_objects() if found is None else list(map(object_at, found)), self.pages)

    def run(self):
        """Walks until nothing is waiting."""
        while self.waiting[0].addresses:
            piece = self.waiting.popleft()
            if piece is self.last:
                self.begin_piece()
            for start in range(0, len(piece.addresses), PIECE):
                self.walk_addresses(piece.addresses[start : start + PIECE].tolist(), piece.weakly)

    def add_way(self, kind_address):
        """What `ways` knows of a class met for the first time."""
        kind = object_at(kind_address)
        if self.redactor and kind_address == TEXT_CLASS:
            # As the walk in C, whose texts then have a class like others.
            self.kinds.add(kind)
        known = self.ways.add(kind)
        if known[0] == FIELDS_WAY:
            self.places[kind_address] = places_of(self.raw.memory, kind, known[2])
        return known

    def named(self, keys, number=0):
        """The beginnings of the edges to the values under these keys. Those that are no text have numbers, from `number` on."""
        starts = list(map(self.names.__getitem__, keys))
        if None in starts:
            numbers = iter(self.edge_reader.starts.indexes(len(keys), number))
            starts = [next(numbers) if start is None else start for start in starts]
        return starts

    def ask(self, obj, read):
        """What an object leads to by itself: (beginnings of edges, objects). Those that nobody else holds are kept."""
        starts, found = read(obj)
        ours, kept = self.held_by_loop, self.kept
        for value in found:
            if getrefcount(value) <= ours:
                kept[id(value)] = value
        return starts, found

    def walk_addresses(self, addresses, weakly):
        """Writes the objects there and their edges. One function, as a call for each object or edge would take longer."""
        raw, pages, ways, edge_reader = self.raw, self.pages, self.ways, self.edge_reader
        memory, run, short_texts = raw.memory, raw.run, raw.short_texts
        rows, values, edge_starts, edge_nodes = [], [], [], []
        add_row, add_node = rows.append, edge_nodes.append
        wait = self.last.addresses.append
        strings, texts = self.strings, self.strings.texts
        text_of, old_text_of, add_line = texts.get, strings.old_texts.get, strings.lines.append
        young, oldest = self.generations.by_address, self.generations.oldest
        if young.keys().isdisjoint(addresses):
            young = NO_REFERENCES
        indexes, dict_start, key_start = edge_reader.starts.indexes, edge_reader.dict_start, edge_reader.key_start
        class_start, first_ids, places_of_class, redactor = self.class_start, pages.first_ids, self.places, self.redactor
        to_node, tracked, kept = self.to_node, 0, self.kept
        self.names.clear()
        own_references = self.own_references
        if own_references.keys().isdisjoint(addresses):
            own_references = NO_REFERENCES
        ids = [first_ids[address >> 16] + (address >> 3) for address in addresses]
        for address, node_id, (references, kind) in zip(addresses, ids, map(head_at, repeat(memory), addresses)):
            if own_references:
                references -= own_references.get(address, 0)
            held = kept.pop(address, None) if kept else None
            if held is not None:
                references -= 1
            way, formats, reader, _, entry = ways.get(kind) or self.add_way(kind)
            if way <= LAST_TEXT_WAY:
                if way == STRING_WAY:
                    length, _, state, second = text_at(memory, address + 16)
                    if state >> TEXT_STATE_SHIFT & 31 == ASCII_TEXT and length < LONG_TEXT and not second:
                        shown, size = short_texts[length](memory, address + TEXT_HEAD)[0].decode(), TEXT_HEAD + 1 + length
                    else:
                        shown, size = raw.text(address) or self.text_of_object(address)
                    key = (references, length, size)
                    add_row(formats.get(key) or ways.string_format(formats, key))
                    if redactor:
                        shown = redactor.text(shown)
                    elif length > SHOWN_TEXT:
                        shown = long_text(shown)
                elif way == FLOAT_WAY:
                    add_row(formats.get(references) or ways.number_format(formats, references, entry))
                    shown = repr(double_at(memory, address + 16)[0])
                else:
                    head, digit = number_at(memory, address + 16)
                    if head == ONE_DIGIT:
                        shown, key = repr(digit), (references, ONE_DIGIT_SIZE)
                    else:
                        found = raw.number(address)
                        if found:
                            shown, key = repr(found[0]), (references, found[1])
                        else:
                            way = OTHER_WAY
                    if way != OTHER_WAY:
                        add_row(formats.get(key) or ways.number_format(formats, key, entry))
                if way != OTHER_WAY:
                    if redactor and way != STRING_WAY:
                        shown = redactor.value(shown, shown)
                    index = text_of(shown)
                    if index is None:
                        # As `StringTable.new_text`.
                        index = old_text_of(shown)
                        if index is None:
                            index = strings.count
                            strings.count = index + 1
                            add_line(shown)
                        if len(texts) >= TEXTS_REMEMBERED:
                            strings.forget()
                        texts[shown] = index
                    if way == STRING_WAY:
                        values += (index, node_id)
                    else:
                        values += (node_id, index)
                    continue
            # An object that only weak edges lead to so far passes that on: see `weak_node_for`.
            weak = weakly and pages[address >> 16][address >> 4 & 4095] < OWN_SLOT
            count, parts = 0, None
            if way == LIST_WAY:
                in_lists, length, items, room = list_at(memory, address - 16)
                size = raw.empty_list + 8 * room
                if length > LARGE:
                    starts, targets, parts = NOTHING, NOTHING, self.items_in_parts(items, length)
                else:
                    targets = run(items, length) if length else NOTHING
                    # Those of a list under construction.
                    if 0 in targets:
                        targets = list(filter(None, targets))
                    starts = indexes(len(targets))
            elif way == TUPLE_WAY or way == NAMED_TUPLE_WAY:
                in_lists, length = tuple_at(memory, address - 16)
                size = raw.items_of_tuple + 8 * length
                if length > LARGE and way == TUPLE_WAY:
                    starts, targets = NOTHING, NOTHING
                    parts = self.items_in_parts(address + raw.items_of_tuple, length)
                else:
                    targets = run(address + raw.items_of_tuple, length)
                    if 0 in targets:
                        targets = list(filter(None, targets))
                    starts = indexes(len(targets))
                    if way == NAMED_TUPLE_WAY:
                        targets = [*targets, kind]
                        starts = [*starts, class_start]
            elif way == DICT_WAY:
                in_lists, length, keys, apart = dict_at(memory, address - 16)
                found = raw.entries(keys, apart)
                if not found:
                    obj = object_at(address)
                    starts, found = self.ask(obj, reader)
                    targets, size = list(map(id, found)), dict.__sizeof__(obj)
                elif found[2] is None:
                    starts, targets, parts = NOTHING, NOTHING, self.pairs_in_parts(found[1])
                    size = raw.empty_dict + found[0]
                else:
                    size, keys, targets = found
                    size += raw.empty_dict
                    starts = self.named(keys) + [key_start] * len(keys)
                    targets = (*targets, *keys)
            elif way == FIELDS_WAY:
                places = places_of_class[kind]
                found = places.read(address) if places else None
                if found:
                    starts, targets, has_dict, in_lists = found
                else:
                    obj = object_at(address)
                    starts, found = self.ask(obj, reader.read)
                    targets, in_lists, has_dict = list(map(id, found)), is_tracked(obj), dict_start in starts
            else:
                starts, targets, parts, facts, obj = self.read_other(address, kind, entry)
                in_lists, length, size, preview, flags = facts
            while True:
                edge_starts += starts
                before, dropped = len(edge_nodes), None
                for target in targets:
                    slots = pages[target >> 16]
                    place = target >> 4 & 4095
                    node = slots[place]
                    if node > 0:
                        add_node(node)
                    elif not node:
                        to_node += 12
                        if weak:
                            slots[place] = -to_node
                            self.note_weak()
                            wait = self.last.addresses.append
                        else:
                            slots[place] = to_node
                        wait(target)
                        add_node(to_node)
                    elif node == -1:
                        dropped = dropped or []
                        dropped.append(len(edge_nodes) - before + len(dropped))
                    else:
                        if not weak:
                            self.retain(object_at(target))
                        add_node(-node)
                if dropped:
                    starts = [start for index, start in enumerate(edge_starts[before:]) if index not in dropped]
                    edge_starts[before:] = starts
                count += len(edge_nodes) - before
                if parts is None:
                    break
                if len(edge_nodes) > MOST_EDGES:
                    self.write_edges(edge_starts, edge_nodes)
                    if len(self.last.addresses) >= PIECE:
                        self.begin_piece()
                    wait = self.last.addresses.append
                starts, targets = next(parts, (None, None))
                if targets is None:
                    break
            generation = 0
            if in_lists:
                generation = young.get(address, oldest) if young else oldest
                tracked += 1
            if way == FIELDS_WAY:
                key = (references, count, generation, has_dict)
                add_row(formats.get(key) or ways.instance_format(formats, key, entry))
                values.append(node_id)
            elif way == NAMED_TUPLE_WAY:
                key = (references, length, count, generation)
                add_row(formats.get(key) or ways.named_tuple_format(formats, key, entry, object_at(address)))
                values.append(node_id)
            elif way != OTHER_WAY:
                key = (references, length, size, count, generation)
                add_row(formats.get(key) or ways.container_format(formats, key, entry[0]))
                values.append(node_id)
            else:
                if obj is not None and entry[6]:
                    self.to_node, before = to_node, len(edge_nodes)
                    self.add_weak_edge(obj, edge_starts, edge_nodes)
                    to_node, wait = self.to_node, self.last.addresses.append
                    count += len(edge_nodes) - before
                key = (size, count, 0, references, length, generation, flags)
                add_row(formats.get(key) or ways.other_format(formats, key, entry[0]))
                values += (node_id, preview)
            # They may hold the next object.
            obj = found = starts = targets = parts = held = None
        if len(self.last.addresses) >= PIECE:
            self.begin_piece()
        strings.flush_lines()
        self.to_node = to_node
        self.tracked += tracked
        self.nodes.rows(("".join(rows) % tuple(values))[:-2])
        if edge_nodes:
            self.write_edges(edge_starts, edge_nodes)

    def read_other(self, address, kind, entry):
        """
        Of an object without a way of its own (beginnings of edges, addresses they lead to, parts of both or None, (whether the
        collector tracks it, length, size, preview, flags), the object itself where it was asked).
        """
        raw, text = self.raw, self.strings.text
        size, flags = entry[1], entry[5]
        if kind == BYTES_CLASS:
            length, size, shown = raw.bytes(address, None if self.redactor else PREVIEW_LENGTH + 1)
            preview = text(self.redactor.value(shown, "") if self.redactor else bytes_preview(shown))
            return NOTHING, NOTHING, None, (0, length, size, preview, flags), None
        if kind == SET_CLASS or kind == FROZEN_SET_CLASS:
            in_lists, length, table, room, size = raw.set(address)
            facts = in_lists, length, size + COLLECTED_HEADER, 0, flags
            if room > LARGE:
                return NOTHING, NOTHING, self.set_in_parts(table, room), facts, None
            targets = raw.items_of_set(table, room)
            return self.edge_reader.starts.indexes(len(targets)), targets, None, facts, None
        if kind == CELL_CLASS:
            in_lists, value = cell_at(raw.memory, address - 16)
            targets = [value] if value else NOTHING
            return [self.edge_reader.cell_start] * len(targets), targets, None, (in_lists, 0, size, 0, flags), None
        if kind == FUNCTION_CLASS and self.functions:
            starts, targets, shown = self.functions.read(address)
            return starts, targets, None, (word_at(raw.memory, address - 16)[0], 0, size, text(shown), flags), None
        return self.ask_all(object_at(address), entry)

    def ask_all(self, obj, entry):
        """As `read_other`."""
        _, size, reader, length_of, preview_of, flags, _, is_class = entry
        starts, found = self.ask(obj, reader) if reader else (NOTHING, NOTHING)
        if flags & FLAG_PYTHON_CLASS and self.edge_reader.dict_start in starts:
            flags |= FLAG_HAS_DICT
        length = length_of(obj) if length_of else 0
        if size.__class__ is not int:
            size = size(obj)
        shown = preview_of(obj) if preview_of else None
        if shown and self.redactor and flags & FLAG_VALUE:
            shown = self.redactor.value(obj, shown)
        preview = self.strings.text(shown) if shown else 0
        if is_class:
            flags |= class_flags(obj)
            size += class_extra(obj, self.edge_reader.inline_values)
        return starts, list(map(id, found)), None, (is_tracked(obj), length, size, preview, flags), obj

    def write_edges(self, starts, nodes):
        """Writes edges, and empties both lists."""
        self.edge_count += len(nodes)
        self.edges.rows("%d,\n".join(starts) % tuple(nodes[:-1]) + str(nodes[-1]))
        del starts[:], nodes[:]

    def in_parts(self, read, count):
        """(beginnings of edges, addresses) of items, again and again. `read(start, count)` gives those at some places."""
        number = 0
        for start in range(0, count, LARGE):
            found = read(start, min(LARGE, count - start))
            yield self.edge_reader.starts.indexes(len(found), number), found
            number += len(found)

    def items_in_parts(self, items, length):
        """The same of a list or tuple."""
        return self.in_parts(lambda start, count: list(filter(None, self.raw.run(items + 8 * start, count))), length)

    def set_in_parts(self, table, room):
        """The same of a set."""
        return self.in_parts(lambda start, count: self.raw.items_of_set(table + 16 * start, count), room)

    def pairs_in_parts(self, where):
        """The same of a dictionary: of its values, then of its keys."""
        used, number = where[2], 0
        for start in range(0, used, LARGE):
            keys, found = self.raw.pairs(where, start, min(used, start + LARGE))
            self.names.clear()
            starts = self.named(keys, number)
            number += sum(start.startswith(ITEM_EDGE) for start in starts)
            yield starts, found
        for start in range(0, used, LARGE):
            keys, _ = self.raw.pairs(where, start, min(used, start + LARGE))
            yield [self.edge_reader.key_start] * len(keys), keys

    def text_of_object(self, address):
        """The same of a text that has another form, too."""
        obj = object_at(address)
        return obj, str.__sizeof__(obj)

# --- thread_states ---

STATE_WORDS = 64
KEYS_IN_STATE = sys.version_info >= (3, 13)


class KeptOfThread:
    """Objects held for one thread, and how many references each had without us."""

    def __init__(self):
        self.objects = []
        self.counts = []
        self.dictionary = None
        self.context = None
        self.key = None
        self.exception = None
        self.dummy_place = 0

    def keep(self, obj):
        """The object's index in `objects`; None for None."""
        if obj is None:
            return None
        self.objects.append(obj)
        return len(self.objects) - 1

    def count(self):
        held = count_held_by_loop()
        for obj in self.objects:
            self.counts.append(sys.getrefcount(obj) - held)

    def count_references(self, own_references):
        """Adds what we hold, less what the child deleted, so that the counts are the program's."""
        held = count_held_by_loop() - 1
        for index, before in enumerate(self.counts):
            obj = self.objects[index]
            own_references.add(id(obj), sys.getrefcount(obj) - held - before)

    def object(self, index):
        return None if index is None else self.objects[index]

    def local_dictionaries(self, dictionaries_by_key):
        """The dictionaries of the `threading.local` objects that this thread used."""
        if self.key is not None:
            return dictionaries_by_key.get(id(self.objects[self.key]), [])
        dictionary = self.object(self.dictionary) or {}
        dummies = [value for value in list(dictionary.values()) if TYPE_NAME(type(value)) == "_localdummy"]
        return [found for _, found in list(pointers_behind(map(id, dummies), (self.dummy_place,)))]


class ThreadStates:
    """Where the fields stand in a thread state. Raises ImportError, AttributeError or ValueError where that is unknown."""

    def __init__(self):
        import ctypes

        interface = python_interface()
        self.head, self.next = interface.PyInterpreterState_ThreadHead, interface.PyThreadState_Next
        for function in (self.head, self.next):
            function.restype, function.argtypes = ctypes.c_void_p, (ctypes.c_void_p,)
        interface.PyThreadState_Get.restype = ctypes.c_void_p
        state = interface.PyThreadState_Get()
        probe = _local()
        probe.known = True
        # A borrowed reference: not `py_object`, which would take it.
        interface.PyThreadState_GetDict.restype = ctypes.c_void_p
        own = object_at(interface.PyThreadState_GetDict())
        self.dictionary = find_word(state, id(own), STATE_WORDS)
        self.ident = find_word(state, get_ident(), STATE_WORDS)
        context = contextvars.Context()
        self.context = context.run(find_word, state, id(context), STATE_WORDS)
        self.keys = ()
        self.dummy_place = 0
        if KEYS_IN_STATE:
            by_key, watched = gc.get_referents(probe)[2:4]
            sentinel = next(iter(watched))()
            self.keys = tuple(find_word(state, id(obj), STATE_WORDS) for obj in (next(iter(by_key)), sentinel))
        else:
            dummy = own["thread.local.0x%x" % id(probe)]
            self.dummy_place = find_word(id(dummy), id(probe.__dict__), type(dummy).__basicsize__ // 8)

    def take(self):
        """{ident: KeptOfThread} of all threads of this interpreter."""
        taken = {}
        exceptions = sys._current_exceptions() if hasattr(sys, "_current_exceptions") else {}
        idents, objects = self.read()
        for state, ident in idents:
            taken[ident] = kept = KeptOfThread()
            kept.dummy_place = self.dummy_place
            # Nothing but `kept` holds them when they are counted.
            kept.dictionary = kept.keep(objects.pop(state + WORD * self.dictionary, None))
            kept.context = kept.keep(objects.pop(state + WORD * self.context, None))
            for place in self.keys:
                index = kept.keep(objects.pop(state + WORD * place, None))
                kept.key = index if kept.key is None else kept.key
            exception = exceptions.pop(ident, None)
            # Up to 3.11 with its class and traceback.
            exception = exception[1] if type(exception) is tuple else exception
            kept.exception = kept.keep(exception)
            exception = None
            kept.count()
        return taken

    def read(self):
        """
        [(address of a state, ident)] and {address of a word: object}, in one step of the interpreter: a state may be gone
        after the next, with what it kept.
        """
        heads = map(self.head, (interpreter_address(),))
        first, second, third = tee(takewhile(bool, accumulate(chain(heads, repeat(None)), self.next)), 3)
        places = (self.dictionary, self.context, *self.keys)
        idents = zip(first, words_behind(second, self.ident))
        found, objects = map(list, (idents, pointers_behind(third, places)))
        return found, dict(objects)


def dictionaries_by_key(kept):
    """From 3.13 on `threading.local` objects have their dictionaries by the thread's key: {address of the key: […]}."""
    keys = [one.objects[one.key] for one in kept if one.key is not None]
    found = {id(key): [] for key in keys}
    for holder in gc.get_referrers(*keys) if keys else ():
        if type(holder) is dict:
            for key in keys:
                if type(holder.get(key)) is dict:
                    found[id(key)].append(holder[key])
    return found


def take_thread_states(threads):
    """Gives each of the threads what its state keeps. Returns whether that was possible."""
    try:
        taken = ThreadStates().take()
    except (ImportError, AttributeError, ValueError, IndexError, StopIteration, KeyError):
        return False
    for thread in threads:
        thread.kept = taken.get(thread.ident) or thread.kept
    return True

# --- frames ---

FAST_LOCALS_PINNED = sys.version_info < (3, 13)
FLAG_NEW_LOCALS = 2


FAST_LOCALS = find_offset()


def frame_variables(frame):
    """[(name, value)] of a frame's variables; of a module's frame none, as its globals show them."""
    if not frame.f_code.co_flags & FLAG_NEW_LOCALS:
        return []
    if FAST_LOCALS is not None:
        return read_variables(frame, FAST_LOCALS)
    variables = frame.f_locals
    found = [(name, value) for name, value in list(variables.items()) if type(name) is str]
    if FAST_LOCALS_PINNED:
        unpin(frame, variables)
    return found


def unpin(frame, variables):
    """Empties the dictionary that `f_locals` left in the frame, unless somebody else holds it or traces the frame."""
    # Held by the frame, by the caller's and this variable, and for the calls.
    if sys.gettrace() is None and frame.f_trace is None and sys.getrefcount(variables) <= 5:
        code = frame.f_code
        for name in code.co_varnames + code.co_cellvars + code.co_freevars:
            variables.pop(name, None)


class ThreadState:
    """One thread: its name, and (label, variables) of each frame from the innermost."""

    def __init__(self, ident, name, daemon, frames):
        self.ident = ident
        self.name = name
        self.daemon = daemon
        self.frames = frames
        self.kept = KeptOfThread()

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

# --- roots ---

SYNTHETIC_ADDRESS_STEP = 8
SYNTHETIC_LIMIT = 0x400000


class SyntheticNode:
    """A node that is no object: a label, named objects, and further such nodes."""

    def __init__(self, label):
        self.label = label
        self.children = []
        self.targets = []
        self.to_node = 0

    def child(self, label):
        node = SyntheticNode(label)
        self.children.append(node)
        return node

    def is_empty(self):
        return not self.children and not self.targets


def build_roots(threads, starts):
    """The tree of synthetic nodes, root first; those without children are left out."""
    root = SyntheticNode("")
    modules = root.child("(modules)")
    for name, module in list(sys.modules.items()):
        if type(name) is str:
            modules.targets.append((starts.names[name], module))
    stacks = root.child("(threads)")
    for thread in threads:
        node = stacks.child(thread.label())
        for label, variables in thread.frames:
            frame = node.child(label)
            frame.targets += [(starts.names[name], value) for name, value in variables]
    add_thread_locals(root.child("(thread locals)"), threads, starts)
    interpreter = root.child("(interpreter)")
    for name, value in interpreter_parts():
        interpreter.targets.append((starts.names[name], value))
    containers, callbacks = interpreter_objects()
    interpreter.targets += [(starts.names[name], value) for name, value in containers]
    for kind in static_types():
        interpreter.targets.append((None, kind))
    at_exit = interpreter.child("atexit callbacks")
    at_exit.targets += [(None, value) for callback in callbacks for value in callback]
    interpreter.children = [node for node in interpreter.children if not node.is_empty()]
    garbage = root.child("(gc.garbage)")
    garbage.targets += [(None, item) for item in gc.garbage]
    root.children = [node for node in root.children if not node.is_empty()]
    return root


def add_thread_locals(parent, threads, starts):
    """By thread its dictionaries of `threading.local` objects, and what else its state keeps for it, by name."""
    by_key = dictionaries_by_key([thread.kept for thread in threads])
    for thread in threads:
        kept, node = thread.kept, SyntheticNode(thread.label())
        node.targets += [(None, value) for value in kept.local_dictionaries(by_key)]
        for name in ("dictionary", "context", "exception"):
            value = kept.object(getattr(kept, name))
            if value is not None:
                node.targets.append((starts.names[name], value))
        if node.targets:
            parent.children.append(node)


def interpreter_parts():
    parts = [("builtins", builtins.__dict__), ("sys", sys.__dict__), ("modules", sys.modules), ("gc.callbacks", gc.callbacks)]
    parts += [(name, value) for name, value in (("True", True), ("False", False), ("None", None), ("Ellipsis", ...))]
    parts += [("NotImplemented", NotImplemented), ("()", ()), ('""', "")]
    return parts


def static_types():
    """Classes in use that are not made by Python code: the collector does not list them, their subclasses do."""
    found, waiting = {}, [object]
    while waiting:
        kind = waiting.pop()
        for below in type.__subclasses__(kind):
            if id(below) not in found:
                found[id(below)] = below
                waiting.append(below)
    return [object] + [kind for kind in found.values() if not TYPE_FLAGS(kind) & HEAP_TYPE_FLAG]


def number_roots(root, walk):
    """Hands out the first indexes: the tree from the root, then no more until the walk begins. Returns them in order."""
    order, waiting = [], [root]
    while waiting:
        node = waiting.pop(0)
        node.to_node = len(order) * NODE_FIELDS
        order.append(node)
        waiting += node.children
    walk.to_node = (len(order) - 1) * NODE_FIELDS
    return order


class SyntheticRows:
    """Writes synthetic nodes: their records and edges as rows of text."""

    def __init__(self, walk, strings, starts):
        self.walk = walk
        self.strings = strings
        self.starts = starts
        self.written = 0

    def edges_of(self, node):
        """The edge records of a node; objects they lead to are walked later."""
        rows = []
        for child in node.children:
            rows.append("%s%d" % (self.element(len(rows)), child.to_node))
        for start, target in node.targets:
            to_node = self.walk.node_for(target)
            if to_node:
                rows.append("%s%d" % (start or self.element(len(rows)), to_node))
        return rows

    def element(self, index):
        return "1,%d," % index

    def node(self, label, edge_count):
        self.written += 1
        address = self.written * SYNTHETIC_ADDRESS_STEP
        if address >= SYNTHETIC_LIMIT:
            raise OverflowError("There are more frames and roots than a capture can number.")
        return "%d,%d,%d,0,%d,0,0,0,0,0,0,0" % (
            SYNTHETIC_NODE,
            self.strings.label(label),
            self.walk.pages.node_id(address),
            edge_count,
        )

# --- capture ---

OWN_LEFT_OUT = "The agent: its modules, functions, frames, and what they hold."
CHANGES_MEANWHILE = (
    "Consistency: without a fork other threads ran now and then, so what they changed meanwhile is seen as it was before or"
    " after, and their reference counts may be off."
)
FROZEN_UNSEEN = (
    "Objects that gc.freeze set aside and no root leads to: only a forked capture sees them, and knows who is frozen."
)


class Capture:
    """What was taken before the fork, and the work after it: `write`."""

    def __init__(self, file: CaptureFile, threads, memory, traces, redact, collected, forked, time_, enabled, counts, careful):
        self.file = file
        self.threads = threads
        self.memory = memory
        self.traces = traces
        self.redact = redact
        self.collected = collected
        self.forked = forked
        self.time = time_
        self.gc_enabled = enabled
        self.gc_counts = counts
        self.clock = time.perf_counter()
        self.pause = 0.0
        self.careful = careful
        self.accelerated = False
        self.by_address = False
        self.exclusions = [OWN_LEFT_OUT]

    def write_here(self, timeout):
        """Without a fork: other threads change what they like meanwhile."""
        calm = CalmThreads(time.monotonic() + timeout)
        self.exclusions.append(CHANGES_MEANWHILE)
        if gc.get_freeze_count():
            self.exclusions.append(FROZEN_UNSEEN)
        parts = {name: CalmSegment(self.file.part(), self.file.compressed, calm) for name in SEGMENT_ORDER}
        calm.begin()
        try:
            finish = self.walk(parts)
        finally:
            calm.end()
        return finish()

    def write(self):
        """Walks and writes, in a child. Returns what `dump` reports, ready for JSON."""
        self.pause = time.perf_counter() - self.clock
        return self.walk({name: Segment(self.file.part(), self.file.compressed) for name in SEGMENT_ORDER})()

    def walk(self, parts):
        """Everything but joining the parts, which the function does that it returns."""
        by_address = self.forked and not self.careful
        accelerator = load_accelerator() if by_address else None
        raw = find_raw() if by_address and (self.redact or not accelerator) else None
        redactor = Redactor(raw) if self.redact else None
        for thread in self.threads if redactor else ():
            thread.name = redactor.thread_name(thread.name)
        tracing = _tracemalloc.is_tracing()
        facts = {"tracemalloc": tracemalloc_facts()} if tracing else {}
        tree = TraceTree() if self.traces and tracing else None
        if tracing and self.forked:
            stop_tracing_here()
            # While it traces, Python does not tell of its arenas.
            arenas = pymalloc_arenas()
            if arenas:
                self.memory["arenas"] = arenas
        frozen = gc.get_freeze_count()
        walk = self.make_walk(parts, tree.leaf_of if tree else None, redactor, accelerator, raw)
        pages, strings, starts = walk.pages, walk.strings, walk.edge_reader.starts
        kept = [thread.kept for thread in self.threads]
        for one in kept:
            one.count_references(walk.own_references)
        root = build_roots(self.threads, starts)
        facts["threads"] = [{"id": t.ident, "name": t.name, "daemon": t.daemon} for t in self.threads]
        order = number_roots(root, walk)
        count_targets(order, walk.own_references)
        del self.threads[:]
        rows = SyntheticRows(walk, strings, starts)
        written = [(node.label, rows.edges_of(node)) for node in order]
        walk.run()
        held, cycles = find_islands(walk, [self, walk, order, rows, kept])
        for label, nodes in (("(held from C)", held), ("(unreachable cycles)", cycles)):
            if nodes:
                parent = walk.reserve()
                parts["nodes"].rows(rows.node(label, len(nodes)))
                parts["edges"].rows(",\n".join("1,%d,%d" % pair for pair in enumerate(nodes)))
                walk.edge_count += len(nodes)
                written[0][1].append("1,%d,%d" % (len(written[0][1]), parent))
        for label, edges in written:
            parts["root_nodes"].rows(rows.node(label, len(edges)))
            if edges:
                parts["root_edges"].rows(",\n".join(edges))
            walk.edge_count += len(edges)
        if tree:
            tree.write(parts["infos"], parts["tree"], strings)
        strings.flush()
        nodes = walk.to_node // 12 + 1
        facts["counts"] = {"objects": nodes - rows.written, "tracked": walk.tracked, "withTrace": walk.traced}
        facts["exclusions"] = self.exclusions
        facts["pageTable"] = pages.table
        functions, objects, edges = len(tree.places) if tree else 0, nodes - rows.written, walk.edge_count

        def finish():
            header = capture_header(self, facts, frozen, redactor)
            size = self.file.complete(lambda target: self.join(target, parts, header, nodes, edges, functions))
            return {"bytes": size, "objects": objects, "edges": edges}

        return finish

    def make_walk(self, parts, trace_of, redactor, accelerator, raw):
        """In a child the walk in C, where there is one, or the one that reads by address; else the one that asks Python."""
        if accelerator:
            texts = (parts["strings"], TEXTS_REMEMBERED)
            core = accelerator.Core(parts["nodes"], parts["edges"], *texts, self.file.compressed)
            pages, strings, own_references = FastPages(core), FastStrings(core), FastReferences(core)
        else:
            pages, strings, own_references = PageMap(), StringTable(parts["strings"]), OwnReferences()
        self.accelerated = accelerator is not None
        exclude_own(pages, accelerator)
        exclude_interned(pages, tables_of_interned())
        starts = EdgeStarts(strings, redactor)
        reader = EdgeReader(starts, find_inline_values(), frame_variables, not self.forked)
        if accelerator:
            return FastWalk(core, pages, strings, reader, own_references, trace_of, redactor)
        told = (
            pages, strings, reader, parts["nodes"], parts["edges"], Generations(self.forked, raw), own_references,
            trace_of, redactor, not self.forked,
        )  # fmt: skip
        self.by_address = raw is not None and not trace_of
        return RawWalk(raw, *told) if self.by_address else Walk(*told)

    def join(self, target, parts, header, nodes, edges, functions):
        """Puts the parts in the order of the format, with what stands between them."""
        meta = dict(header, node_count=nodes, edge_count=edges, trace_function_count=functions)
        parts["head"].write(b'{"snapshot":' + json.dumps(meta, separators=(",", ":")).encode() + b',\n"nodes":[')
        for name, text in BETWEEN:
            if name.startswith("root_") and parts[name[5:]].started:
                text = ",\n"
            parts[name].write(text.encode())
        join_segments(target, [parts[name] for name in SEGMENT_ORDER])


SEGMENT_ORDER = ["head", "root_nodes", "nodes", "root_edges", "edges", "infos", "tree", "strings"]
BETWEEN = [
    ("root_nodes", ""),
    ("nodes", '],\n"edges":['),
    ("root_edges", ""),
    ("edges", '],\n"trace_function_infos":['),
    ("infos", '],\n"trace_tree":['),
    ("tree", '],\n"samples":[],\n"locations":[],\n"strings":['),
    ("strings", "]}\n"),
]


def count_targets(order, own_references):
    """The tree of roots holds each of its targets once, and what was taken of the frames its variables once more."""
    for node in order:
        for _, target in node.targets:
            own_references.add(id(target))


def tracemalloc_facts():
    current, peak = _tracemalloc.get_traced_memory()
    return {
        "current": current,
        "peak": peak,
        "frames": _tracemalloc.get_traceback_limit(),
        "overhead": _tracemalloc.get_tracemalloc_memory(),
    }

# --- dump ---

NO_THREAD_LOCALS = "Thread locals by thread: this Python does not show where they are (no ctypes, or an unknown layout)."


class DumpResult:
    """What `dump` wrote: `path`, `bytes`, `objects`, `edges`, `seconds` in all, `pause` of the program's threads."""

    def __init__(self, path, bytes, objects, edges, seconds, pause):
        self.path = path
        self.bytes = bytes
        self.objects = objects
        self.edges = edges
        self.seconds = seconds
        self.pause = pause

    def __repr__(self):
        return "DumpResult(path=%r, bytes=%d, objects=%d, edges=%d, seconds=%.3f, pause=%.4f)" % (
            self.path,
            self.bytes,
            self.objects,
            self.edges,
            self.seconds,
            self.pause,
        )


def dump(
    path,
    *,
    traces: bool = True,
    redact: bool = False,
    collect: bool = False,
    fork: Union[bool, str] = "auto",
    timeout: float = 600
) -> DumpResult:
    """Writes a capture of this process's heap to `path`: gzip-compressed if it ends in `.gz`, else plain JSON.

    Returns when the file is complete; until then nothing stands under its name, and nothing is left of a failure.
    With `fork` (where the system allows it: "auto") a child writes it. Then the program's threads stand still for
    `pause` seconds only, and run on while the calling thread waits for the child. Without, the caller's thread walks
    the heap itself: others get to run now and then, so that what they change meanwhile may be seen before or after.
    Every object found is held until the end, for 8 bytes each, so that no address is used twice.

    `traces`: allocation stacks, if tracemalloc is tracing. `redact`: values are replaced, names of the program stay.
    `collect`: collects garbage first. `timeout`: seconds until a capture that does not finish is given up.

    Raises `CaptureError` if it fails, `OSError` if the file cannot be written.
    """
    try:
        return make_capture(path, traces, redact, collect, fork, timeout, False)
    except CaptureError as error:
        if error.signal not in MEMORY_SIGNALS:
            raise
    # An object was not as it is in all Pythons known: once more, in the way that asks Python alone.
    return make_capture(path, traces, redact, collect, fork, timeout, True)


def make_capture(path, traces, redact, collect, fork, timeout, careful):
    """As `dump`, once. `careful`: no object is read by its address."""
    started = time.time()
    file = CaptureFile(path)
    file.check_room()
    if collect:
        gc.collect()
    forks = can_fork() if fork == "auto" else bool(fork)
    if forks and not can_fork():
        raise CaptureError("This system does not allow a forked capture: call dump with fork=False.")
    memory = process_memory()
    clock = time.perf_counter()
    enabled = gc.isenabled()
    counts = gc.get_count()
    gc.disable()
    pauses = []
    try:
        threads = take_threads(own_namespaces())
        states_taken = take_thread_states(threads)
        capture = Capture(file, threads, memory, traces, redact, collect, forks, started, enabled, counts, careful)
        if not states_taken:
            capture.exclusions.append(NO_THREAD_LOCALS)

        def resume():
            if enabled:
                gc.enable()
            del threads[:]
            capture.threads = []
            pauses.append(time.perf_counter() - clock)

        capture.clock = clock
        if forks:
            result = run_in_child(capture.write, timeout, resume, file.discard)
        else:
            result = capture.write_here(timeout)
            resume()
    except BaseException:
        file.discard()
        raise
    finally:
        if enabled:
            gc.enable()
    return DumpResult(
        file.path, result["bytes"], result["objects"], result["edges"], time.time() - started, pauses[0]
    )

# --- attached ---

def answer_attach(folder: str, forget: Union[Callable[[], None], bool]) -> None:
    """
    Makes the capture that `request.json` in `folder` asks for, and writes `answer.json` there: the path, or what went
    wrong. `forget` is called last, to take an agent away that was brought for this; False for the program's own.
    """
    try:
        with open(os.path.join(folder, "request.json")) as file:
            request = json.load(file)
        dump(request["out"], traces=request["traces"], redact=request["redact"])
        answer = {"path": request["out"]}
    except BaseException as error:
        answer = {"error": "%s: %s" % (type(error).__name__, error)}
    try:
        part = os.path.join(folder, "answer.part")
        with open(part, "w") as file:
            json.dump(answer, file)
        os.rename(part, os.path.join(folder, "answer.json"))
    except OSError:
        pass  # whoever asked has gone, with the folder
    if forget:
        forget()


def start_answer(folder: str) -> bool:
    """Answers in a thread of its own, once; False if the folder is not this user's or somebody began already."""
    try:
        if os.lstat(folder).st_uid != os.geteuid():
            return False
        os.close(os.open(os.path.join(folder, "started"), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    except OSError:
        return False
    _thread.start_new_thread(answer_attach, (folder, False))
    return True

# --- triggers ---

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

# --- install ---

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

# --- command ---

_WITH_VALUE = ("--every", "--rss-above", "--signal", "--out", "--keep", "--traces", "--interval")
_EPILOG = """examples:
  python -m heapscope run --rss-above 2G app.py      a capture when the RSS crosses 2 GB
  python -m heapscope attach 4711                    a capture of a running program
  python -m heapscope sample 4711 --out mem.jsonl    memory over time
"""


def main() -> None:
    """Runs a command and ends the process with its exit code: 0, 1 for a failure, 2 for a wrong command line."""
    arguments, program = _split(sys.argv[1:])
    if arguments[:1] == ["sampled"]:  # started by `sample`
        report_to(int(arguments[1]), float(arguments[2]), int(arguments[3]))
        run_program(*load_program(program))
    options = _parsed(arguments, program)
    try:
        options.command(options)
    except (AttachError, ProgramError, SampleError) as error:
        sys.exit("heapscope: %s" % error)


def _run(options: argparse.Namespace) -> None:
    if options.traces:
        import tracemalloc

        tracemalloc.start(options.traces)
    wanted = {"rss_above": options.rss_above, "every": options.every, "signal": options.signal}
    at_exit = options.at_exit or not any(wanted.values())
    gc.collect()  # the parser's cycles are not the program's
    program = load_program(options.program)
    install(at_exit=at_exit, out=options.out, keep=options.keep, redact=options.redact, **wanted)
    run_program(*program)


def _attach(options: argparse.Namespace) -> None:
    path = attach_to(options.pid, options.out, options.traces, options.redact, options.timeout, options.tee)
    if path and not options.tee:
        print("wrote %s" % path)


def _sample(options: argparse.Namespace) -> None:
    if options.pid is None:
        code = sample_command(
            options.program, options.interval, options.children, options.gc, options.traces, options.out
        )
        sys.exit(code if code >= 0 else 128 - code)
    if options.gc or options.traces:
        raise SampleError("--gc and --traces need the program to be started by this command: write -- script.py.")
    sample_process(options.pid, options.interval, options.children, options.out)


def _parsed(arguments: List[str], program: List[str]) -> argparse.Namespace:
    parser = _parser()
    options = parser.parse_args(arguments)
    options.program = program
    if options.command is _run and not program:
        parser.error("say what to run: a script, or -m and a module")
    if options.command is _sample and (options.pid is None) != bool(program):
        parser.error("say what to sample: either a process number, or -- and a program")
    return options


def _split(arguments: List[str]) -> Tuple[List[str], List[str]]:
    """Our own arguments, and the program with its: after `--`, or from the first word of `run` that is no option."""
    own = 1
    while own < len(arguments):
        word = arguments[own]
        if word == "--":
            return arguments[:own], arguments[own + 1 :]
        if arguments[0] == "run" and (not word.startswith("-") or word == "-m"):
            return arguments[:own], arguments[own:]
        own += 2 if word in _WITH_VALUE else 1
    return arguments, []


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="heapscope", description="Heap captures of CPython programs.", epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")
    commands.required = True

    run = commands.add_parser("run", usage="heapscope run [options] script.py|-m module [arguments]", help="run a program and make captures of it by themselves")
    run.add_argument("--at-exit", action="store_true", help="when it ends (the default if nothing else is given)")
    run.add_argument("--every", metavar="60s", type=_checked(parse_duration))
    run.add_argument("--rss-above", metavar="2G", type=_checked(parse_size), help="when its RSS crosses this")
    run.add_argument("--signal", metavar="USR2", type=_checked(parse_signal))
    run.add_argument("--out", default=".", metavar="DIR", help="folder, or DIR/NAME.heapsnapshot.gz")
    run.add_argument("--keep", type=_positive, default=10, metavar="N", help="captures kept (default 10)")
    run.add_argument("--traces", type=_positive, default=0, metavar="N", help="tracemalloc with N frames")
    run.add_argument("--redact", action="store_true", help="leave out the values of strings and numbers")
    run.set_defaults(command=_run)

    attached = commands.add_parser("attach", help="make a capture of a running program")
    attached.add_argument("pid", type=_positive)
    attached.add_argument("--out", metavar="FILE", help="default: pid-PID-TIME.heapsnapshot.gz; - is standard output")
    attached.add_argument("--tee", action="store_true", help="to standard output as well, while it is written")
    attached.add_argument("--traces", action="store_true", help="with allocation stacks, if tracemalloc runs there")
    attached.add_argument("--redact", action="store_true", help="leave out the values of strings and numbers")
    attached.add_argument("--timeout", metavar="300s", type=_checked(parse_duration), default=300.0)
    attached.set_defaults(command=_attach)

    sample = commands.add_parser("sample", help="write a program's memory over time as JSON lines")
    sample.add_argument("--interval", metavar="1s", type=_checked(parse_duration), default=1.0)
    sample.add_argument("--children", action="store_true", help="its child processes as well")
    sample.add_argument("--gc", action="store_true", help="the collector's counts and pauses (only with -- PROGRAM)")
    sample.add_argument("--out", metavar="FILE.jsonl", default="-")
    sample.add_argument("--traces", type=_positive, default=0, metavar="N", help="tracemalloc with N frames")
    sample.add_argument("pid", type=_positive, nargs="?", help="or -- and a program")
    sample.set_defaults(command=_sample)
    return parser


def _checked(parse):
    def checked(text: str):
        try:
            return parse(text)
        except ValueError as error:
            raise argparse.ArgumentTypeError(str(error)) from None

    return checked


def _positive(text: str) -> int:
    if not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError("%r is no whole number above 0" % text)
    return int(text)

# --- __init__ ---

__all__ = ["CaptureError", "dump", "install"]


if _RUN:
    main()
