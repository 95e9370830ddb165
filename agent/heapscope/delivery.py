"""A capture on its way from the target to where it is wanted."""

import os
import shutil
import sys
import tempfile
from typing import Any, List, Optional

from .capture_file import partial_name
from .exchange import Exchange
from .target import AttachError

_NAME = "capture"


class Delivery:
    """
    Where the target writes a capture, and to whom it goes while the file grows: standard output if `sent`, and a copy at
    its place where the target cannot write there itself. `path` None keeps no file. All is in folders of ours until
    the capture is whole; `remove` removes them, and with them what the target may still write.
    """

    def __init__(self, exchange: Exchange, path: Optional[str], ending: str, sent: bool):
        self.path = path
        self.name = _NAME + ending
        self.beside = ""
        self.source: Optional[Any] = None
        self.sinks: List[Any] = [sys.stdout.buffer] if sent else []
        folder = exchange.folder
        self.inner = os.path.join(exchange.inner, self.name)
        if path is not None:
            self.beside = tempfile.mkdtemp(prefix=".heapscope-", dir=os.path.dirname(path))
            if exchange.target.can_write_here():
                folder, self.inner = self.beside, os.path.join(self.beside, self.name)
            else:
                self.sinks.append(open(os.path.join(self.beside, self.name), "xb"))
        self.whole = os.path.join(folder, self.name)
        self.partial = os.path.join(folder, partial_name(self.name, exchange.target.inner_pid))

    def forward(self) -> None:
        """Passes on what was written since the last time."""
        if self.sinks and self.source is None:
            self.source = _opened(self.partial)
        if self.source is None:
            return
        try:
            for block in iter(lambda: self.source.read(1 << 20), b""):
                for sink in self.sinks:
                    sink.write(block)
                    sink.flush()
        except OSError as error:
            raise AttachError("the capture cannot be written: %s." % error.strerror) from None

    def finish(self) -> None:
        """The target has written all of it."""
        if self.sinks and self.source is None:
            self.source = _opened(self.whole)
        self.forward()
        if self.source is not None:
            self.source.close()
        if self.path is not None:
            try:
                os.rename(os.path.join(self.beside, self.name), self.path)
            except OSError as error:
                raise AttachError("the capture cannot be written to %s: %s." % (self.path, error.strerror)) from None

    def remove(self) -> None:
        """Removes what is ours."""
        if self.beside:
            shutil.rmtree(self.beside, ignore_errors=True)


def _opened(path: str) -> Optional[Any]:
    """A file that the target made; None if it is not there yet."""
    try:
        return open(os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK), "rb", buffering=0)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise AttachError("the capture cannot be read: %s." % error.strerror) from None
