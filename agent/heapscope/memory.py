"""The memory of the process beside its objects: the part `memory` of a capture."""

import os
import re
import sys
from typing import Any, Dict, Optional

from .arenas import pymalloc_arenas
from .cgroup import cgroup_memory
from .malloc import malloc_info
from .smaps import read_regions

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
