"""The file of a capture and the unnamed files its parts are written to."""

import errno
import os

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
