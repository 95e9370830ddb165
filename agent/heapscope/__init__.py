"""Heapscope's capture agent for CPython."""

from .dump import dump
from .forking import CaptureError

__all__ = ["CaptureError", "dump"]
