"""What belongs to the agent and stays out of its captures."""

import gc
import sys
import types
from itertools import repeat
from operator import is_

from .pages import OWN_SLOT
from .typefacts import type_namespace

# The package of this module, or the single file wherever it was copied to, into a package of the program's too.
OWN_NAME = __name__[: -len(".own")] if __name__.endswith(".own") else __name__

_OF_CLASSES = (
    types.MethodDescriptorType, types.MemberDescriptorType, types.GetSetDescriptorType, types.BuiltinMethodType,
    types.WrapperDescriptorType,
)  # fmt: skip


def is_own_name(name):
    """Whether a module of this name belongs to the agent."""
    return type(name) is str and (name == OWN_NAME or name.startswith(OWN_NAME + "."))


def own_modules():
    return [module for name, module in list(sys.modules.items()) if is_own_name(name)]


def own_namespaces():
    """The addresses of the dictionaries of the agent's modules."""
    return {id(module.__dict__) for module in own_modules()}


def exclude_own(pages, accelerator):
    """
    The agent's modules, with functions and classes defined there, are left out from the beginning; so is the accelerator,
    where there is one.
    """
    for module in own_modules():
        exclude_module(pages, module)
        for value in list(module.__dict__.values()):
            if type(value) is types.FunctionType and value.__globals__ is module.__dict__:
                exclude_function(pages, value)
            elif type(value) is type and value.__module__ == module.__name__:
                exclude_class(pages, value)
    if accelerator:
        exclude_module(pages, accelerator)
        exclude_class(pages, accelerator.Core)


def exclude_module(pages, module):
    for obj in (module, module.__dict__):
        pages.exclude(obj)
    spec = getattr(module, "__spec__", None)
    if spec is not None:
        for obj in (spec, spec.loader, spec.__dict__):
            if obj is not None and type(obj) is not type:
                pages.exclude(obj)


def exclude_interned(pages, candidates):
    """
    The interpreter's table of interned texts, which the collector shows from 3.14, stays out if it is among these: it
    does not count its references, so it holds nothing, and a text that only the agent uses may end during the walk.
    """
    probe = sys.intern("interned by heapscope")
    for obj in candidates:
        if type(obj) is dict and is_text_table(obj) and probe in obj:
            pages.exclude(obj)


def is_text_table(table):
    """
    Whether each value is its key, a text. To look for a key among others could call the program's `__eq__`. Each `all` is
    one step of the interpreter, in which no thread changes the table.
    """
    return all(map(is_, table, table.values())) and all(map(is_, map(type, table), repeat(str)))


def exclude_function(pages, function):
    pages.exclude(function)
    exclude_code(pages, function.__code__)


def exclude_code(pages, code):
    pages.exclude(code)
    exclude_constants(pages, code.co_consts)


def exclude_constants(pages, constants):
    for value in constants:
        if type(value) is types.CodeType:
            exclude_code(pages, value)
        elif type(value) is tuple:
            exclude_constants(pages, value)
        elif gc.is_tracked(value):  # a slice, from 3.14
            pages.exclude(value)
    if gc.is_tracked(constants):
        pages.exclude(constants)


def exclude_class(pages, kind):
    """With what its making gave it: descriptors, the order of its bases, those of the class in C too."""
    namespace = type_namespace(kind)
    for obj in (kind, gc.get_referents(namespace)[0], kind.__mro__, kind.__bases__):
        pages.exclude(obj)
    for value in namespace.values():
        if type(value) is types.FunctionType:
            exclude_function(pages, value)
        elif type(value) in _OF_CLASSES:
            pages.exclude(value)


def exclude_reachable(pages, seeds):
    """All that is reachable from the seeds and was not seen yet is the agent's."""
    waiting, done = list(seeds), set()
    while waiting:
        found = []
        for obj in gc.get_referents(*waiting):
            # Only what is tracked could be taken for an island.
            if gc.is_tracked(obj) and id(obj) not in done and pages.slot(obj) in (0, OWN_SLOT):
                done.add(id(obj))
                pages.exclude(obj)
                found.append(obj)
        waiting = found


def exclude_frames(pages, state):
    """The frames that are running the agent now, their variables, and what these lead to; `state` likewise."""
    seeds = [state]
    frame = sys._getframe()
    while frame is not None and is_own_name(frame.f_globals.get("__name__")):
        variables = frame.f_locals
        seeds += [frame, variables]
        seeds += [value for value in list(variables.values()) if type(value) is not type]
        frame = frame.f_back
    for obj in seeds:
        if not pages.slot(obj):
            pages.exclude(obj)
    exclude_reachable(pages, seeds + own_modules() + [module.__dict__ for module in own_modules()])
