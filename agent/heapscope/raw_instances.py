"""Where the instances of classes made in Python keep what they lead to, read by address: see `raw_objects.py`."""

import struct
import sys
import types
from operator import itemgetter

from .raw_memory import WORD
from .raw_objects import word_at
from .typefacts import COLLECTED_FLAG, TYPE_BASIC_SIZE, TYPE_DICT_OFFSET, TYPE_FLAGS, type_mro

# Words before an instance that keeps attributes inside: the collector's two, and those that tell where the attributes are.
if sys.version_info >= (3, 12):
    WORDS_BEFORE = 3
elif sys.version_info >= (3, 11):
    WORDS_BEFORE = 4
else:
    WORDS_BEFORE = 2
VALUES_BEHIND = sys.version_info >= (3, 13)
# Where a descriptor of a slot keeps its definition, and where that says how far the slot is from the beginning of an object.
DEFINITION_WORD, OFFSET_WORD = 5, 2
DICT_CLASS = id(dict)


# Where a class keeps its flags, and what the collector goes through its instances with.
FLAGS_WORD, TRAVERSE_WORD = 21, 23


class SlotProbe:
    """Two slots, which stand in the order of their names."""

    __slots__ = ("first", "second")


class OpenProbe(SlotProbe):
    """Its instances have a `__dict__`."""


def traverse_of(memory, kind):
    return word_at(memory, id(kind) + WORD * TRAVERSE_WORD)[0]


def slot_offset(memory, descriptor):
    definition = word_at(memory, id(descriptor) + WORD * DEFINITION_WORD)[0]
    return word_at(memory, definition + WORD * OFFSET_WORD)[0]


def are_classes_as_expected(memory):
    """Whether classes of our own are built as we read them."""
    offsets = [slot_offset(memory, SlotProbe.__dict__[name]) for name in SlotProbe.__slots__]
    flags = word_at(memory, id(OpenProbe) + WORD * FLAGS_WORD)[0]
    ways = {traverse_of(memory, kind) for kind in (SlotProbe, OpenProbe)}
    return offsets == [2 * WORD, 3 * WORD] and flags == TYPE_FLAGS(OpenProbe) and len(ways) == 1 and 0 not in ways


def places_of(memory, kind, reader):
    """
    `InstancePlaces` of a class; None unless all that its instances lead to are slots, attributes, a `__dict__` and the
    class. @param reader what `fields.py` knows of the class
    """
    # What Python makes of a `class` statement all goes the same way.
    way = traverse_of(memory, SlotProbe)
    made_in_python = all(traverse_of(memory, base) == way for base in type_mro(kind) if base is not object)
    inline, dict_offset = reader.inline, TYPE_DICT_OFFSET(kind)
    slots = [(start, getattr(read, "__self__", None)) for start, read in reader.getters]
    are_slots = all(type(descriptor) is types.MemberDescriptorType for _, descriptor in slots)
    if not (made_in_python and are_slots and reader.heap and TYPE_FLAGS(kind) & COLLECTED_FLAG):
        return None
    # Attributes inside whose names are not known; a `__dict__` whose place is not.
    if (inline.capacity == 0) if inline else dict_offset < 0:
        return None
    return InstancePlaces(memory, kind, reader, [(start, slot_offset(memory, found)) for start, found in slots])


class InstancePlaces:
    """How to read the instances of one class."""

    def __init__(self, memory, kind, reader, slots):
        self.memory = memory
        self.inline = reader.inline
        self.before = WORDS_BEFORE if self.inline else 2
        self.offset = WORD * self.before
        self.end = self.before + TYPE_BASIC_SIZE(kind) // WORD
        self.starts = [start for start, _ in slots]
        places = [self.before + offset // WORD for _, offset in slots]
        names = self.inline.names if self.inline else ()
        # Names come among the texts when the first object has them.
        self.starts += names
        self.unnamed = set(range(len(slots), len(self.starts)))
        self.start_of_attribute = reader.start_of_attribute
        self.names = len(names)
        self.dict_index = -1
        if not self.inline and TYPE_DICT_OFFSET(kind):
            self.dict_index = len(self.starts)
            self.starts.append(reader.dict_start)
            places.append(self.before + TYPE_DICT_OFFSET(kind) // WORD)
        self.starts.append(reader.class_start)
        if not self.inline:
            places.append(self.before + 1)
        self.take = taker(places)
        self.kind = (id(kind),)
        count = self.end + (1 + self.names if self.inline and VALUES_BEHIND else 0)
        self.words_of = struct.Struct("%dQ" % count).unpack_from
        self.values_of = struct.Struct("%dQ" % self.names).unpack_from

    def read(self, address):
        """
        (beginnings of edges, addresses they lead to, whether one is a `__dict__`, whether the collector tracks it); None
        where it has to be asked itself.
        """
        words = self.words_of(self.memory, address - self.offset)
        if self.inline:
            targets = self.values(words)
            if targets is None:
                return None
            targets += self.kind
            if self.take:
                targets = self.take(words) + targets
        else:
            targets = self.take(words)
        starts, has_dict = self.starts, False
        if self.dict_index >= 0 and targets[self.dict_index]:
            has_dict = True
            if word_at(self.memory, targets[self.dict_index] + WORD)[0] != DICT_CLASS:
                return None
        if self.unnamed:
            self.name(targets)
        if 0 in targets:
            starts = [start for start, target in zip(starts, targets) if target]
            targets = list(filter(None, targets))
        return starts, targets, has_dict, words[self.before - 2]

    def name(self, targets):
        """Replaces the names of attributes that are set by the beginnings of their edges."""
        for index in sorted(self.unnamed):
            if targets[index]:
                self.starts[index] = self.start_of_attribute(self.starts[index])
                self.unnamed.remove(index)

    def values(self, words):
        """The attributes kept inside; None where these are elsewhere."""
        if VALUES_BEHIND:
            head = words[self.end]
            # The first byte is the room, the fourth whether it is in use.
            if words[0] or not head >> 24 & 255 or head & 255 < self.names:
                return None
            return words[self.end + 1 :]
        if WORDS_BEFORE == 3:
            # The lowest bit tells values from a `__dict__`.
            return self.values_of(self.memory, words[0] + 1) if words[0] & 1 else None
        return self.values_of(self.memory, words[0]) if words[0] and not words[1] else None


def taker(places):
    """A function that takes these of a tuple, as a tuple; None for none."""
    if len(places) > 1:
        return itemgetter(*places)
    return (lambda words: (words[places[0]],)) if places else None
