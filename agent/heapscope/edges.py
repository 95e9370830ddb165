"""What an object leads to, by name: a reader for each type.

A reader takes an object and returns two sequences of one length: beginnings of edge records, and the objects they lead
to. None of them runs code of the program: they read through descriptors and slots written in C only.
"""

import collections
import functools
import types
import weakref
from gc import get_referents

from .fields import FieldReader
from .strings import EdgeStarts
from .typefacts import COLLECTED_FLAG, HEAP_TYPE_FLAG, type_namespace, TYPE_FLAGS, type_mro, TYPE_SUBCLASS_FLAG

CELL_TYPE = type((lambda cell: lambda: cell)(0).__closure__[0])
CODE_FREE_NAMES = types.CodeType.__dict__["co_freevars"].__get__
FUNCTION_CLOSURE = types.FunctionType.__dict__["__closure__"].__get__
FUNCTION_CODE = types.FunctionType.__dict__["__code__"].__get__
ATOMS = (str, bytes, int, float, complex, bool, type(None), type(...), type(NotImplemented), bytearray, range)


class EdgeReader:
    """Hands out the readers by type: `reader_for(kind)`, None for what leads nowhere."""

    def __init__(self, starts: EdgeStarts, inline_values, variables_of, changing):
        self.starts = starts
        self.inline_values = inline_values
        self.variables_of = variables_of
        # Other threads change dictionaries between one look and the next.
        self.changing = changing
        self.key_start = starts.internal["key"]
        self.dict_start = starts.internal["__dict__"]
        self.cell_start = starts.names["cell_contents"]
        self.readers = {
            list: self.of_list,
            tuple: self.of_tuple,
            set: self.of_items,
            frozenset: self.of_items,
            collections.deque: self.of_deque,
            dict: self.of_dict,
            types.FunctionType: self.of_function,
            CELL_TYPE: self.of_cell,
        }
        self.readers.update((kind, None) for kind in ATOMS)
        self.function_fields = self.fields_of(types.FunctionType)

    def fields_of(self, kind):
        return FieldReader(kind, self.starts, self.inline_values)

    def reader_for(self, kind):
        # By identity: a class of the program may compare or hash in Python.
        for known, reader in self.readers.items():
            if known is kind:
                return reader
        flags = TYPE_FLAGS(kind)
        if flags & TYPE_SUBCLASS_FLAG:
            return self.type_reader(kind)
        if kind is types.GeneratorType or kind is types.CoroutineType or kind is types.AsyncGeneratorType:
            return self.frame_reader(kind)
        if kind is types.FrameType:
            return self.frame_reader(kind)
        if kind is functools._lru_cache_wrapper:
            return self.cache_reader(kind)
        for base in type_mro(kind):
            if base is dict:
                return self.subclass_reader(kind, self.of_dict, dict.__len__)
            if base is list:
                return self.subclass_reader(kind, self.of_list_part, list.__len__)
            if base is tuple:
                return self.subclass_reader(kind, self.of_tuple_part, tuple.__len__)
            if base is set or base is frozenset:
                return self.subclass_reader(kind, None, base.__len__)
            if base is collections.deque:
                return self.subclass_reader(kind, None, base.__len__)
        if "ndarray" in [base.__name__ for base in type_mro(kind) if type(base) is type]:
            reader = self.array_reader(kind)
            if reader:
                return reader
        if not flags & (HEAP_TYPE_FLAG | COLLECTED_FLAG) and not self.fields_of(kind).getters:
            return None
        return self.fields_of(kind).read

    def of_list(self, obj):
        values = list(obj)
        return self.starts.indexes(len(values)), values

    def of_tuple(self, obj):
        return self.starts.indexes(len(obj)), obj

    def of_items(self, obj):
        values = get_referents(obj)
        return self.starts.indexes(len(values)), values

    def of_deque(self, obj):
        starts, values = self.of_items(obj)
        # From 3.12 the class counts what it is referred to by, and comes first.
        if TYPE_FLAGS(collections.deque) & HEAP_TYPE_FLAG and values and values[0] is collections.deque:
            starts = [self.starts.internal["__class__"], *self.starts.indexes(len(values) - 1)]
        return starts, values

    def of_list_part(self, obj):
        values = list.copy(obj)
        return self.starts.indexes(len(values)), values

    def of_tuple_part(self, obj):
        values = list(tuple.__iter__(obj))
        return self.starts.indexes(len(values)), values

    def of_dict(self, obj):
        if self.changing:
            pairs = list(dict.items(obj))
            keys, values = [key for key, _ in pairs], [value for _, value in pairs]
            del pairs
        else:
            keys, values = list(dict.keys(obj)), list(dict.values(obj))
        count = len(values)
        if not count:
            return [], []
        for key in keys:
            if type(key) is not str:
                indexes = iter(self.starts.indexes(count))
                names = self.starts.keys
                starts = [names[key] if type(key) is str else next(indexes) for key in keys]
                break
        else:
            starts = list(map(self.starts.keys.__getitem__, keys))
        values += keys
        starts += [self.key_start] * count
        return starts, values

    def of_cell(self, obj):
        values = get_referents(obj)
        return [self.cell_start] * len(values), values

    def of_function(self, obj):
        starts, values = self.function_fields.read(obj)
        closure = FUNCTION_CLOSURE(obj)
        if closure:
            starts, values = list(starts), list(values)
            for name, cell in zip(CODE_FREE_NAMES(FUNCTION_CODE(obj)), closure):
                starts.append(self.starts.internal["cell"])
                values.append(cell)
                for value in get_referents(cell):
                    starts.append(self.starts.context[name])
                    values.append(value)
        return starts, values

    def type_reader(self, metaclass):
        fields = self.fields_of(metaclass)
        internal = self.starts.internal

        def of_type(obj):
            starts, values = map(list, fields.read(obj))
            namespace = (get_referents(type_namespace(obj)) or (None,))[0]
            if namespace is not None and not any(value is namespace for value in values):
                starts.append(self.dict_start)
                values.append(namespace)
            for index, value in enumerate(values):
                if value is namespace:
                    starts[index] = self.dict_start
            if TYPE_FLAGS(obj) & HEAP_TYPE_FLAG and self.inline_values:
                names = self.inline_values.key_objects(obj)
                starts += [internal["key"]] * len(names)
                values += names
            return starts, values

        return of_type

    def frame_reader(self, kind):
        """Suspended frames, and those that an object keeps: what they hold is named after the variables."""
        fields = self.fields_of(kind)
        names = self.starts.names
        frame_of = next(
            (type_namespace(kind)[name].__get__ for name in ("gi_frame", "cr_frame", "ag_frame") if name in type_namespace(kind)),
            lambda obj: obj,
        )

        def of_frame(obj):
            starts, values = map(list, fields.read(obj))
            places = {}
            for index, value in enumerate(values):
                places.setdefault(id(value), index)
            frame = frame_of(obj)
            for name, value in self.variables_of(frame) if frame is not None else ():
                index = places.pop(id(value), None)
                if index is None:
                    starts.append(names[name])
                    values.append(value)
                else:
                    starts[index] = names[name]
            return starts, values

        return of_frame

    def cache_reader(self, kind):
        """Caches of `functools` report results, if they link them, then the dictionary of all, and attributes at the end."""
        fields = self.fields_of(kind)
        internal = self.starts.internal

        def of_cache(obj):
            starts, values = map(list, fields.read(obj))
            dicts = [index for index, value in enumerate(values) if type(value) is dict]
            for index in dicts:
                starts[index] = internal["referent"]
            if dicts and dicts[-1] == len(values) - 1:
                starts[dicts.pop()] = self.dict_start
            # What stands between the two is what can be called, and what `functools` makes: no dictionary.
            if dicts:
                starts[dicts[-1]] = internal["cache"]
            return starts, values

        return of_cache

    def subclass_reader(self, kind, items_of, length_of):
        return SubclassReader(self.starts, self.fields_of(kind), items_of, length_of).read

    def array_reader(self, kind):
        """NumPy arrays tell the collector nothing: their base and, where they hold objects, these."""
        base = next((base for base in type_mro(kind) if "flat" in type_namespace(base) and "base" in type_namespace(base)), None)
        if base is None or not isinstance(type_namespace(base)["base"], types.GetSetDescriptorType):
            return None
        base_of, dtype_of = type_namespace(base)["base"].__get__, type_namespace(base)["dtype"].__get__
        flatten = type_namespace(base)["flatten"]
        fields = self.fields_of(kind)
        internal = self.starts.internal

        def of_array(obj):
            starts, values = map(list, fields.read(obj))
            owner, dtype = base_of(obj), dtype_of(obj)
            starts.append(internal["dtype"])
            values.append(dtype)
            if owner is not None:
                starts.append(internal["base"])
                values.append(owner)
            elif dtype.char == "O":
                items = list(base.tolist(flatten(obj)))
                starts += self.starts.indexes(len(items))
                values += items
            return starts, values

        return of_array


class SubclassReader:
    """What the collector reports of a subclass of a builtin: first its own references, then the items."""

    def __init__(self, starts, fields, items_of, length_of):
        self.starts = starts
        self.fields = fields
        self.items_of = items_of
        self.length_of = length_of
        # Nothing of its own but the class, as a named tuple.
        self.bare = fields.heap and not (fields.getters or fields.inline or fields.has_dict)
        self.class_starts = [fields.class_start]

    def read(self, obj):
        referents = get_referents(obj)
        count = self.length_of(obj)
        if self.items_of is None:
            own, values = referents[: len(referents) - count], referents[len(referents) - count :]
            starts = self.starts.indexes(count)
        else:
            starts, values = self.items_of(obj)
            own = own_referents(referents, values, count)
        if self.bare and (not own or len(own) == 1 and own[0] is type(obj)):
            return list(starts) + self.class_starts, [*values, type(obj)]
        own_starts, own = self.fields.name(obj, own)
        return list(starts) + list(own_starts), list(values) + list(own)


def own_referents(referents, items, count):
    """The referents before those the builtin's own part reports: `count` of them, or twice that for keys and values."""
    if not count:
        return referents
    last = items[count - 1] if len(items) == 2 * count else items[0]
    interleaved = len(items) == 2 * count and (
        referents[-2] is items[2 * count - 1] and referents[-1] is last and len(referents) >= 2 * count
    )
    return referents[: len(referents) - (2 * count if interleaved else count)]


def weak_target(reference):
    """The object a weak reference still leads to, or None."""
    return weakref.ref.__call__(reference)
