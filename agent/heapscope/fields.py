"""Names for what the collector reports of an object: slots, attributes kept inside, fields of C structures."""

import datetime
import functools
import types
from gc import get_referents

from .strings import detached_copy
from .typefacts import (
    COLLECTED_FLAG,
    HEAP_TYPE_FLAG,
    type_namespace,
    TYPE_DICT_OFFSET,
    TYPE_FLAGS,
    type_mro,
    member_getters,
)

# What C code answers from a field of the object, by class: it names, and for uncollected classes gives, references.
FIELDS_BY_CLASS = [
    (type, "__mro__ __bases__ __base__"),
    (types.MethodType, "__self__ __func__"),
    (types.BuiltinFunctionType, "__self__ __module__"),
    (types.GeneratorType, "gi_code gi_yieldfrom __name__ __qualname__"),
    (types.CoroutineType, "cr_code cr_await cr_origin __name__ __qualname__"),
    (types.AsyncGeneratorType, "ag_code ag_await __name__ __qualname__"),
    (types.TracebackType, "tb_next tb_frame"),
    (types.FrameType, "f_back f_code f_globals f_builtins f_trace"),
    (types.FunctionType, "__code__ __defaults__ __kwdefaults__ __name__ __qualname__"),
    (functools.partial, "func args keywords"),
    (BaseException, "args __traceback__ __context__ __cause__"),
    (memoryview, "obj"),
    (datetime.datetime, "tzinfo"),
    (datetime.time, "tzinfo"),
]
VALUE_TYPE_IDS = {id(kind) for kind in (int, bool, float, type(None))}
INTERNAL_NAMES = {"__code__", "__defaults__", "__kwdefaults__", "__mro__", "__bases__", "__base__", "__globals__"}


def field_getters(kind):
    """[(name, read)] of all fields that lead to objects and can be read without running code of the program."""
    found = member_getters(kind)
    for base in type_mro(kind):
        for known, names in FIELDS_BY_CLASS:
            if base is known:
                namespace = type_namespace(base)
                found += [
                    (name, namespace[name].__get__)
                    for name in names.split()
                    if type(namespace.get(name)) is types.GetSetDescriptorType
                ]
    return found


class FieldReader:
    """Reads the objects of one class. `read` asks the collector, `name` gives names to what it said."""

    def __init__(self, kind, starts, inline_values):
        self.starts = starts
        self.getters = [(self.start_of(name), read) for name, read in field_getters(kind)]
        self.kind_address = id(kind)
        self.heap = bool(TYPE_FLAGS(kind) & HEAP_TYPE_FLAG)
        self.collected = bool(TYPE_FLAGS(kind) & COLLECTED_FLAG)
        self.inline = inline_values.shape_of(kind) if inline_values else None
        self.has_dict = TYPE_DICT_OFFSET(kind) != 0
        self.full_count = -1
        self.full_starts = ()
        self.class_start = starts.internal["__class__"]
        self.dict_start = starts.internal["__dict__"]
        self.other_start = starts.internal["referent"]

    def start_of(self, name):
        return self.starts.internal[name] if name in INTERNAL_NAMES else self.starts.names[detached_copy(name)]

    def read(self, obj):
        referents = get_referents(obj)
        count = len(referents)
        if count == self.full_count:
            if not self.inline:
                return self.full_starts, referents
            # One reference before the class may be a `__dict__` that took the place of a missing attribute.
            if not (count > 1 and type(referents[-2]) is dict) and not self.inline.has_dict(obj):
                return self.full_starts, referents
        if not self.collected:
            return self.read_fields(obj)
        return self.name(obj, referents)

    def name(self, obj, referents):
        """Names by identity: a reference is called after the field that holds that object."""
        names = {}
        complete = True
        for start, read in self.getters:
            try:
                names.setdefault(id(read(obj)), []).append(start)
            except (AttributeError, ValueError):
                complete = False
        if self.inline:
            attributes, dict_address, all_set = self.inline.attributes(obj)
            complete = complete and all_set and not dict_address
            for name, address in attributes:
                names.setdefault(address, []).append(self.starts.keys[name] if name is not None else None)
            if dict_address:
                names.setdefault(dict_address, []).insert(0, self.dict_start)
                if not any(id(referent) == dict_address for referent in referents):
                    referents = referents + self.inline.values.objects_at([dict_address])
        if self.heap:
            names.setdefault(self.kind_address, []).append(self.class_start)
        found, values = [], []
        for referent in referents:
            waiting = names.get(id(referent))
            start = waiting.pop(0) if waiting else self.other_start
            if start is None:
                continue
            values.append(referent)
            if start is not self.other_start:
                found.append(start)
                continue
            complete = False
            found.append(self.dict_start if self.has_dict and type(referent) is dict else self.other_start)
        if complete and found and found[-1] is self.class_start and not any(names.values()):
            self.full_count, self.full_starts = len(found), tuple(found)
        elif self.heap and self.class_start not in found:
            found.append(self.class_start)
            values.append(type(obj))
        return found, values

    def read_fields(self, obj):
        """The fields of an object the collector knows nothing of: those that give the same object twice."""
        found, values = [], []
        for start, read in self.getters:
            try:
                value, again = read(obj), read(obj)
            except (AttributeError, ValueError):
                continue
            if value is again and id(type(value)) not in VALUE_TYPE_IDS:
                found.append(start)
                values.append(value)
        if self.heap:
            found.append(self.class_start)
            values.append(type(obj))
        return found, values
