"""Names for captures that are made by themselves, and how many of them are kept."""

import os
import re
import sys
import time

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
