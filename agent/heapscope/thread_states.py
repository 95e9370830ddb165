"""What each thread keeps for itself, taken before a fork: the child deletes the states of all threads but its own.

That are the dictionaries of `threading.local` objects, the context of `contextvars`, and the exception being handled.
Up to 3.12 a dictionary of the thread state leads to a `_localdummy` for each `threading.local` object, and that to the
thread's dictionary; as long as the `_localdummy` lives, the `threading.local` object keeps the dictionary. 3.13 has
one key and one sentinel for each thread. Where they stand is found out with an object of our own.
"""

import contextvars
import gc
import sys
from _thread import _local, get_ident
from itertools import accumulate, chain, repeat, takewhile, tee

from .raw_memory import (
    WORD, find_word, interpreter_address, object_at, pointers_behind, python_interface, words_behind,
)  # fmt: skip
from .typefacts import TYPE_NAME
from .walk import count_held_by_loop

STATE_WORDS = 64
KEYS_IN_STATE = sys.version_info >= (3, 13)


class KeptOfThread:
    """Objects held for one thread, and how many references each had without us."""

    def __init__(self):
        self.objects = []
        self.counts = []
        self.dictionary = None
        self.context = None
        self.key = None
        self.exception = None
        self.dummy_place = 0

    def keep(self, obj):
        """The object's index in `objects`; None for None."""
        if obj is None:
            return None
        self.objects.append(obj)
        return len(self.objects) - 1

    def count(self):
        held = count_held_by_loop()
        for obj in self.objects:
            self.counts.append(sys.getrefcount(obj) - held)

    def count_references(self, own_references):
        """Adds what we hold, less what the child deleted, so that the counts are the program's."""
        held = count_held_by_loop() - 1
        for index, before in enumerate(self.counts):
            obj = self.objects[index]
            own_references.add(id(obj), sys.getrefcount(obj) - held - before)

    def object(self, index):
        return None if index is None else self.objects[index]

    def local_dictionaries(self, dictionaries_by_key):
        """The dictionaries of the `threading.local` objects that this thread used."""
        if self.key is not None:
            return dictionaries_by_key.get(id(self.objects[self.key]), [])
        dictionary = self.object(self.dictionary) or {}
        dummies = [value for value in list(dictionary.values()) if TYPE_NAME(type(value)) == "_localdummy"]
        return [found for _, found in list(pointers_behind(map(id, dummies), (self.dummy_place,)))]


class ThreadStates:
    """Where the fields stand in a thread state. Raises ImportError, AttributeError or ValueError where that is unknown."""

    def __init__(self):
        import ctypes

        interface = python_interface()
        self.head, self.next = interface.PyInterpreterState_ThreadHead, interface.PyThreadState_Next
        for function in (self.head, self.next):
            function.restype, function.argtypes = ctypes.c_void_p, (ctypes.c_void_p,)
        interface.PyThreadState_Get.restype = ctypes.c_void_p
        state = interface.PyThreadState_Get()
        probe = _local()
        probe.known = True
        # A borrowed reference: not `py_object`, which would take it.
        interface.PyThreadState_GetDict.restype = ctypes.c_void_p
        own = object_at(interface.PyThreadState_GetDict())
        self.dictionary = find_word(state, id(own), STATE_WORDS)
        self.ident = find_word(state, get_ident(), STATE_WORDS)
        context = contextvars.Context()
        self.context = context.run(find_word, state, id(context), STATE_WORDS)
        self.keys = ()
        self.dummy_place = 0
        if KEYS_IN_STATE:
            by_key, watched = gc.get_referents(probe)[2:4]
            sentinel = next(iter(watched))()
            self.keys = tuple(find_word(state, id(obj), STATE_WORDS) for obj in (next(iter(by_key)), sentinel))
        else:
            dummy = own["thread.local.0x%x" % id(probe)]
            self.dummy_place = find_word(id(dummy), id(probe.__dict__), type(dummy).__basicsize__ // 8)

    def take(self):
        """{ident: KeptOfThread} of all threads of this interpreter."""
        taken = {}
        exceptions = sys._current_exceptions() if hasattr(sys, "_current_exceptions") else {}
        idents, objects = self.read()
        for state, ident in idents:
            taken[ident] = kept = KeptOfThread()
            kept.dummy_place = self.dummy_place
            # Nothing but `kept` holds them when they are counted.
            kept.dictionary = kept.keep(objects.pop(state + WORD * self.dictionary, None))
            kept.context = kept.keep(objects.pop(state + WORD * self.context, None))
            for place in self.keys:
                index = kept.keep(objects.pop(state + WORD * place, None))
                kept.key = index if kept.key is None else kept.key
            exception = exceptions.pop(ident, None)
            # Up to 3.11 with its class and traceback.
            exception = exception[1] if type(exception) is tuple else exception
            kept.exception = kept.keep(exception)
            exception = None
            kept.count()
        return taken

    def read(self):
        """
        [(address of a state, ident)] and {address of a word: object}, in one step of the interpreter: a state may be gone
        after the next, with what it kept.
        """
        heads = map(self.head, (interpreter_address(),))
        first, second, third = tee(takewhile(bool, accumulate(chain(heads, repeat(None)), self.next)), 3)
        places = (self.dictionary, self.context, *self.keys)
        idents = zip(first, words_behind(second, self.ident))
        found, objects = map(list, (idents, pointers_behind(third, places)))
        return found, dict(objects)


def dictionaries_by_key(kept):
    """From 3.13 on `threading.local` objects have their dictionaries by the thread's key: {address of the key: […]}."""
    keys = [one.objects[one.key] for one in kept if one.key is not None]
    found = {id(key): [] for key in keys}
    for holder in gc.get_referrers(*keys) if keys else ():
        if type(holder) is dict:
            for key in keys:
                if type(holder.get(key)) is dict:
                    found[id(key)].append(holder[key])
    return found


def take_thread_states(threads):
    """Gives each of the threads what its state keeps. Returns whether that was possible."""
    try:
        taken = ThreadStates().take()
    except (ImportError, AttributeError, ValueError, IndexError, StopIteration, KeyError):
        return False
    for thread in threads:
        thread.kept = taken.get(thread.ident) or thread.kept
    return True
