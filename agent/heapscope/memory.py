"""The memory of the process beside its objects: the part `memory` of a capture."""

import os
import re
import sys
from typing import Any, Dict, Optional

from .arenas import pymalloc_arenas
from .cgroup import cgroup_memory
from .malloc import malloc_info
from .smaps import read_regions

# The kernel walks all pages for smaps, 7 to 30 ms a GB. Above this the forked child reads it, not the program.
_PARENT_LIMIT = 1 << 30
_STATUS = re.compile(r"^(\w+):\s+(\d+) kB", re.M)


def process_memory() -> Dict[str, Any]:
    """
    All of `memory` for this process, in bytes: what the system counts, mappings, allocators, limits, machine.
    What a system does not tell is missing.
    """
    memory = memory_before_fork(limit=sys.maxsize)
    add_allocators(memory)
    return memory


def memory_before_fork(limit: int = _PARENT_LIMIT) -> Dict[str, Any]:
    """
    The part only the process itself can read truly, without what takes long: above `limit` bytes of RSS the regions
    and the PSS are missing. To be followed by `memory_after_fork` in the child.
    """
    status = _read_status("self")
    memory = _from_status(status) if status else _from_rusage()
    if status and memory["rss"] <= limit:
        add_regions(memory, "self", pss=True)
    cgroup = cgroup_memory()
    if cgroup:
        memory["cgroup"] = cgroup
    memory["machine"] = _machine()
    return memory


def memory_after_fork(memory: Dict[str, Any], parent: int) -> None:
    """
    Adds, in a forked child, what was too slow in the parent: allocators (the child's are copies of the parent's), and
    the parent's regions where missing. Their PSS stays out, as after a fork everything is shared with the child.
    """
    if "regions" not in memory and "anonymous" in memory:
        add_regions(memory, str(parent), pss=False)
    add_allocators(memory)


def add_regions(memory: Dict[str, Any], process: str, pss: bool) -> None:
    """Adds the regions of `/proc/PROCESS/smaps`, and puts the totals right so that they add up. Nothing on failure."""
    try:
        with open("/proc/" + process + "/smaps", "rb") as file:
            regions, totals = read_regions(file)
    except OSError:
        return
    if not regions:
        return
    if not pss:
        del totals["pss"]
        for region in regions:
            del region["pss"]
    memory.update(totals)
    memory["regions"] = regions
    memory["peak"] = max(memory["peak"], memory["rss"])


def add_allocators(memory: Dict[str, Any]) -> None:
    """Adds `arenas` and `malloc` of this process, where there are such."""
    arenas = pymalloc_arenas()
    if arenas:
        memory["arenas"] = arenas
    malloc = malloc_info(_read_status("self").get("VmData", 0))
    if malloc:
        memory["malloc"] = malloc


def _read_status(process: str) -> Dict[str, int]:
    try:
        with open("/proc/" + process + "/status", errors="replace") as file:
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
