"""What CPython's own allocator (pymalloc) holds, from the text that `sys._debugmallocstats` prints."""

import os
import re
import sys
import tempfile
from typing import Dict, Optional

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
