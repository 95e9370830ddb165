"""Previews of files, sockets, arrays, tasks, buffers and times: read through C code only, for exact fields of C types."""

import datetime
import types
from _io import FileIO
from gc import get_referents

from .places import suspended_preview
from .typefacts import TYPE_NAME, full_name, in_namespace, type_mro, type_namespace

TEXT_LENGTH = 200


def getter(base, name):
    return in_namespace(base, name).__get__


def file_preview(base):
    """Of text and buffered files the raw file below: their own `name` asks it in Python's way."""
    closed_of, mode_of = getter(base, "closed"), getter(base, "mode")

    def preview(obj):
        name = next((value.get("name") for value in get_referents(obj) if type(value) is dict and "name" in value), None)
        shown = name if type(name) is str else repr(name) if type(name) in (bytes, int) else "no name"
        return "%s (%s)" % (shown[:TEXT_LENGTH], "closed" if closed_of(obj) else mode_of(obj))

    return preview


def layered_preview(raw_base):
    raw_preview = file_preview(raw_base)

    def preview(obj):
        # Text, its buffer, the raw file.
        for _ in range(2):
            below = [value for value in get_referents(obj) if full_name(type(value)) in FILE_LAYERS]
            if not below:
                return ""
            obj = below[0]
            if type(obj) is raw_base:
                return raw_preview(obj)
        return ""

    return preview


FILE_LAYERS = ("_io.FileIO", "_io.BufferedReader", "_io.BufferedWriter", "_io.BufferedRandom")
BUFFERED = FILE_LAYERS[1:] + ("_io.TextIOWrapper",)
FAMILIES = {1: "AF_UNIX", 2: "AF_INET", 10: "AF_INET6", 16: "AF_NETLINK", 17: "AF_PACKET", 40: "AF_VSOCK"}
KINDS = {1: "SOCK_STREAM", 2: "SOCK_DGRAM", 3: "SOCK_RAW"}


def socket_preview(base):
    family_of, kind_of, number_of = getter(base, "family"), getter(base, "type"), type_namespace(base)["fileno"]

    def preview(obj):
        family, kind, number = family_of(obj), kind_of(obj), number_of(obj)
        shown = "closed" if number < 0 else "fd %d" % number
        return "%s %s %s" % (FAMILIES.get(family, "family %d" % family), KINDS.get(kind, "type %d" % kind), shown)

    return preview


def array_preview(base):
    """Of NumPy: `(1000, 4) float64`, and of what has no memory of its own `(2, 4) float64, view of 64 bytes`."""
    shape_of, dtype_of, base_of, bytes_of = (getter(base, name) for name in ("shape", "dtype", "base", "nbytes"))

    def preview(obj):
        dtype = dtype_of(obj)
        shown = "%s %s" % (shape_of(obj), TYPE_NAME(dtype.type))
        return shown if base_of(obj) is None else "%s, view of %d bytes" % (shown, bytes_of(obj))

    return preview


def task_preview(base):
    coroutine_of = type_namespace(base)["get_coro"]

    def preview(obj):
        coroutine = coroutine_of(obj)
        for kind, prefix in ((types.CoroutineType, "cr_"), (types.GeneratorType, "gi_")):
            if type(coroutine) is kind:
                return suspended_preview(kind, prefix)(coroutine)
        return ""

    return preview


def memoryview_preview(_):
    format_of, bytes_of, readonly_of = (getter(memoryview, name) for name in ("format", "nbytes", "readonly"))

    def preview(obj):
        try:
            return "%d bytes, format %s%s" % (bytes_of(obj), format_of(obj), ", readonly" if readonly_of(obj) else "")
        except ValueError:
            return "released"

    return preview


def typed_array_preview(base):
    code_of = getter(base, "typecode")
    return lambda obj: "typecode " + code_of(obj)


def mapping_preview(base):
    length_of = type_namespace(base)["__len__"]

    def preview(obj):
        try:
            return "%d bytes" % length_of(obj)
        except ValueError:
            return "closed"

    return preview


def time_preview(pattern, names):
    def of_base(base):
        getters = [getter(base, name) for name in names.split()]
        return lambda obj: pattern % tuple(read(obj) for read in getters)

    return of_base


# Name of the C type: (what makes its reader, whether the preview is a value of the program).
READERS_BY_NAME = {
    "_io.FileIO": (file_preview, True),
    "_socket.socket": (socket_preview, False),
    "numpy.ndarray": (array_preview, False),
    "_asyncio.Task": (task_preview, False),
    "memoryview": (memoryview_preview, False),
    "array.array": (typed_array_preview, False),
    "mmap.mmap": (mapping_preview, False),
    "datetime.datetime": (time_preview("%04d-%02d-%02d %02d:%02d:%02d.%06d", "year month day hour minute second microsecond"), True),
    "datetime.date": (time_preview("%04d-%02d-%02d", "year month day"), True),
    "datetime.time": (time_preview("%02d:%02d:%02d.%06d", "hour minute second microsecond"), True),
    "datetime.timedelta": (time_preview("%d days %d.%06d s", "days seconds microseconds"), True),
}


def find_reader(kind):
    """(function, whether it gives a value) by the nearest base that is known; (None, False)."""
    for base in type_mro(kind):
        name = full_name(base)
        found = READERS_BY_NAME.get(name)
        if found is None and name not in BUFFERED:
            continue
        try:
            if found is None:
                return layered_preview(FileIO), True
            return found[0](base), found[1]
        except (KeyError, AttributeError):
            # A class of the program of that name.
            return None, False
    return None, False
