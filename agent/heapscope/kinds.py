"""What the walk knows of each class: made once, when the first object of the class is met."""

import types
import weakref

from .layout import (
    CLOSURE_NODE,
    CODE_NODE,
    FLAG_CLASS_WITH_DICT,
    FLAG_CLASS_WITH_SLOTS,
    FLAG_FINALIZER,
    FLAG_PYTHON_CLASS,
    FLAG_VALUE,
    NUMBER_NODE,
    OBJECT_NODE,
    STRING_NODE,
)
from .previews import preview_reader
from .sizes import size_reader
from .typefacts import (
    HEAP_TYPE_FLAG,
    type_namespace,
    TYPE_DICT_OFFSET,
    TYPE_FLAGS,
    type_mro,
    TYPE_SUBCLASS_FLAG,
    full_name,
    in_namespace,
    is_python_class,
)

NODE_TYPES = {
    str: STRING_NODE,
    int: NUMBER_NODE,
    float: NUMBER_NODE,
    complex: NUMBER_NODE,
    bool: NUMBER_NODE,
    type(None): NUMBER_NODE,
    types.CodeType: CODE_NODE,
    types.FunctionType: CLOSURE_NODE,
    types.MethodType: CLOSURE_NODE,
    types.BuiltinFunctionType: CLOSURE_NODE,
}
# Their `__len__` is C code and counts what they hold.
COUNTED_TYPES = (
    "collections.deque dict list tuple set frozenset str bytes bytearray memoryview mappingproxy array.array mmap.mmap"
).split()


MAY_HAVE_NONE = ("memoryview", "mmap.mmap")


def length_reader(kind):
    for base in type_mro(kind):
        if full_name(base) in COUNTED_TYPES:
            read = type_namespace(base).get("__len__")
            if type(read) is types.WrapperDescriptorType:
                return length_or_zero(read) if full_name(base) in MAY_HAVE_NONE else read
    return None


def length_or_zero(read):
    """What was released or closed has no length, nor has a buffer without dimensions."""

    def length(obj):
        try:
            return read(obj)
        except (ValueError, TypeError, OSError):
            return 0

    return length


def node_type(kind):
    for known, number in NODE_TYPES.items():
        if known is kind:
            return number
    if full_name(kind) == "functools.partial":
        return CLOSURE_NODE
    return OBJECT_NODE


def instance_flags(kind, preview_is_value):
    flags = FLAG_VALUE if preview_is_value else 0
    if TYPE_FLAGS(kind) & HEAP_TYPE_FLAG and is_python_class(kind):
        flags |= FLAG_PYTHON_CLASS
        if type(in_namespace(kind, "__del__")) is types.FunctionType:
            flags |= FLAG_FINALIZER
    return flags


def class_flags(kind):
    """The flags of a class as an object of its own."""
    flags = FLAG_CLASS_WITH_DICT if TYPE_DICT_OFFSET(kind) else 0
    return flags | (FLAG_CLASS_WITH_SLOTS if "__slots__" in type_namespace(kind) else 0)


class KindTable(dict):
    """By the address of a class: (start of the node record, size, edges, length, preview, flags, weak, is a class)."""

    def __init__(self, strings, edge_reader):
        super().__init__()
        self.strings = strings
        self.edge_reader = edge_reader

    def add(self, kind):
        head = "%d,%d," % (node_type(kind), self.strings.label(full_name(kind)))
        inline = self.edge_reader.inline_values.shape_of(kind) if self.edge_reader.inline_values else None
        preview, is_value = preview_reader(kind)
        mro = type_mro(kind)
        entry = (
            head,
            size_reader(kind, inline),
            self.edge_reader.reader_for(kind),
            length_reader(kind),
            preview,
            instance_flags(kind, is_value),
            any(base is weakref.ref for base in mro),
            bool(TYPE_FLAGS(kind) & TYPE_SUBCLASS_FLAG),
        )
        self[id(kind)] = entry
        return entry
