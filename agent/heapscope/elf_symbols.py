"""Where the functions of another process are, by the dynamic symbols of what it has mapped."""

import struct
from typing import Callable, Iterator, List, NamedTuple, Optional

Read = Callable[[int, int], bytes]

_X86_64 = 62
_LOAD, _DYNAMIC = 1, 2
_HASH, _STRINGS, _SYMBOLS, _GNU_HASH = 4, 5, 6, 0x6FFFFEF5
_FUNCTION = 2
_SYMBOL = struct.Struct("<IBBHQQ")
# What one object file may have at most; more is not what it seems to be.
_MAX_DYNAMIC, _MAX_CHAIN = 1 << 12, 1 << 16


class Mapped(NamedTuple):
    """A file that is mapped from its beginning."""

    name: str
    start: int


def mapped_files(maps: bytes) -> List[Mapped]:
    """The files in the text of `/proc/PID/maps` whose beginning is mapped, in the order of addresses."""
    found = []
    for line in maps.decode("utf-8", "replace").splitlines():
        parts = line.split(None, 5)
        if len(parts) == 6 and int(parts[2], 16) == 0 and parts[4] != "0":
            found.append(Mapped(parts[5], int(parts[0].split("-")[0], 16)))
    return found


def find_function(files: List[Mapped], name: str, read: Read) -> Optional[int]:
    """
    The address of a function in the first of `files` that defines it for others; None if none does.

    `read(address, size)` reads the process's memory, so files in containers and deleted ones are found as well. By the
    hash tables of the ELF specification (gABI) and of GNU.
    """
    for file in files:
        try:
            tables = _Tables(file.start, read)
            address = tables.function(name.encode())
        except (OSError, ValueError, OverflowError, struct.error):
            continue  # mapped data, or no ELF file of this processor
        if address:
            return address
    return None


class _Tables:
    """The dynamic symbols of one mapped file. Raises ValueError if it is no object file for x86-64."""

    def __init__(self, start: int, read: Read):
        self.start, self.read = start, read
        head = read(start, 64)
        if head[:6] != b"\x7fELF\x02\x01" or struct.unpack_from("<H", head, 18)[0] != _X86_64:
            raise ValueError("no ELF file for x86-64")
        segments = list(self._segments(head))
        self.bias = start - next(address for kind, address in segments if kind == _LOAD) // 4096 * 4096
        dynamic = next((address for kind, address in segments if kind == _DYNAMIC), None)
        if dynamic is None:
            raise ValueError("no dynamic symbols")
        self.places = self._places(dynamic + self.bias)

    def _segments(self, head: bytes):
        at, size, count = struct.unpack_from("<Q14xHH", head, 32)
        if count == 0 or size < 56:
            raise ValueError("no segments")
        table = self.read(self.start + at, size * count)
        for index in range(count):
            kind, _, _, address = struct.unpack_from("<IIQQ", table, index * size)
            yield kind, address

    def _places(self, at: int):
        places = {}
        for _ in range(_MAX_DYNAMIC):
            tag, value = struct.unpack("<QQ", self.read(at, 16))
            if tag == 0:
                break
            # glibc puts addresses here, musl leaves offsets.
            places[tag] = value if value >= self.start else value + self.bias
            at += 16
        return places

    def function(self, name: bytes) -> Optional[int]:
        for index in self._candidates(name):
            at = self.places[_SYMBOLS] + index * _SYMBOL.size
            text, info, _, section, value, _ = _SYMBOL.unpack(self.read(at, _SYMBOL.size))
            defined = section != 0 and value != 0 and info & 15 == _FUNCTION
            if defined and self.read(self.places[_STRINGS] + text, len(name) + 1) == name + b"\0":
                return value + self.bias
        return None

    def _candidates(self, name: bytes) -> Iterator[int]:
        if _SYMBOLS not in self.places or _STRINGS not in self.places:
            return iter(())
        if _GNU_HASH in self.places:
            return self._by_gnu_hash(name)
        return self._by_hash(name) if _HASH in self.places else iter(())

    def _word(self, at: int) -> int:
        return struct.unpack("<I", self.read(at, 4))[0]

    def _by_gnu_hash(self, name: bytes) -> Iterator[int]:
        table = self.places[_GNU_HASH]
        buckets, first, bloom_words, _ = struct.unpack("<IIII", self.read(table, 16))
        wanted = 5381
        for byte in name:
            wanted = (wanted * 33 + byte) & 0xFFFFFFFF
        bucket_table = table + 16 + bloom_words * 8
        index = self._word(bucket_table + wanted % buckets * 4) if buckets else 0
        for index in range(index, index + _MAX_CHAIN if index >= first and index else index):
            found = self._word(bucket_table + buckets * 4 + (index - first) * 4)
            if found | 1 == wanted | 1:
                yield index
            if found & 1:
                return

    def _by_hash(self, name: bytes) -> Iterator[int]:
        table = self.places[_HASH]
        buckets = self._word(table)
        wanted = 0
        for byte in name:
            wanted = (wanted << 4) + byte
            wanted = (wanted ^ (wanted & 0xF0000000) >> 24) & 0x0FFFFFFF
        index = self._word(table + 8 + wanted % buckets * 4) if buckets else 0
        for _ in range(_MAX_CHAIN):
            if not index:
                return
            yield index
            index = self._word(table + 8 + (buckets + index) * 4)
