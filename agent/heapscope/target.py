"""The process that somebody attaches to: who it is, and where its files are as seen from here."""

import os
import stat
from typing import Dict

from .proc import python_version, read_maps, read_stat
from .rendezvous import shared_folder


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
