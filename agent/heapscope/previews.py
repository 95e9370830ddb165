"""What tells an object from others of its class, in a few characters, read through C code only."""

import types

from .object_previews import find_reader
from .places import code_place, suspended_preview
from .typefacts import TYPE_FLAGS, type_mro, TYPE_SUBCLASS_FLAG, full_name

PREVIEW_LENGTH = 40
MODULE_DICT = types.ModuleType.__dict__["__dict__"].__get__
FUNCTION_MODULE = types.FunctionType.__dict__["__module__"].__get__
FUNCTION_QUALNAME = types.FunctionType.__dict__["__qualname__"].__get__
PREVIEW_CODE = types.FunctionType.__dict__["__code__"].__get__


def number_preview(obj):
    # Decimal digits of huge integers take quadratic time, and newer versions refuse them.
    if type(obj) is int and obj.bit_length() > 4096:
        return hex(obj >> (obj.bit_length() - 120))[:36] + "… (%d bits)" % obj.bit_length()
    return repr(obj)[:PREVIEW_LENGTH]


def bytes_preview(obj):
    return repr(bytes(obj[:PREVIEW_LENGTH]))[:PREVIEW_LENGTH]


def range_preview(obj):
    return repr(obj)[:PREVIEW_LENGTH]


def function_preview(obj):
    code, module, name = PREVIEW_CODE(obj), FUNCTION_MODULE(obj), FUNCTION_QUALNAME(obj)
    prefix = module + "." if type(module) is str else ""
    return "%s%s (%s:%d)" % (prefix, name, code.co_filename, code.co_firstlineno)


def method_preview(obj):
    function = types.MethodType.__dict__["__func__"].__get__(obj)
    return function_preview(function) if type(function) is types.FunctionType else ""


def builtin_preview(obj):
    kind = types.BuiltinFunctionType
    module, name = kind.__dict__["__module__"].__get__(obj), kind.__dict__["__name__"].__get__(obj)
    return module + "." + name if type(module) is str else name


def module_preview(obj):
    namespace = MODULE_DICT(obj)
    name = namespace.get("__name__") if type(namespace) is dict else None
    return name if type(name) is str else ""


def frame_preview(obj):
    return code_place(obj.f_code, obj.f_lineno or obj.f_code.co_firstlineno)


PROGRAM_PREVIEWS = {
    types.FunctionType: function_preview,
    types.MethodType: method_preview,
    types.BuiltinFunctionType: builtin_preview,
    types.CodeType: code_place,
    types.ModuleType: module_preview,
    types.GeneratorType: suspended_preview(types.GeneratorType, "gi_"),
    types.CoroutineType: suspended_preview(types.CoroutineType, "cr_"),
    types.AsyncGeneratorType: suspended_preview(types.AsyncGeneratorType, "ag_"),
    types.FrameType: frame_preview,
}
VALUE_PREVIEWS = {
    int: number_preview,
    float: number_preview,
    complex: number_preview,
    bool: number_preview,
    type(None): number_preview,
    bytes: bytes_preview,
    bytearray: bytes_preview,
    range: range_preview,
}


def preview_reader(kind):
    """(function or None, whether what it gives is a value and no name of the program)."""
    for table, is_value in ((PROGRAM_PREVIEWS, False), (VALUE_PREVIEWS, True)):
        for known, preview in table.items():
            if known is kind:
                return preview, is_value
    if TYPE_FLAGS(kind) & TYPE_SUBCLASS_FLAG:
        return full_name, False
    for base in type_mro(kind):
        if base is types.ModuleType:
            return module_preview, False
        if base is str:
            return None, False
    return find_reader(kind)
