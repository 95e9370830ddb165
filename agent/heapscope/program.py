"""Runs a program as if Python itself had started it."""

import builtins
import io
import os
import runpy
import sys
import types
from importlib.machinery import SourceFileLoader
from typing import List, NoReturn, Tuple


class ProgramError(Exception):
    """The program cannot be started; the text says why."""


def load_program(command: List[str]) -> Tuple[types.ModuleType, types.CodeType]:
    """
    A script, a folder or zip file with a `__main__.py`, or `-m` and a module, made ready to be run as `python COMMAND`
    does: `sys.argv`, `sys.path[0]` and `__main__` are the same. Raises ProgramError.
    """
    if command == ["-m"]:
        raise ProgramError("-m wants the name of a module.")
    module = types.ModuleType("__main__")
    code = _load_module(module, command[1:]) if command[0] == "-m" else _load_path(module, command)
    module.__dict__["__builtins__"] = builtins
    sys.modules["__main__"] = module
    return module, code


def run_program(module: types.ModuleType, code: types.CodeType) -> NoReturn:
    """Runs what `load_program` gave, and does not return: uncaught exceptions and the exit code are as in Python."""
    try:
        exec(code, module.__dict__)
    except SystemExit:
        raise
    except BaseException as error:
        # Shown here, without the frames that brought the program up; then let go on silently, for the exit code.
        trace = error.__traceback__.tb_next if error.__traceback__ else None
        sys.excepthook(type(error), error.with_traceback(trace), trace)
        sys.excepthook = _silent
        raise
    sys.exit(0)


def _silent(*_error) -> None:
    pass


def _load_module(module: types.ModuleType, command: List[str]):
    sys.argv[:] = ["-m"] + command[1:]
    _set_first_path(os.getcwd())
    try:
        _, spec, code = runpy._get_module_details(command[0])
    except ImportError as error:
        raise ProgramError("module %s cannot be run: %s" % (command[0], error)) from None
    sys.argv[0] = spec.origin
    _describe(module, spec.origin, spec.loader, spec.parent, spec.cached, spec)
    return code


def _load_path(module: types.ModuleType, command: List[str]):
    path = command[0]
    sys.argv[:] = command
    if _is_container(path):
        _set_first_path(os.path.abspath(path) if sys.version_info >= (3, 9) else path)
        own = sys.modules.pop("__main__")  # else it would be found instead
        try:
            _, spec, code = runpy._get_module_details("__main__")
        except ImportError as error:
            sys.modules["__main__"] = own
            raise ProgramError("%s cannot be run: %s" % (path, error)) from None
        _describe(module, spec.origin, spec.loader, spec.parent, spec.cached, spec)
        return code
    _set_first_path(os.path.dirname(os.path.realpath(path)))
    if sys.version_info >= (3, 9):
        path = os.path.abspath(path)
    try:
        with io.open_code(os.path.abspath(path)) as file:
            source = file.read()
    except OSError as error:
        raise ProgramError("%s cannot be opened: %s" % (command[0], error.strerror)) from None
    _describe(module, path, SourceFileLoader("__main__", path), None, None, None)
    try:
        return compile(source, path, "exec", dont_inherit=True)
    except (SyntaxError, ValueError) as error:
        sys.excepthook(type(error), error.with_traceback(None), None)
        sys.exit(1)


def _describe(module: types.ModuleType, file: str, loader, package, cached, spec) -> None:
    names = {"__file__": file, "__loader__": loader, "__package__": package, "__cached__": cached, "__spec__": spec}
    module.__dict__.update(names)


def _is_container(path: str) -> bool:
    if os.path.isdir(path):
        return True
    try:
        with open(path, "rb") as file:
            return file.read(4) == b"PK\x03\x04"
    except OSError:
        return False


def _set_first_path(path: str) -> None:
    # The first entry is ours: the folder of the agent or the current one. With -P and -I there is none.
    if getattr(sys.flags, "safe_path", False) or sys.flags.isolated:
        return
    sys.path[0] = path
