"""Words of this process's memory, for what CPython shows nowhere. Raises ImportError where Python has no ctypes."""

import struct

WORD = struct.calcsize("P")


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
    import ctypes

    return ctypes.cast(address, ctypes.py_object).value


def python_interface():
    """Python's C functions. An object of our own: what types we give functions is not seen by the program."""
    import ctypes

    return ctypes.PyDLL(ctypes.pythonapi._name, handle=ctypes.pythonapi._handle)


def interpreter_address():
    import ctypes

    interface = python_interface()
    # 3.8 has it under another name.
    current = getattr(interface, "PyInterpreterState_Get", None) or interface._PyInterpreterState_Get
    current.restype, current.argtypes = ctypes.c_void_p, ()
    return current()
