"""The memory limit a container runs under."""

from typing import Dict, Iterator, Optional

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
