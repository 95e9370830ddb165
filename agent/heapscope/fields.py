"""Names for what the collector reports of an object: slots, attributes kept inside, fields of C structures."""

import datetime
import functools
import sys
import types
from gc import get_referents

from .strings import detached_copy
from .typefacts import (
    COLLECTED_FLAG,
    DICT_SUBCLASS_FLAG,
    full_name,
    HEAP_TYPE_FLAG,
    type_bases,
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
    (types.FunctionType, "__code__ __module__ __defaults__ __kwdefaults__ __name__ __qualname__ __doc__"),
    (functools.partial, "func args keywords"),
    (BaseException, "args __traceback__ __context__ __cause__"),
    (memoryview, "obj"),
    (datetime.datetime, "tzinfo"),
    (datetime.time, "tzinfo"),
]
# The same by the names of classes that may not be there yet.
FIELDS_BY_NAME = {
    "_asyncio.Future": "_loop _result _exception _source_traceback _cancel_message",
    "_asyncio.Task": "_coro _fut_waiter",
}
# What no field tells of, by the class of what is there.
HELD_BY_NAME = {
    "_asyncio.Future": {
        "_contextvars.Context": "_context",
        "Context": "_context",  # up to 3.9
        "asyncio.exceptions.CancelledError": "_cancelled_exc",
        "list": "_callbacks",
        "str": "_name",
        "int": "_name",  # not made a text yet
    },
}
# Of these None says that the field is empty, while others may hold it.
NEVER_NONE = ("__closure__", "__defaults__", "__kwdefaults__")
VALUE_TYPE_IDS = {id(kind) for kind in (int, bool, float, type(None))}
INTERNAL_NAMES = {"__code__", "__defaults__", "__kwdefaults__", "__mro__", "__bases__", "__base__", "__globals__", "__dict__"}


def field_getters(kind):
    """[(name, read)] of all fields that lead to objects and can be read without running code of the program."""
    found = member_getters(kind)
    for base in type_mro(kind):
        names = next((names for known, names in FIELDS_BY_CLASS if known is base), FIELDS_BY_NAME.get(full_name(base), ""))
        namespace = type_namespace(base)
        found += [
            (name, type_bases if base is type and name == "__bases__" else namespace[name].__get__)
            for name in names.split()
            if type(namespace.get(name)) is types.GetSetDescriptorType
        ]
    return found


def held_names(kind):
    """What references without a field are called, by the name of the class of what they lead to."""
    return next((HELD_BY_NAME[name] for name in map(full_name, type_mro(kind)) if name in HELD_BY_NAME), None)


class FieldReader:
    """Reads the objects of one class. `read` asks the collector, `name` gives names to what it said."""

    def __init__(self, kind, starts, inline_values):
        self.starts = starts
        self.getters = [(self.start_of(name), read) for name, read in field_getters(kind)]
        self.never_none = [self.start_of(name) for name in NEVER_NONE] if kind is types.FunctionType else ()
        self.held = held_names(kind)
        self.kind_address = id(kind)
        self.heap = bool(TYPE_FLAGS(kind) & HEAP_TYPE_FLAG)
        # From 3.9 all classes written in C report the class of an instance, too.
        self.adds_class = self.heap and sys.version_info < (3, 9)
        self.collected = bool(TYPE_FLAGS(kind) & COLLECTED_FLAG)
        self.inline = inline_values.shape_of(kind) if inline_values else None
        self.has_dict = TYPE_DICT_OFFSET(kind) != 0
        # What an object leads to whose attributes are all set, as `name` learns it.
        self.full_count = -1
        self.dict_index = -1
        # Then no other object leads to as much.
        self.always_full = False
        self.pattern = None
        self.full_starts = ()
        # By name of an attribute kept inside: asked for once, whatever other names there are in between.
        self.attribute_starts = {}
        self.class_start = starts.internal["__class__"]
        self.dict_start = starts.internal["__dict__"]
        self.other_start = starts.internal["referent"]

    def start_of(self, name):
        return self.starts.internal[name] if name in INTERNAL_NAMES else self.starts.names[detached_copy(name)]

    def start_of_held(self, referent):
        name = self.held.get(full_name(type(referent)))
        return self.other_start if name is None else self.start_of(name)

    def start_of_attribute(self, name):
        start = self.attribute_starts.get(name)
        if start is None:
            start = self.attribute_starts[detached_copy(name)] = self.starts.keys[name]
        return start

    def read(self, obj):
        referents = get_referents(obj)
        if self.adds_class and not any(id(referent) == self.kind_address for referent in referents):
            referents.append(type(obj))
        if len(referents) == self.full_count and self.is_full(obj, referents):
            return self.full_starts, referents
        if not self.collected:
            return self.read_fields(obj)
        return self.name(obj, referents)

    def is_full(self, obj, referents):
        """Whether as many references as of an object whose attributes are all set are really those."""
        if self.dict_index >= 0:
            return type(referents[self.dict_index]) is dict
        if not self.inline:
            return True
        # One reference before the class may be a `__dict__` that took the place of a missing attribute.
        may_be_dict = len(referents) > 1 and TYPE_FLAGS(type(referents[-2])) & DICT_SUBCLASS_FLAG
        return not may_be_dict and not self.inline.has_dict(obj)

    def name(self, obj, referents):
        """Names by identity: a reference is called after the field that holds that object.

        Leaves in `pattern` what to call the references of an object that has as many, and the same of the attributes
        kept inside: the beginnings in their order, None for what to leave out. None if that does not follow.
        """
        names = {}
        certain = True
        for start, read in self.getters:
            try:
                value = read(obj)
                if value is not None or start not in self.never_none:
                    names.setdefault(id(value), []).append(start)
            except (AttributeError, ValueError):
                certain = False
        all_inline = True
        if self.inline:
            attributes, dict_address, all_inline = self.inline.attributes(obj)
            for name, address in attributes:
                names.setdefault(address, []).append(self.start_of_attribute(name) if name is not None else None)
            if dict_address:
                names.setdefault(dict_address, []).insert(0, self.dict_start)
                if not any(id(referent) == dict_address for referent in referents):
                    referents = referents + self.inline.values.objects_at([dict_address])
                    certain = False
        if self.heap:
            names.setdefault(self.kind_address, []).append(self.class_start)
        pattern = []
        for referent in referents:
            waiting = names.get(id(referent))
            start = waiting.pop(0) if waiting else self.other_start
            if start is self.other_start:
                if self.has_dict and type(referent) is dict:
                    start = self.dict_start
                elif self.held:
                    start = self.start_of_held(referent)
            pattern.append(start)
        dicts = pattern.count(self.dict_start)
        certain = certain and not self.held and self.other_start not in pattern and not any(names.values()) and dicts <= 1
        self.pattern = pattern if certain and pattern and pattern[-1] is self.class_start else None
        if self.pattern and None not in pattern and (not dicts if self.inline else dicts == self.has_dict):
            if all_inline:
                self.full_count, self.full_starts = len(pattern), tuple(pattern)
                self.dict_index = pattern.index(self.dict_start) if dicts else -1
                self.always_full = not dicts and not self.inline
        found = [start for start in pattern if start is not None]
        values = [referent for start, referent in zip(pattern, referents) if start is not None]
        if self.heap and self.class_start not in found:
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
