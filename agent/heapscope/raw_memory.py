"""Words of this process's memory, for what CPython shows nowhere. Raises ImportError where Python has no ctypes."""

import struct
from itertools import chain, cycle, repeat, tee
from operator import add, attrgetter

WORD = struct.calcsize("P")
# More than any processor gives a program.
ALL_ADDRESSES = 1 << 57
# PyBUF_READ
READ_ONLY = 0x100


def words_at(address, count):
    import ctypes

    return struct.unpack("%dP" % count, ctypes.string_at(address, WORD * count))


def find_word(address, wanted, limit):
    """The index of a word; raises ValueError if it is not among the first `limit`. Reads no word behind it."""
    for index in range(limit):
        if words_at(address + WORD * index, 1)[0] == wanted:
            return index
    raise ValueError("not found")


def object_at(address):
    import _ctypes

    return _ctypes.PyObj_FromPtr(address)


def pointers_behind(bases, places):
    """
    The objects that the words `places` behind each of `bases` point to, as an iterator of (address of the word, object)
    without the words that are NULL. `places` counts words.

    All that happens when it is advanced happens in C: `list` of it is one step of the interpreter, in which no other
    thread lets go of an object between the look at its address and the reference to it. That is true of `bases`, too,
    where these are an iterator of this kind.
    """
    import ctypes

    each = chain.from_iterable(map(repeat, bases, repeat(len(places))))
    words = map(add, each, cycle([WORD * place for place in places]))
    filled, again = tee(filter(ctypes.c_void_p.from_address, words))
    return zip(filled, map(attrgetter("value"), map(ctypes.py_object.from_address, again)))


def words_behind(bases, place):
    """The word `place` behind each of `bases`, None for 0, as an iterator that works in C like `pointers_behind`."""
    import ctypes

    return map(attrgetter("value"), map(ctypes.c_void_p.from_address, map(add, bases, repeat(WORD * place))))


def python_interface():
    """Python's C functions. An object of our own: what types we give functions is not seen by the program."""
    import ctypes

    return ctypes.PyDLL(ctypes.pythonapi._name, handle=ctypes.pythonapi._handle)


def whole_memory():
    """All addresses as bytes. Of functions of Python's own, as a new type of them would be seen in the program."""
    import _ctypes
    import ctypes

    if hasattr(ctypes, "memoryview_at"):
        return ctypes.memoryview_at(0, ALL_ADDRESSES, True)
    from_memory = type(ctypes._cast)(_ctypes.dlsym(ctypes.pythonapi._handle, "PyMemoryView_FromMemory"))
    from_memory.argtypes = ctypes.c_void_p, ctypes.c_ssize_t, ctypes.c_int
    return from_memory(0, ALL_ADDRESSES, READ_ONLY)


def interpreter_address():
    import ctypes

    interface = python_interface()
    # 3.8 has it under another name.
    current = getattr(interface, "PyInterpreterState_Get", None) or interface._PyInterpreterState_Get
    current.restype, current.argtypes = ctypes.c_void_p, ()
    return current()
