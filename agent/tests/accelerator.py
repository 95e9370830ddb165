"""Builds the accelerator for a Python of this machine, where it has a compiler and its headers."""

import os
import subprocess
import sys

PACKAGE = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "heapscope")
ASK = (
    "import sysconfig as s; print(s.get_config_var('EXT_SUFFIX')); print(s.get_paths()['include']);"
    "print(s.get_config_var('Py_GIL_DISABLED') or 0)"
)


def build_accelerator(python=sys.executable):
    """Puts `_walk` beside its source, unless it is newer. Returns why that is not possible, or None."""
    asked = subprocess.run([python, "-c", ASK], stdout=subprocess.PIPE, check=True, timeout=60)
    suffix, headers, free_threaded = asked.stdout.decode().split("\n")[:3]
    if free_threaded == "1":
        return "it has no global lock"
    if not os.path.exists(os.path.join(headers, "Python.h")):
        return "there is no Python.h in %s" % headers
    built = os.path.join(PACKAGE, "_walk" + suffix)
    folder = os.path.join(PACKAGE, "native")
    sources = [os.path.join(PACKAGE, "_walk.c")] + [os.path.join(folder, name) for name in os.listdir(folder)]
    if os.path.exists(built) and os.path.getmtime(built) >= max(map(os.path.getmtime, sources)):
        return None
    partial = "%s.%d" % (built, os.getpid())
    flags = ["-O3", "-fPIC", "-shared"] + (["-undefined", "dynamic_lookup"] if sys.platform == "darwin" else [])
    try:
        done = subprocess.run(
            [os.environ.get("CC", "cc"), *flags, "-I", headers, sources[0], "-o", partial],
            stderr=subprocess.PIPE, timeout=300,
        )  # fmt: skip
    except FileNotFoundError:
        return "there is no C compiler"
    if done.returncode:
        raise AssertionError("The accelerator does not compile:\n" + done.stderr.decode())
    os.replace(partial, built)
    return None
