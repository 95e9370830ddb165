"""Where objects were allocated, as tracemalloc knows it, gathered into one tree of calls."""

import gc
import sys
import types

from .raw_memory import python_interface
from .typefacts import MANAGED_DICT_FLAG, TYPE_FLAGS

TRACE_CODE = types.FunctionType.__dict__["__code__"].__get__


class TraceNode:
    """One place on the way to allocations. `count` and `size` are those of live objects allocated right here."""

    __slots__ = ("number", "place", "count", "size", "below")

    def __init__(self, number, place):
        self.number = number
        self.place = place
        self.count = 0
        self.size = 0
        self.below = {}


class TraceTree:
    """The stacks of objects: `leaf_of(obj, kind)` gives the node of the innermost frame, None where unknown."""

    def __init__(self):
        import _tracemalloc

        self.traceback_of = _tracemalloc._get_object_traceback
        self.traceback_at = None
        # 3.11 looks for the trace behind the two words that it keeps before an instance with a `__dict__`.
        if sys.version_info[:2] == (3, 11):
            import ctypes

            lookup = python_interface()._PyTraceMalloc_GetTraceback
            lookup.argtypes, lookup.restype = (ctypes.c_uint, ctypes.c_size_t), ctypes.py_object
            self.traceback_at = lookup
        self.root = TraceNode(1, 0)
        self.nodes = 1
        self.places = {("", 0): 0}
        self.leaves = {}

    def leaf_of(self, obj, kind):
        if self.traceback_at and TYPE_FLAGS(kind) & MANAGED_DICT_FLAG:
            frames = self.traceback_at(0, id(obj) - 32)
        else:
            frames = self.traceback_of(obj)
        if frames is None:
            return None
        return self.leaves.get(frames) or self.add(frames)

    def add(self, frames):
        node = self.root
        for frame in reversed(frames):
            place = self.places.setdefault(frame, len(self.places))
            below = node.below.get(place)
            if below is None:
                self.nodes += 1
                below = node.below[place] = TraceNode(self.nodes, place)
            node = below
        self.leaves[frames] = node
        return node

    def write(self, infos, tree, strings):
        """The sections `trace_function_infos` and `trace_tree`."""
        names = FunctionNames({file for file, _ in self.places})
        for (file, line), place in self.places.items():
            label, script = strings.text(names.name(file, line)), strings.text(file)
            infos.rows("%d,%d,%d,0,%d,0" % (place, label, script, line))
        # Depth first without recursion: stacks may be deeper than Python allows calls.
        waiting, parts = [self.root], []
        while waiting:
            node = waiting.pop()
            if type(node) is str:
                parts.append(node)
                continue
            comma = "," if parts and parts[-1][-1] == "]" else ""
            parts.append("%s%d,%d,%d,%d,[" % (comma, node.number, node.place, node.count, node.size))
            waiting.append("]")
            waiting += node.below.values()
            if len(parts) > 10000:
                tree.write("".join(parts[:-1]).encode())
                del parts[:-1]
        tree.write("".join(parts).encode())


class FunctionNames:
    """The function around a line, from the code objects of the functions alive: the innermost that covers it."""

    def __init__(self, files):
        self.spans = {}
        seen = set()
        waiting = [TRACE_CODE(obj) for obj in gc.get_objects() if type(obj) is types.FunctionType]
        while waiting:
            code = waiting.pop()
            if id(code) in seen:
                continue
            seen.add(id(code))
            waiting += [value for value in code.co_consts if type(value) is types.CodeType]
            if code.co_filename in files:
                name = getattr(code, "co_qualname", code.co_name)
                self.spans.setdefault(code.co_filename, []).append((code.co_firstlineno, last_line(code), name))
        for spans in self.spans.values():
            spans.sort()

    def name(self, file, line):
        inside = [span for span in self.spans.get(file, ()) if span[0] <= line <= span[1]]
        return max(inside)[2] if inside else ""


def last_line(code):
    if hasattr(code, "co_lines"):
        return max([line for _, _, line in code.co_lines() if line], default=code.co_firstlineno)
    line = highest = code.co_firstlineno
    for step in code.co_lnotab[1::2]:
        line += step - 256 if step > 127 else step
        highest = max(highest, line)
    return highest


def stop_tracing_here():
    """In a forked child: allocations are no longer traced, the traces stay. Tracing the walk itself costs much time."""
    try:
        import ctypes

        class Allocator(ctypes.Structure):
            _fields_ = [(name, ctypes.c_void_p) for name in ("ctx", "malloc", "calloc", "realloc", "free")]

        interface = python_interface()
        for domain in (0, 1, 2):
            hook = Allocator()
            interface.PyMem_GetAllocator(domain, ctypes.byref(hook))
            if hook.ctx:
                interface.PyMem_SetAllocator(domain, ctypes.c_void_p(hook.ctx))
    except (ImportError, AttributeError):
        pass
