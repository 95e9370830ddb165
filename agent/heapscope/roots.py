"""The synthetic nodes at the head of a capture, and what they lead to."""

import builtins
import gc
import sys

from .interpreter import interpreter_objects
from .layout import NODE_FIELDS, SYNTHETIC_NODE
from .thread_states import dictionaries_by_key
from .typefacts import HEAP_TYPE_FLAG, TYPE_FLAGS

SYNTHETIC_ADDRESS_STEP = 8
SYNTHETIC_LIMIT = 0x400000


class SyntheticNode:
    """A node that is no object: a label, named objects, and further such nodes."""

    def __init__(self, label):
        self.label = label
        self.children = []
        self.targets = []
        self.to_node = 0

    def child(self, label):
        node = SyntheticNode(label)
        self.children.append(node)
        return node

    def is_empty(self):
        return not self.children and not self.targets


def build_roots(threads, starts):
    """The tree of synthetic nodes, root first; those without children are left out."""
    root = SyntheticNode("")
    modules = root.child("(modules)")
    for name, module in list(sys.modules.items()):
        if type(name) is str:
            modules.targets.append((starts.names[name], module))
    stacks = root.child("(threads)")
    for thread in threads:
        node = stacks.child(thread.label())
        for label, variables in thread.frames:
            frame = node.child(label)
            frame.targets += [(starts.names[name], value) for name, value in variables]
    add_thread_locals(root.child("(thread locals)"), threads, starts)
    interpreter = root.child("(interpreter)")
    for name, value in interpreter_parts():
        interpreter.targets.append((starts.names[name], value))
    containers, callbacks = interpreter_objects()
    interpreter.targets += [(starts.names[name], value) for name, value in containers]
    for kind in static_types():
        interpreter.targets.append((None, kind))
    at_exit = interpreter.child("atexit callbacks")
    at_exit.targets += [(None, value) for callback in callbacks for value in callback]
    interpreter.children = [node for node in interpreter.children if not node.is_empty()]
    garbage = root.child("(gc.garbage)")
    garbage.targets += [(None, item) for item in gc.garbage]
    root.children = [node for node in root.children if not node.is_empty()]
    return root


def add_thread_locals(parent, threads, starts):
    """By thread its dictionaries of `threading.local` objects, and what else its state keeps for it, by name."""
    by_key = dictionaries_by_key([thread.kept for thread in threads])
    for thread in threads:
        kept, node = thread.kept, SyntheticNode(thread.label())
        node.targets += [(None, value) for value in kept.local_dictionaries(by_key)]
        for name in ("dictionary", "context", "exception"):
            value = kept.object(getattr(kept, name))
            if value is not None:
                node.targets.append((starts.names[name], value))
        if node.targets:
            parent.children.append(node)


def interpreter_parts():
    parts = [("builtins", builtins.__dict__), ("sys", sys.__dict__), ("modules", sys.modules), ("gc.callbacks", gc.callbacks)]
    parts += [(name, value) for name, value in (("True", True), ("False", False), ("None", None), ("Ellipsis", ...))]
    parts += [("NotImplemented", NotImplemented), ("()", ()), ('""', "")]
    return parts


def static_types():
    """Classes in use that are not made by Python code: the collector does not list them, their subclasses do."""
    found, waiting = {}, [object]
    while waiting:
        kind = waiting.pop()
        for below in type.__subclasses__(kind):
            if id(below) not in found:
                found[id(below)] = below
                waiting.append(below)
    return [object] + [kind for kind in found.values() if not TYPE_FLAGS(kind) & HEAP_TYPE_FLAG]


def number_roots(root, walk):
    """Hands out the first indexes: the tree from the root, then no more until the walk begins. Returns them in order."""
    order, waiting = [], [root]
    while waiting:
        node = waiting.pop(0)
        node.to_node = len(order) * NODE_FIELDS
        order.append(node)
        waiting += node.children
    walk.to_node = (len(order) - 1) * NODE_FIELDS
    return order


class SyntheticRows:
    """Writes synthetic nodes: their records and edges as rows of text."""

    def __init__(self, walk, strings, starts):
        self.walk = walk
        self.strings = strings
        self.starts = starts
        self.written = 0

    def edges_of(self, node):
        """The edge records of a node; objects they lead to are walked later."""
        rows = []
        for child in node.children:
            rows.append("%s%d" % (self.element(len(rows)), child.to_node))
        for start, target in node.targets:
            to_node = self.walk.node_for(target)
            if to_node:
                rows.append("%s%d" % (start or self.element(len(rows)), to_node))
        return rows

    def element(self, index):
        return "1,%d," % index

    def node(self, label, edge_count):
        self.written += 1
        address = self.written * SYNTHETIC_ADDRESS_STEP
        if address >= SYNTHETIC_LIMIT:
            raise OverflowError("There are more frames and roots than a capture can number.")
        return "%d,%d,%d,0,%d,0,0,0,0,0,0,0" % (
            SYNTHETIC_NODE,
            self.strings.label(label),
            self.walk.pages.node_id(address),
            edge_count,
        )
