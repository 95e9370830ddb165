"""Sizes, durations and signals as a user writes them."""

import re
import signal
from typing import Union

_SIZES = {"": 1, "K": 1 << 10, "M": 1 << 20, "G": 1 << 30, "T": 1 << 40}
_TIMES = {"ms": 0.001, "": 1.0, "s": 1.0, "m": 60.0, "h": 3600.0, "d": 86400.0}


def parse_size(text: Union[str, int]) -> int:
    """Bytes of "2G", "512M", "1.5GiB" or a number; units are powers of 1024."""
    match = re.match(r"^(\d+(?:\.\d+)?) *([KMGT]?)(?:i?B)?$", str(text).strip(), re.I)
    size = int(float(match.group(1)) * _SIZES[match.group(2).upper()]) if match else 0
    if size <= 0:
        raise ValueError("%r is no size: write for example 512M or 2G" % (text,))
    return size


def parse_duration(text: Union[str, int, float]) -> float:
    """Seconds of "60s", "5m", "2h", "500ms" or a number."""
    match = re.match(r"^(\d+(?:\.\d+)?) *(ms|[smhd]?)$", str(text).strip())
    seconds = float(match.group(1)) * _TIMES[match.group(2)] if match else 0.0
    if seconds <= 0:
        raise ValueError("%r is no duration: write for example 60s or 5m" % (text,))
    return seconds


def parse_signal(text: Union[str, int]) -> int:
    """The number of "USR2", "SIGUSR2" or a number, as far as this system has it and it can be handled."""
    name = str(text).strip().upper()
    name = name if name.startswith("SIG") or name.isdigit() else "SIG" + name
    for member in signal.Signals:
        if name in (member.name, str(int(member))) and member.name not in ("SIGKILL", "SIGSTOP"):
            return int(member)
    raise ValueError("%r is no signal that can be handled: write for example USR2" % (text,))
