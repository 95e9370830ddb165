"""The size of an object as the C code of its type computes it. User code is never asked."""

import struct
import sys
import types
from sys import getsizeof

from .typefacts import (
    COLLECTED_FLAG,
    HEAP_TYPE_FLAG,
    MANAGED_DICT_FLAG,
    MANAGED_WEAKREF_FLAG,
    TYPE_BASIC_SIZE,
    type_namespace,
    TYPE_FLAGS,
    TYPE_ITEM_SIZE,
    type_mro,
    in_namespace,
)

POINTER_SIZE = struct.calcsize("P")
OBJECT_SIZEOF = object.__dict__["__sizeof__"]


def header_size(kind):
    """Bytes before the object: the collector's two words, and two more for what 3.11 and later manage there."""
    flags = TYPE_FLAGS(kind)
    size = 2 * POINTER_SIZE if flags & COLLECTED_FLAG else 0
    if sys.version_info >= (3, 12):
        return size + (2 * POINTER_SIZE if flags & (MANAGED_DICT_FLAG | MANAGED_WEAKREF_FLAG) else 0)
    if sys.version_info >= (3, 11):
        return size + (2 * POINTER_SIZE if flags & MANAGED_DICT_FLAG else 0)
    return size


def size_method(kind, inline):
    """(constant, None), or (header, the C-level `__sizeof__` to ask), for the instances of a class.

    The header is None where `sys.getsizeof` may be asked, which knows it. `inline` is the shape of attributes kept
    without a `__dict__`; `sys.getsizeof` leaves these out.
    """
    declared = in_namespace(kind, "__sizeof__")
    if type(declared) is types.MethodDescriptorType:
        sizeof, header = declared, None
    else:
        methods = [type_namespace(base).get("__sizeof__") for base in type_mro(kind)]
        sizeof = next((method for method in methods if type(method) is types.MethodDescriptorType), OBJECT_SIZEOF)
        header = header_size(kind)
    if sizeof is OBJECT_SIZEOF and not TYPE_ITEM_SIZE(kind):
        return TYPE_BASIC_SIZE(kind) + header_size(kind) + (inline.size if inline else 0), None
    return header, sizeof


def size_reader(kind, inline):
    """A function, or a constant number, that gives the size of the instances of a class."""
    header, sizeof = size_method(kind, inline)
    if sizeof is None:
        return header
    if header is None:
        return getsizeof
    return lambda obj: sizeof(obj) + header


def class_extra(kind, inline_values):
    """The key table that a class shares with its instances is counted with the class."""
    if not inline_values or not TYPE_FLAGS(kind) & HEAP_TYPE_FLAG:
        return 0
    names, capacity = inline_values.shared_keys(kind) if TYPE_FLAGS(kind) & MANAGED_DICT_FLAG else ((), 0)
    return 4 * POINTER_SIZE + 64 + 2 * POINTER_SIZE * capacity if capacity else 0
