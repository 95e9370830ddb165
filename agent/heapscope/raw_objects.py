"""Objects of CPython read from the words they consist of, for a forked child.

Python counts a reference to each object it looks at, and each count written copies a page that the child shares with its
parent: walked through references, a heap is there twice in the end. What is read here is counted nowhere.

The layouts are implementation details, those of builds of 64 bits with a global lock. All of them are tried on objects of
our own first; where one is not as expected, `find_raw_objects` returns None.
"""

import struct
import sys
from _codecs import latin_1_decode, utf_16_le_decode, utf_32_le_decode

from .raw_memory import object_at, whole_memory

TEXT_HEAD = 40 if sys.version_info >= (3, 12) else 48
# The bits of a text's state: kind (3 bits), compact, ASCII; before them whether it is interned.
TEXT_STATE_SHIFT = 2
ASCII_TEXT = 1 | 8 | 16
# Bytes of a character, and what decodes them: by name a codec would be imported into the program.
COMPACT_TEXTS = {1 | 8: (1, latin_1_decode), 2 | 8: (2, utf_16_le_decode), 4 | 8: (4, utf_32_le_decode)}
DIGIT_BITS = 30
TAGGED_NUMBERS = sys.version_info >= (3, 12)
# What stands before the digits of a positive integer with one of them, the most usual ones.
ONE_DIGIT = 8 if TAGGED_NUMBERS else 1
ONE_DIGIT_SIZE = int.__sizeof__(1)
LONG_RUN = 64
# What holds more is read in parts of so much.
LARGE = 4096
# Texts of fewer characters are read by a function for their length.
LONG_TEXT = 128

word_at = struct.Struct("Q").unpack_from
double_at = struct.Struct("d").unpack_from
# Of each object: its reference count, which is half a word from 3.14, and the address of its class.
head_at = struct.Struct("IxxxxQ" if sys.version_info >= (3, 14) else "QQ").unpack_from
# Length, hash, state, and up to 3.11 the address of a second form of the text.
text_at = struct.Struct("QqIxxxxQ" if TEXT_HEAD == 48 else "QqI0s").unpack_from
# Of a text beyond ASCII: the length and the address of its UTF-8 form.
utf8_at = struct.Struct("QQ").unpack_from
number_at = struct.Struct("qI").unpack_from
digits_at = struct.Struct("II").unpack_from
# From the collector's words on: its next one, length, items, room, which is -1 while the list is sorted.
list_at = struct.Struct("Q24xQQq").unpack_from
tuple_at = struct.Struct("Q24xQ").unpack_from
cell_at = struct.Struct("Q24xQ").unpack_from
dict_at = struct.Struct("Q24xQ8xQQ").unpack_from
# Also without the entries that were taken out, the mask of the table, and the table.
set_at = struct.Struct("Q32xQQQ").unpack_from
BYTES_HEAD = 32
SET_TABLE = 64
NO_HASH = (1 << 64) - 1
if sys.version_info >= (3, 11):
    # References, log2 of the size, log2 of the bytes of the indexes, kind, room, entries.
    keys_at = struct.Struct("QBBB5xQQ").unpack_from
    KEYS_HEAD = 32
else:
    # References, size, room, entries.
    keys_at = struct.Struct("QQ8xQQ").unpack_from
    KEYS_HEAD = 40



def readers(form, count):
    """By number: what reads so many of a kind."""
    return [struct.Struct("%d%s" % (number, form)).unpack_from for number in range(count)]


class RawObjects:
    """Reads by address. `memory` is the whole address space: who asks for what is not there ends by a signal."""

    def __init__(self):
        self.memory = whole_memory()
        self.words = self.memory.cast("Q")
        self.runs = readers("Q", LONG_RUN)
        self.short_texts = readers("s", LONG_TEXT)
        self.items_of_tuple = tuple.__basicsize__
        self.number_sizes = [int.__sizeof__(0), int.__sizeof__(1), int.__sizeof__(1 << DIGIT_BITS)]
        self.empty_list = list.__basicsize__
        self.empty_dict = dict.__basicsize__
        self.empty_set = set.__basicsize__

    def run(self, address, count):
        """That many words."""
        if count < LONG_RUN:
            return self.runs[count](self.memory, address)
        return self.words[address >> 3 : (address >> 3) + count].tolist()

    def items(self, address):
        """The addresses of the items of a tuple."""
        return self.run(address + self.items_of_tuple, tuple_at(self.memory, address - 16)[1])

    def class_of(self, address):
        return head_at(self.memory, address)[1]

    def text(self, address):
        """(the text, its size); None where that takes more than its own words."""
        memory = self.memory
        length, _, state, second = text_at(memory, address + 16)
        head = TEXT_HEAD + (24 if TEXT_HEAD == 48 else 16)
        # Characters of four bytes are a second form at the same time.
        if second and second != address + head:
            return None
        state = state >> TEXT_STATE_SHIFT & 31
        data = address + TEXT_HEAD
        if state == ASCII_TEXT:
            return str(memory[data : data + length], "latin-1"), TEXT_HEAD + length + 1
        if state not in COMPACT_TEXTS:
            return None
        width, decode = COMPACT_TEXTS[state]
        shown, _ = decode(memory[address + head : address + head + width * length], "surrogatepass")
        size, other = utf8_at(memory, data)
        # Two surrogates side by side are one character to the decoder.
        return (shown, head + width * (length + 1) + (size + 1 if other else 0)) if len(shown) == length else None

    def number(self, address):
        """(the integer, its size) of one with up to 60 bits, else None."""
        count, first = number_at(self.memory, address + 16)
        if TAGGED_NUMBERS:
            sign, count = 1 - (count & 3), count >> 3
        else:
            sign, count = (count > 0) - (count < 0), abs(count)
        if count > 2:
            return None
        size = self.number_sizes[count]
        if count == 2:
            first |= digits_at(self.memory, address + 24)[1] << DIGIT_BITS
        return (sign * first if count else 0), size

    def bytes(self, address, most):
        """(length, size, the first `most` bytes, or all for None)."""
        length = word_at(self.memory, address + 16)[0]
        start = address + BYTES_HEAD
        shown = self.memory[start : start + (length if most is None else min(length, most))]
        return length, BYTES_HEAD + 1 + length, bytes(shown)

    def set(self, address):
        """(the collector's next, length, address of the table, places in it, size) of a set."""
        in_lists, length, mask, table = set_at(self.memory, address - 16)
        return in_lists, length, table, mask + 1, self.empty_set + (0 if table == address + SET_TABLE else 16 * mask + 16)

    def items_of_set(self, table, count):
        """The addresses of the items at `count` places, in their order."""
        entries = self.run(table, 2 * count)
        # What was taken out has the hash -1, which no item has.
        return [item for item, item_hash in zip(entries[::2], entries[1::2]) if item and item_hash != NO_HASH]

    def entries(self, keys, values):
        """
        (bytes of the table, addresses of the keys, addresses of the values) of a dictionary with a table `keys`, in its order;
        (bytes, what `pairs` takes, None) of a large one; None where another part tells the order.
        """
        memory = self.memory
        if KEYS_HEAD == 32:
            if values:
                return None
            references, log2_size, log2_bytes, kind, _, used = keys_at(memory, keys)
            index_bytes, room, words = 1 << log2_bytes, (2 << log2_size) // 3, 2 if kind else 3
        else:
            references, size, _, used = keys_at(memory, keys)
            width = 1 if size <= 0xFF else 2 if size <= 0xFFFF else 4 if size <= 0xFFFFFFFF else 8
            index_bytes, room, words = size * width, (size << 1) // 3, 3
        # A table that several share is counted with none of them.
        table = (KEYS_HEAD + index_bytes + room * 8 * words if references == 1 else 0) + (8 * room if values else 0)
        start = keys + KEYS_HEAD + index_bytes
        if used * words >= LONG_RUN or values:
            where = start, words, used, values
            return (table, where, None) if used > LARGE else (table, *self.pairs(where, 0, used))
        entries = self.runs[used * words](memory, start)
        found = entries[words - 1 :: words]
        if 0 in found:
            return (table, *self.pairs((start, words, used, values), 0, used))
        return table, entries[words - 2 :: words], found

    def pairs(self, where, start, stop):
        """(addresses of the keys, addresses of the values) of the entries from `start` to `stop`."""
        entries, words, _, values = where
        entries = self.run(entries + 8 * words * start, (stop - start) * words)
        names = entries[words - 2 :: words]
        found = self.run(values + 8 * start, stop - start) if values else entries[words - 1 :: words]
        if 0 in found:
            names = tuple(name for name, value in zip(names, found) if value)
            found = tuple(value for value in found if value)
        return names, found

    def is_as_expected(self):
        """Whether everything that is read of objects of our own is what Python says of them."""
        values = self.reads_heads() and self.reads_texts() and self.reads_numbers()
        return values and self.reads_sequences() and self.reads_dicts() and self.reads_sets() and self.reads_cells()

    def reads_heads(self):
        probe = [[], object()]
        counts = [head_at(self.memory, id(probe))[0]]
        again = (probe, probe)
        counts.append(head_at(self.memory, id(probe))[0])
        tracked = [list_at(self.memory, id(value) - 16)[0] != 0 for value in (probe, again)]
        kinds = [self.class_of(id(value)) for value in probe]
        return object_at(id(probe)) is probe and counts[1] - counts[0] == 2 and tracked == [True, True] and kinds == [id(list), id(object)]

    def reads_texts(self):
        texts = ["", "a", "word " * 40, "caf\xe9", "\u0394t " * 30, "\U0001f600 " + "x" * 50]
        # Made here, so that they have but one form.
        texts += [(text + " ")[:-1] for text in texts]
        return all(self.text(id(text)) in (None, (text, str.__sizeof__(text))) for text in texts) and all(
            self.text(id(text)) for text in texts[-5:]
        )

    def reads_numbers(self):
        numbers = [0, 1, -1, 257, -99999, (1 << 30) - 1, 1 << 30, -(1 << 30), (1 << 60) - 1, 1 - (1 << 60)]
        floats = [0.5, -1e300]
        return (
            all(self.number(id(number)) == (number, int.__sizeof__(number)) for number in numbers)
            and all(double_at(self.memory, id(value) + 16)[0] == value for value in floats)
            and self.number(id(1 << 90)) is None
        )

    def reads_sequences(self):
        for count in (0, 1, 5, 200):
            values = [object() for _ in range(count)]
            values.append(values)
            _, length, items, room = list_at(self.memory, id(values) - 16)
            if (length, self.empty_list + 8 * room) != (count + 1, list.__sizeof__(values)):
                return False
            if list(self.run(items, length)) != list(map(id, values)):
                return False
            same = tuple(values)
            if tuple_at(self.memory, id(same) - 16)[1] != length or tuple.__sizeof__(same) != self.items_of_tuple + 8 * length:
                return False
            if list(self.run(id(same) + self.items_of_tuple, length)) != list(map(id, values)):
                return False
            # Nobody collects it.
            values.pop()
        return True

    def reads_dicts(self):
        probes = [{}, {"a": 1.5}, {1: [], "b": 2.5, None: 3}, dict.fromkeys(map(str, range(300)), 0)]
        probes.append({name: name for name in "abcdefgh"})
        del probes[-1]["c"], probes[-2]["5"]
        probe = DictProbe()
        probe.first, probe.second = [], 1
        probes.append(probe.__dict__)
        for table in probes:
            _, length, keys, values = dict_at(self.memory, id(table) - 16)
            entries = self.entries(keys, values)
            if entries is None:
                if not values:
                    return False
                continue
            if length != len(table) or entries[0] + self.empty_dict != dict.__sizeof__(table):
                return False
            found = entries[1:] if entries[2] is not None else self.pairs(entries[1], 0, entries[1][2])
            if list(found[0]) != list(map(id, table)) or list(found[1]) != list(map(id, table.values())):
                return False
        return True


    def reads_cells(self):
        probe = (lambda held: lambda: held)(self).__closure__[0]
        return cell_at(self.memory, id(probe) - 16)[1] == id(self)

    def reads_sets(self):
        several = set(map(str, range(30)))
        several.discard("7")
        for probe in (set(), {1.5}, frozenset("abc"), several):
            in_lists, length, table, room, size = self.set(id(probe))
            if (length, size) != (len(probe), type(probe).__sizeof__(probe)) or not in_lists:
                return False
            if self.items_of_set(table, room) != list(map(id, probe)):
                return False
        return all(self.bytes(id(probe), 4) == (len(probe), probe.__sizeof__(), probe[:4]) for probe in (b"", b"abcdefgh"))


class DictProbe:
    """Its instances share a table of names."""




def find_raw_objects():
    """A reader proven on objects of our own; None where Python is another one, has no ctypes, or counts otherwise."""
    if sys.implementation.name != "cpython" or not (3, 8) <= sys.version_info < (3, 15):
        return None
    if sys.maxsize != (1 << 63) - 1 or sys.byteorder != "little" or hasattr(sys, "gettotalrefcount"):
        return None
    if "t" in getattr(sys, "abiflags", ""):
        return None
    try:
        raw = RawObjects()
        return raw if raw.is_as_expected() else None
    except Exception:
        # Also what a program's audit hook raises that forbids it.
        return None
