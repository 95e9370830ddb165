"""What Linux tells of another process."""

import os
import re
from typing import Any, Dict, List, Optional, Tuple

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
