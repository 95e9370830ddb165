"""Attributes that CPython 3.11 and later keep in an instance without a `__dict__`, read without making one.

The layout is an implementation detail, so it is tried on an object of our own first; where it is not as expected,
`find_inline_values` returns None and such attributes stay without names.
"""

import struct
import sys
from gc import get_referents

from .raw_memory import WORD
from .typefacts import MANAGED_DICT_FLAG, TYPE_BASIC_SIZE, TYPE_FLAGS

NULL_POINTER = bytes(WORD)
INLINE_VALUES_FLAG = 1 << 2
VALUES_BEHIND_OBJECT = sys.version_info >= (3, 13)


class InlineValues:
    """Finds and reads the key table that a class shares with its instances, and the values of an instance."""

    def __init__(self):
        # Not at the top: parts of Python come without ctypes.
        import ctypes

        self.bytes_at = ctypes.string_at
        self.shared_keys_offset = self.find_shared_keys()

    def words(self, address, count):
        return struct.unpack("%dP" % count, self.bytes_at(address, WORD * count))

    def find_shared_keys(self):
        words = self.words(id(LayoutProbe), type.__basicsize__ // WORD)
        name = next(
            index
            for index in range(len(words) - 3)
            if words[index] == id(LayoutProbe.__name__) and words[index + 2] == id(LayoutProbe.__qualname__)
        )
        return (name + 3) * WORD

    def shape_of(self, kind):
        if not TYPE_FLAGS(kind) & MANAGED_DICT_FLAG:
            return None
        if VALUES_BEHIND_OBJECT and not TYPE_FLAGS(kind) & INLINE_VALUES_FLAG:
            return None
        return InlineShape(self, kind)

    def shared_keys(self, kind):
        """(names, capacity) of the key table; the names are the objects themselves."""
        table = self.words(id(kind) + self.shared_keys_offset, 1)[0]
        if not table:
            return [], 0
        header = self.bytes_at(table, 16 + 2 * WORD)
        log2_index_bytes, unicode_kind = header[WORD + 1], header[WORD + 2]
        usable, used = struct.unpack_from("nn", header, 16)
        if unicode_kind not in (1, 2) or not 0 <= used <= 64 or not 0 <= usable <= 64 or log2_index_bytes > 8:
            return [], 0
        entries = self.words(table + 16 + 2 * WORD + (1 << log2_index_bytes), 2 * used)
        return self.objects_at(entries[::2]), used + usable

    def objects_at(self, addresses):
        import ctypes

        return [ctypes.cast(address, ctypes.py_object).value for address in addresses]

    def key_objects(self, kind):
        return self.shared_keys(kind)[0] if TYPE_FLAGS(kind) & MANAGED_DICT_FLAG else []


class InlineShape:
    """How the instances of one class keep their attributes."""

    def __init__(self, values, kind):
        self.values = values
        self.basic_size = TYPE_BASIC_SIZE(kind)
        self.names, self.capacity = values.shared_keys(kind)
        self.kind = kind
        # A place for each attribute, and a byte for each that tells the order in which they came.
        order = self.capacity if VALUES_BEHIND_OBJECT else self.capacity + 2
        places = self.capacity + 1 if VALUES_BEHIND_OBJECT else self.capacity
        self.size = (order + WORD - 1) // WORD * WORD + places * WORD

    def has_dict(self, obj):
        """Whether its `__dict__` exists though the collector does not report it: 3.13 and later."""
        return VALUES_BEHIND_OBJECT and self.values.bytes_at(id(obj) - 3 * WORD, WORD) != NULL_POINTER

    def attributes(self, obj):
        """([(name, address of the value)], address of the `__dict__` or 0, whether all names have a value).

        A name is None where the `__dict__` shows the value.
        """
        names, address = self.names, id(obj)
        if VALUES_BEHIND_OBJECT:
            dict_address = self.values.words(address - 3 * WORD, 1)[0]
            head = self.values.bytes_at(address + self.basic_size, 4)
            # size, used, owned, valid
            if not head[3]:
                return [], dict_address, False
            start = address + self.basic_size + WORD
            count = min(head[0], len(names))
        elif sys.version_info >= (3, 12):
            pointer = self.values.words(address - 3 * WORD, 1)[0]
            if not pointer & 1:
                return [], pointer, False
            start, count = pointer + 1, len(names)
        else:
            start, dict_address = self.values.words(address - 4 * WORD, 2)
            if dict_address or not start:
                return [], dict_address, False
            count = len(names)
        if not count:
            return [], 0, True
        words = self.values.words(start, count)
        if VALUES_BEHIND_OBJECT and dict_address:
            # The dictionary shares these values: the collector reports them of both, and they hang from it.
            return [(None, word) for word in words if word], dict_address, False
        found = [(name, word) for name, word in zip(names, words) if word]
        return found, 0, len(found) == len(names)


class LayoutProbe:
    """An instance of known attributes, to try the layout on."""

    def __init__(self):
        self.first = ["first"]
        self.second = ["second"]


def find_inline_values():
    """A reader proven on an object of known attributes; None before 3.11 and where the layout is unknown."""
    if sys.version_info < (3, 11) or sys.implementation.name != "cpython":
        return None
    try:
        values = InlineValues()
        probe = LayoutProbe()
        shape = values.shape_of(LayoutProbe)
        found, dict_address, complete = shape.attributes(probe)
        expected = [("first", id(probe.first)), ("second", id(probe.second))]
        if found == expected and not dict_address and complete:
            if [id(value) for value in get_referents(probe)[:2]] == [address for _, address in expected]:
                return values
    except (ImportError, AttributeError, ValueError, StopIteration, struct.error):
        pass
    return None
