"""The variables of frames, read where they stand: 3.8 to 3.12.

`f_locals` would do: but up to 3.12 it refreshes the one dictionary that a frame has, which the program may hold since it
called `locals()`, and leaves values in it that live on. Where the variables stand is tried on a frame of our own.
"""

import sys
from gc import get_referents
from itertools import tee

from .edges import CELL_TYPE
from .raw_memory import WORD, pointers_behind, words_at, words_behind

POINTER_PLACE = 3
PROBED_WORDS = 64


def base_of(frame):
    """An iterator of one address. From 3.11 on the frame object leads to the frame; before it is the frame."""
    return words_behind((id(frame),), POINTER_PLACE) if sys.version_info >= (3, 11) else iter((id(frame),))


def find_offset():
    """Words from the beginning of a frame to its first variable, None where that is not known."""
    if sys.version_info >= (3, 13) or sys.implementation.name != "cpython":
        return None
    try:
        return probe_offset(object(), object(), object())
    except ImportError:
        return None


def probe_offset(first, second, third):
    wanted = (id(first), id(second), id(third))
    base = next(base_of(sys._getframe()))
    for index in range(PROBED_WORDS):
        if words_at(base + WORD * index, 3) == wanted:
            return index
    return None


def slot_names(code):
    cells = code.co_cellvars
    # From 3.11 on an argument that is a cell variable has one place, before it has two.
    if sys.version_info >= (3, 11):
        cells = tuple(name for name in cells if name not in code.co_varnames)
    return code.co_varnames + cells + code.co_freevars


def read_variables(frame, offset):
    """[(name, value)] of the variables that have a value."""
    code = frame.f_code
    names = slot_names(code)
    in_cells = code.co_cellvars + code.co_freevars
    found = []
    bases, again = tee(base_of(frame))
    # In one step of the interpreter: after it the frame may end, and its variables move.
    (base,), filled = map(list, (again, pointers_behind(bases, range(offset, offset + len(names)))))
    for address, value in filled:
        name = names[(address - base) // WORD - offset]
        if name in in_cells and type(value) is CELL_TYPE:
            contents = get_referents(value)
            if not contents:
                continue
            value = contents[0]
        found.append((name, value))
    return found
