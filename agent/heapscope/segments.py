"""Parts of a capture that are written at the same time and joined in the end, compressed on the way."""

import struct
import zlib

COMPRESSION_LEVEL = 1


class Segment:
    """One part: a temporary file, deflated if asked, that begins and ends on a whole byte."""

    def __init__(self, file, compress):
        self.file = file
        self.deflate = zlib.compressobj(COMPRESSION_LEVEL, zlib.DEFLATED, -15) if compress else None
        self.crc = 0
        self.length = 0
        self.started = False

    def rows(self, text):
        """Adds rows, with a comma between them and those before."""
        if self.started:
            text = ",\n" + text
        self.started = True
        self.write(text.encode("ascii"))

    def write(self, data):
        self.length += len(data)
        if self.deflate:
            self.crc = zlib.crc32(data, self.crc)
            data = self.deflate.compress(data)
        if data:
            self.file.write(data)

    def write_packed(self, data, packed):
        """Adds data that was deflated elsewhere: whole bytes, with no repetition of what stands before them."""
        self.length += len(data)
        self.crc = zlib.crc32(data, self.crc)
        # Nothing that follows may repeat what stands before, either.
        self.file.write(self.deflate.flush(zlib.Z_FULL_FLUSH))
        self.file.write(packed)

    def finish(self):
        if self.deflate:
            self.file.write(self.deflate.flush(zlib.Z_SYNC_FLUSH))
        self.file.flush()


def crc32_shifted(crc, length):
    """The checksum after `length` zero bytes: a matrix over GF(2), squared as often as length has bits (zlib's way)."""
    matrix = [0xEDB88320] + [1 << bit for bit in range(31)]
    for _ in range(3):
        matrix = crc32_squared(matrix)
    while length:
        if length & 1:
            crc = crc32_applied(matrix, crc)
        matrix = crc32_squared(matrix)
        length >>= 1
    return crc


def crc32_applied(matrix, vector):
    total = 0
    for row in matrix:
        if vector & 1:
            total ^= row
        vector >>= 1
    return total


def crc32_squared(matrix):
    return [crc32_applied(matrix, row) for row in matrix]


def join_segments(target, segments):
    """Writes the segments behind each other into `target`: one gzip member, or plain text."""
    compressed = segments[0].deflate is not None
    if compressed:
        target.write(b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x04\xff")
    crc = length = 0
    for segment in segments:
        segment.finish()
        segment.file.seek(0)
        while True:
            block = segment.file.read(1 << 20)
            if not block:
                break
            target.write(block)
        crc = crc32_shifted(crc, segment.length) ^ segment.crc
        length += segment.length
    if compressed:
        target.write(b"\x03\x00" + struct.pack("<LL", crc, length & 0xFFFFFFFF))
