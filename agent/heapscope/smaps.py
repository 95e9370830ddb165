"""The mappings of a process, gathered by what they hold, from `/proc/PID/smaps`."""

import re
from typing import Any, Dict, Iterable, List, Tuple

# "55fe4de38000-55fe4de3a000 r--p 00000000 fe:00 247278                     /usr/bin/head"
_HEAD = re.compile(rb"^[0-9a-f]+-[0-9a-f]+ \S{4} [0-9a-f]+ \S+ \d+ *(.*)$")
_FIELDS = {b"Size:": "size", b"Rss:": "rss", b"Pss:": "pss", b"Swap:": "swap", b"Anonymous:": "anonymous"}
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
        field = _FIELDS.get(line.split(b" ", 1)[0])
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
