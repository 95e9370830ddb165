"""How a process says that it makes captures on a signal, and how it is asked for one in a certain place."""

import json
import os
import stat
import tempfile
from typing import Any, Dict, Optional

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
