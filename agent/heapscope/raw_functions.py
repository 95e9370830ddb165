"""Where functions keep what they lead to, read by address: see `raw_objects.py`. Closures come in great numbers."""

import struct
import types

from .edges import CODE_FREE_NAMES
from .previews import function_preview
from .raw_instances import DICT_CLASS, taker
from .raw_memory import WORD, object_at
from .raw_objects import word_at
from .strings import detached_copy
from .typefacts import TYPE_BASIC_SIZE

words_of_function = struct.Struct("%dQ" % (TYPE_BASIC_SIZE(types.FunctionType) // WORD)).unpack_from
# Then what is remembered of functions is forgotten.
FUNCTIONS_REMEMBERED = 4096


def make_probe():
    """A function of which every field holds an object of its own."""
    inner = (lambda held: lambda: held)(0)
    probe = types.FunctionType(inner.__code__, {"__name__": "m"}, "".join(("na", "me")), (object(),), inner.__closure__)
    probe.__kwdefaults__, probe.__annotations__ = {"a": 1}, {"b": 2}
    probe.__qualname__, probe.__module__, probe.__doc__ = "".join(("q", "n")), "".join(("m", "d")), "".join(("d", "c"))
    probe.attribute = None
    if hasattr(probe, "__type_params__"):
        probe.__type_params__ = (object(),)
    return probe


def places_in(memory, probe, fields):
    """[(beginning of the edge, index of the word)] of what a function leads to; None where a word is not found."""
    starts, values = fields.read(probe)
    words = words_of_function(memory, id(probe))
    found = [(start, words.index(id(value))) for start, value in zip(starts, values) if words.count(id(value)) == 1]
    return found if len(found) == len(values) else None


def find_functions(raw, edge_reader):
    """`FunctionPlaces`; None where a function of our own is not as expected."""
    probe, fields = make_probe(), edge_reader.function_fields
    places = places_in(raw.memory, probe, fields)
    words = words_of_function(raw.memory, id(probe))
    wanted = [words.index(id(value)) for value in (probe.__code__, probe.__module__, probe.__qualname__, probe.__closure__)]
    if hasattr(probe, "__annotate__"):
        # From 3.14 in place of annotations.
        probe.__annotate__ = lambda form: {}
        others = places_in(raw.memory, probe, fields)
        if not places or not others:
            return None
        known = [place for _, place in places]
        for index, other in enumerate(others):
            if other[1] not in known:
                places.insert(index, other)
    return FunctionPlaces(raw, edge_reader, places, wanted) if places else None


class FunctionPlaces:
    def __init__(self, raw, edge_reader, places, wanted):
        self.raw = raw
        self.memory = raw.memory
        fields = edge_reader.function_fields
        self.dict_start, self.other_start = fields.dict_start, fields.other_start
        # What no field tells of is called after its class.
        self.starts = [None if start in (self.dict_start, self.other_start) else start for start, _ in places]
        self.take = taker([place for _, place in places])
        self.code, self.module, self.name, self.closure = wanted
        self.internal = edge_reader.starts.internal
        self.context = edge_reader.starts.context
        self.free_names = {}
        self.previews = {}

    def read(self, address):
        """(beginnings of edges, addresses they lead to, preview) of a function."""
        words = words_of_function(self.memory, address)
        starts, targets = [], []
        for start, target in zip(self.starts, self.take(words)):
            if target:
                starts.append(start or self.start_of(target))
                targets.append(target)
        if words[self.closure]:
            self.add_closure(words[self.closure], words[self.code], starts, targets)
        key = words[self.code], words[self.module], words[self.name]
        preview = self.previews.get(key)
        if preview is None:
            if len(self.previews) >= FUNCTIONS_REMEMBERED:
                self.previews.clear()
                self.free_names.clear()
            preview = self.previews[key] = function_preview(object_at(address))
        return starts, targets, preview

    def start_of(self, target):
        return self.dict_start if self.raw.class_of(target) == DICT_CLASS else self.other_start

    def add_closure(self, closure, code, starts, targets):
        """The cells of a function, and what they hold by the names of the variables."""
        names = self.free_names.get(code)
        if names is None:
            names = self.free_names[code] = [detached_copy(name) for name in CODE_FREE_NAMES(object_at(code))]
        for name, cell in zip(names, self.raw.items(closure)):
            starts.append(self.internal["cell"])
            targets.append(cell)
            value = word_at(self.memory, cell + 2 * WORD)[0]
            if value:
                starts.append(self.context[name])
                targets.append(value)
