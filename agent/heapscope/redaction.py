"""Values replaced at the source: by their length and a class of equality under a key that no capture shares."""

import gc
import os
import re
import types
from _blake2 import blake2b

from .raw_collector import tracked_objects
from .typefacts import TYPE_FLAGS, TYPE_SUBCLASS_FLAG, type_namespace

MODULE_NAMESPACE = types.ModuleType.__dict__["__dict__"].__get__
REDACTION_CODE = types.FunctionType.__dict__["__code__"].__get__
STANDARD_THREAD_NAME = re.compile(r"(MainThread|unknown|(Thread|Dummy)-\d+( \(\w+\))?|ThreadPoolExecutor-\d+_\d+|asyncio_\d+)\Z")
LIBRARY_PATH = re.compile(r"\.so(\.[\d.]+)?\Z|/python[\d.]*\Z|/locale/|/(dev/zero|SYSV|\[aio\])")


class Redactor:
    """Equal values get equal replacements within one capture; nothing leads back to them."""

    def __init__(self, raw=None):
        self.key = os.urandom(32)
        self.names = program_names((raw and tracked_objects(raw, has_names)) or gc.get_objects())

    def dict_key(self, key):
        """A key as it may be shown: what is a name of the program stays."""
        return key if key in self.names else self.text(key)

    def mark(self, data):
        return blake2b(data, digest_size=8, key=self.key).hexdigest()

    def text(self, text):
        return "(length %d, equal %s)" % (len(text), self.mark(text.encode("utf-8", "surrogatepass")))

    def value(self, obj, shown):
        if obj is None or obj is True or obj is False:
            return shown
        data = bytes(obj) if type(obj) in (bytes, bytearray) else shown.encode("utf-8", "surrogatepass")
        return "(value, equal %s)" % self.mark(data)

    def thread_name(self, name):
        """What Python itself gives as a name stays."""
        return name if STANDARD_THREAD_NAME.match(name) else self.text(name)

    def memory(self, memory):
        """Paths of mapped files: those of libraries, and of what is no file, stay."""
        regions = [dict(region) for region in memory.get("regions", ())]
        for region in regions:
            path = region["path"]
            if path.startswith("/") and not LIBRARY_PATH.search(path):
                region["path"] = self.text(path)
        return dict(memory, regions=regions) if regions else memory


def has_names(kind):
    """Whether its objects are functions, modules or classes."""
    return kind is types.FunctionType or kind is types.ModuleType or TYPE_FLAGS(kind) & TYPE_SUBCLASS_FLAG != 0


def program_names(objects):
    """The names in the code of all functions, and those that modules and classes define."""
    names, codes, seen = set(), [], set()
    for obj in objects:
        kind = type(obj)
        if kind is types.FunctionType:
            codes.append(REDACTION_CODE(obj))
        elif kind is types.ModuleType:
            names.update(key for key in list(MODULE_NAMESPACE(obj) or ()) if type(key) is str)
        elif TYPE_FLAGS(kind) & TYPE_SUBCLASS_FLAG:
            names.update(key for key in type_namespace(obj) if type(key) is str)
    while codes:
        code = codes.pop()
        if id(code) not in seen:
            seen.add(id(code))
            names.update(code.co_names, code.co_varnames, code.co_cellvars, code.co_freevars)
            codes += [value for value in code.co_consts if type(value) is types.CodeType]
    return names
