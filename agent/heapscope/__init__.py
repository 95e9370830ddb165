"""Heapscope's capture agent for CPython."""

from .dump import dump
from .forking import CaptureError
from .install import install

__all__ = ["CaptureError", "dump", "install"]
