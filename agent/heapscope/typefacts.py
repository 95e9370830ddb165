"""Facts about a class, read through the slots of `type` so that no metaclass is asked."""

import types

READ_DICT = type.__dict__["__dict__"].__get__
READ_BASES = type.__dict__["__bases__"].__get__
TYPE_FLAGS = type.__dict__["__flags__"].__get__
READ_MRO = type.__dict__["__mro__"].__get__
TYPE_MODULE = type.__dict__["__module__"].__get__
TYPE_QUALNAME = type.__dict__["__qualname__"].__get__
TYPE_NAME = type.__dict__["__name__"].__get__
TYPE_BASIC_SIZE = type.__dict__["__basicsize__"].__get__
TYPE_ITEM_SIZE = type.__dict__["__itemsize__"].__get__
TYPE_DICT_OFFSET = type.__dict__["__dictoffset__"].__get__

HEAP_TYPE_FLAG = 1 << 9
COLLECTED_FLAG = 1 << 14
MANAGED_WEAKREF_FLAG = 1 << 3
MANAGED_DICT_FLAG = 1 << 4
DICT_SUBCLASS_FLAG = 1 << 29
TYPE_SUBCLASS_FLAG = 1 << 31


def type_mro(kind):
    """The class and its bases; of a class of C code that was never made ready the class alone."""
    return READ_MRO(kind) or (kind,)


def type_bases(kind):
    """The bases of a class. One that C code never made ready has none: Python itself ends by a signal when asked."""
    if READ_MRO(kind) is None:
        raise AttributeError("__bases__")
    return READ_BASES(kind)


def type_namespace(kind):
    """What the class itself defines; empty if it was never made ready."""
    return READ_DICT(kind) if READ_MRO(kind) else {}


def in_namespace(kind, name):
    """What the class or a base holds under `name`, from the dictionaries themselves; None if nothing."""
    for base in type_mro(kind):
        namespace = type_namespace(base)
        if name in namespace:
            return namespace[name]
    return None


def full_name(kind):
    """`module.qualname`; classes of `builtins` without the module."""
    try:
        name = TYPE_QUALNAME(kind)
    except AttributeError:
        name = TYPE_NAME(kind)
    try:
        module = TYPE_MODULE(kind)
    except AttributeError:
        module = None
    if type(name) is not str:
        name = TYPE_NAME(kind)
    return name if type(module) is not str or module == "builtins" else module + "." + name


def is_python_class(kind):
    """Made by a `class` statement: its instances have a `__dict__`, weak references or slots of a Python class."""
    if not TYPE_FLAGS(kind) & HEAP_TYPE_FLAG:
        return False
    namespace = type_namespace(kind)
    if "__slots__" in namespace or "__firstlineno__" in namespace:
        return True
    return any(type(value) is types.FunctionType for value in namespace.values()) or (
        "__dict__" in namespace or "__weakref__" in namespace or TYPE_DICT_OFFSET(kind) != 0
    )


def member_getters(kind):
    """The readers of the fields that C structures and slots show, nearest class first: [(name, read)]."""
    found = []
    for base in type_mro(kind):
        for name, value in type_namespace(base).items():
            if type(value) is types.MemberDescriptorType and type(name) is str:
                found.append((name, value.__get__))
    return found
