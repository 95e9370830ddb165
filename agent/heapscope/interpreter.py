"""What the interpreter holds in C: codecs, handlers of forks, audit hooks, callbacks of `atexit`.

Their lists and dictionaries stand in the interpreter's structure; which is which, their contents say. The callbacks of
`atexit` stand in an array, up to 3.9 in one that its module shows to the collector, from 3.14 in a list. Memory is
read through `/proc/self/mem`, which answers a wrong address with an error. Elsewhere, and while other threads run,
these objects stay under `(held from C)`.
"""

import atexit
import codecs
import gc
import os
import sys
import threading
import types
from array import array

from .raw_memory import WORD, interpreter_address, object_at, words_at

CALLBACKS_IN_LIST = sys.version_info >= (3, 14)
# From 3.14 an object that is kept for the next use has the address of the next one where its count stood. A count ends
# after 32 bits, and 16 more are never set in a build with the interpreter lock.
LINKED_BY_COUNTS = sys.version_info >= (3, 14) and WORD == 8
# 3.12 has large tables before the last fields.
STRUCTURE_WORDS = 34000 if sys.version_info[:2] == (3, 12) else 8192
# Where the table of interned texts stands on 3.14, with room for more before it.
WORDS_TO_INTERNED = 34000
LEAST_ADDRESS = 1 << 16
MOST_CALLBACKS = 1 << 20
METACLASS_DEPTH = 4
# The interpreter's have hundreds. Words that lead to larger ones belong to the collector's lists of the program's, and
# looking at each member of these copies its page in a child.
MOST_MEMBERS = 1 << 14


class MemoryReader:
    """Words at any address. Raises OSError where there is no `/proc/self/mem`, and for addresses without memory."""

    def __enter__(self):
        self.file = os.open("/proc/self/mem", os.O_RDONLY | os.O_CLOEXEC)
        return self

    def __exit__(self, *_):
        os.close(self.file)

    def words(self, address, count):
        found = array("Q" if WORD == 8 else "I")
        try:
            found.frombytes(os.pread(self.file, count * WORD, address))
        except (OverflowError, ValueError) as error:
            raise OSError(str(error))
        if len(found) < count:
            raise OSError("The memory ends at %#x." % (address + len(found) * WORD))
        return found

    def type_of(self, address):
        """The address of the class of a living object there, 0 if there is none."""
        if address < LEAST_ADDRESS or address % WORD:
            return 0
        try:
            references, kind = self.words(address, 2)
        except OSError:
            return 0
        if LINKED_BY_COUNTS and references >> 32 & 0xFFFF:
            return 0
        return kind if references else 0

    def is_object(self, address):
        """Whether there is an object: its class is one, as its metaclass is `type`, or has such a metaclass."""
        for _ in range(METACLASS_DEPTH):
            address = self.type_of(address)
            if address == id(type):
                return True
        return False


def interpreter_objects():
    """([(name, object)], [(function, arguments, named arguments) of `atexit`]) as far as they can be found."""
    callbacks = []
    if sys.version_info < (3, 10):
        callbacks = [(obj,) for obj in gc.get_referents(atexit) if obj is not atexit.__dict__]
    # Some of the words lead to lists that are kept for the next use. Another thread may take one, or give one back,
    # between a look at it and a reference to it: then it would be freed twice.
    if len(sys._current_frames()) > 1:
        return [], callbacks
    try:
        with MemoryReader() as memory:
            start = interpreter_address()
            structure = read_structure(memory, start, STRUCTURE_WORDS)
            if sys.version_info >= (3, 10) and not CALLBACKS_IN_LIST:
                callbacks = find_callbacks(memory, structure, atexit._ncallbacks())
            return find_containers(memory, structure), callbacks
    except (ImportError, AttributeError, OSError):
        return [], callbacks


def tables_of_interned():
    """Dictionaries in the interpreter's structure, one of them that of interned texts; empty where it is not needed."""
    if sys.version_info < (3, 14) or len(sys._current_frames()) > 1:
        return []
    try:
        with MemoryReader() as memory:
            words = set(read_structure(memory, interpreter_address(), WORDS_TO_INTERNED))
            found = [address for address in words if address % WORD == 0 and memory.type_of(address) == id(dict)]
            return list(map(object_at, found))
    except (ImportError, AttributeError, OSError):
        return []


def read_structure(memory, start, count):
    """It ends somewhere; so does the memory behind it, at the end of a page."""
    found = array("Q" if WORD == 8 else "I")
    try:
        while len(found) < count:
            found += memory.words(start + len(found) * WORD, 64)
    except OSError:
        pass
    return found


def find_containers(memory, structure):
    found, kinds = {}, (id(list), id(dict))
    for place, address in enumerate(structure):
        if address not in found and address % (2 * WORD) == 0 and memory.type_of(address) in kinds:
            if len(object_at(address)) <= MOST_MEMBERS:
                found[address] = place
    handlers = next((place for address, place in found.items() if has_fork_handler(address)), None)
    named = []
    for address, place in found.items():
        name = name_of_container(object_at(address))
        if handlers is not None and handlers - 2 <= place <= handlers:
            name = FORK_HANDLERS[place - handlers + 2]
        if name:
            named.append((name, object_at(address)))
    return named


FORK_HANDLERS = ("before fork", "after fork in parent", "after fork in child")


def has_fork_handler(address):
    handlers = object_at(address)
    return type(handlers) is list and any(item is threading._after_fork for item in handlers)


def name_of_container(obj):
    values = list(obj) if type(obj) is list else list(obj.values())
    kinds = [type(value) for value in values]
    if type(obj) is dict:
        if any(value is codecs.strict_errors for value in values):
            return "codec error handlers"
        return "codecs" if any(kind is codecs.CodecInfo for kind in kinds) else None
    if any(kind is types.ModuleType for kind in kinds):
        return "modules by index"
    if CALLBACKS_IN_LIST and values and len(values) == atexit._ncallbacks() and all(map(is_listed_callback, values)):
        return "atexit callbacks"
    encodings = sys.modules.get("encodings")
    search = encodings.__dict__.get("search_function") if type(encodings) is types.ModuleType else None
    if any(value is search for value in values):
        return "codec search functions"
    # Python hides the list of audit hooks from the collector.
    if values and not gc.is_tracked(obj):
        return "audit hooks"
    return None


def is_listed_callback(entry):
    """Whether this is (function, arguments, named arguments or None) of `atexit`."""
    kinds = [type(part) for part in entry] if type(entry) is tuple else []
    return len(kinds) == 3 and kinds[1] is tuple and kinds[2] in (dict, type(None))


def find_callbacks(memory, structure, count):
    """The array of pointers to (function, arguments, named arguments), next to the number of its members."""
    for pointers, counts in zip(structure, structure[1:]):
        if counts & 0xFFFFFFFF != count or not count <= counts >> 32 < MOST_CALLBACKS or pointers < LEAST_ADDRESS:
            continue
        try:
            entries = memory.words(pointers, count)
            if count and all(is_callback(memory, entry) for entry in entries):
                return [callback_at(entry) for entry in words_at(pointers, count)]
        except OSError:
            pass
    return []


def is_callback(memory, entry):
    function, arguments, named = memory.words(entry, 3)
    return (
        memory.is_object(function)
        and (not arguments or memory.type_of(arguments) == id(tuple))
        and (not named or memory.type_of(named) == id(dict))
    )


def callback_at(entry):
    return tuple(object_at(address) for address in words_at(entry, 3) if address)
