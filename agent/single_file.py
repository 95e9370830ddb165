"""
Joins the package `heapscope` to one file that works alone: `python single_file.py OUT.py`.

The modules follow each other in the order of their imports. Imports between them are dropped, those of the standard
library come once, at the top. A private name that two modules define gets the module's name behind it in the second;
a public one, or an import that cannot be joined, is an error.
"""

import ast
import io
import os
import re
import sys
import tokenize
from typing import Dict, List, Set, Tuple

HERE = os.path.dirname(os.path.abspath(__file__))
PACKAGE = os.path.join(HERE, "heapscope")
LICENCE = os.path.join(os.path.dirname(HERE), "LICENSE")

# The file may be run, imported, and copied into a program; as `heapscope` it is known by the agent's own filter.
_START = '''import sys

_RUN = __name__ == "__main__"
if _RUN:
    __name__ = "heapscope"
    sys.modules["heapscope"] = sys.modules["__main__"]
'''
_END = '''

if _RUN:
    main()
'''


class JoinError(Exception):
    """The modules cannot be joined; the text says which and why."""


def join(package: str = PACKAGE, licence: str = LICENCE) -> str:
    """The text of the single file. Raises JoinError."""
    sources = {}
    for name in sorted(os.listdir(package)):
        if name.endswith(".py") and name != "__main__.py":
            with open(os.path.join(package, name), encoding="utf-8") as file:
                sources[name[:-3]] = file.read()
    trees = {name: ast.parse(source) for name, source in sources.items()}
    order = _order({name: _needs(name, tree, sources) for name, tree in trees.items() if name != "__init__"})
    imports: Set[str] = set()
    owners: Dict[str, str] = {}
    bodies = []
    for name in order + ["__init__"]:
        taken = {defined for defined in _defined(trees[name]) if owners.setdefault(defined, name) != name}
        for defined in taken:
            if not defined.startswith("_"):
                raise JoinError("%s is defined in %s.py and in %s.py" % (defined, owners[defined], name))
        text = _stripped(name, _renamed(name, sources[name], taken), trees[name], imports)
        bodies.append("\n# --- %s ---\n\n%s\n" % (name, text))
    with open(licence, encoding="utf-8") as file:
        header = "".join(("# " + line).rstrip() + "\n" for line in file)
    title = '"""Heapscope\'s capture agent for CPython 3.8 to 3.14 in one file. Made from the package; do not edit."""\n\n'
    return title + header + "\n" + "\n".join(sorted(imports)) + "\n" + _START + "".join(bodies) + _END


def _relative(node: ast.AST) -> bool:
    return isinstance(node, ast.ImportFrom) and (node.level > 0 or (node.module or "").split(".")[0] == "heapscope")


def _needs(name: str, tree: ast.Module, sources: Dict[str, str]) -> Set[str]:
    needed = set()
    for node in ast.walk(tree):
        if not _relative(node):
            continue
        module = (node.module or "").split(".")[-1]
        if module not in sources or any(alias.asname or alias.name == "*" for alias in node.names):
            raise JoinError("%s.py line %d: only `from .module import name` can be joined" % (name, node.lineno))
        if node in tree.body:
            needed.add(module)
    return needed


def _order(needs: Dict[str, Set[str]]) -> List[str]:
    order: List[str] = []
    while len(order) < len(needs):
        ready = [name for name in sorted(needs) if name not in order and needs[name] <= set(order)]
        if not ready:
            raise JoinError("modules import each other: %s" % ", ".join(sorted(set(needs) - set(order))))
        order += ready
    return order


def _defined(tree: ast.Module) -> Set[str]:
    names = set()
    for node in tree.body:
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            names.add(node.name)
        elif isinstance(node, (ast.Assign, ast.AnnAssign)):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            names |= {part.id for target in targets for part in ast.walk(target) if isinstance(part, ast.Name)}
    return names - {"__all__"}


def _renamed(name: str, source: str, taken: Set[str]) -> str:
    lines = source.split("\n")
    previous = ""
    places = []
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.NAME and token.string in taken and previous != ".":
            places.append((token.start, token.string))
        if token.type == tokenize.STRING and "f" in token.string.split(token.string[-1])[0].lower():
            if taken & set(re.findall(r"\w+", token.string)):
                raise JoinError("%s.py line %d: an f-string names what has to be renamed" % (name, token.start[0]))
        previous = token.string
    for (row, column), found in reversed(places):
        line = lines[row - 1]
        lines[row - 1] = line[:column] + found + "_" + name + line[column + len(found) :]
    return "\n".join(lines)


def _stripped(name: str, source: str, tree: ast.Module, imports: Set[str]) -> str:
    lines = source.split("\n")
    for start, end, indent in _dropped(name, tree, imports):
        lines[start - 1 : end] = [" " * indent + "pass" if indent else None] + [None] * (end - start)
    return "\n".join(line for line in lines if line is not None).strip("\n")


def _dropped(name: str, tree: ast.Module, imports: Set[str]) -> List[Tuple[int, int, int]]:
    dropped = []
    for node in ast.walk(tree):
        if _relative(node):
            dropped.append((node.lineno, node.end_lineno, node.col_offset))
    for node in tree.body:
        if isinstance(node, (ast.Import, ast.ImportFrom)) and not _relative(node):
            imports.add(_text(node))
            dropped.append((node.lineno, node.end_lineno, 0))
    first = tree.body[0] if tree.body else None
    if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str):
        dropped.append((first.lineno, first.end_lineno, 0))
    return sorted(dropped)


def _text(node: ast.AST) -> str:
    names = ", ".join(alias.name + (" as " + alias.asname if alias.asname else "") for alias in node.names)
    return "from %s import %s" % (node.module, names) if isinstance(node, ast.ImportFrom) else "import " + names


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python single_file.py OUT.py")
    try:
        text = join()
    except JoinError as error:
        sys.exit("cannot be joined: %s" % error)
    with open(sys.argv[1], "w", encoding="utf-8") as out:
        out.write(text)
