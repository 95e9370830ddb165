"""The CPython interpreters of this machine, for tests that want every version."""

import glob
import os
import re
import shutil
import subprocess
import sys
from typing import Dict, Optional


def all_pythons() -> Dict[str, str]:
    """Version ("3.11") to executable, of 3.8 to 3.14 as far as they are on PATH or under pyenv; this one included."""
    found = {"%d.%d" % sys.version_info[:2]: sys.executable}
    for minor in range(8, 15):
        version = "3.%d" % minor
        names = [shutil.which("python" + version) or ""]
        names += sorted(glob.glob(os.path.expanduser("~/.pyenv/versions/%s.*/bin/python3" % version)))
        for name in names:
            if version not in found and name and _version(name) == version:
                found[version] = name
    return found


def python_with_numpy() -> Optional[str]:
    """The executable of one that has NumPy, if there is one: what tests were given, or this one."""
    for program in filter(None, [os.environ.get("HEAPSCOPE_TEST_PYTHON"), sys.executable]):
        if subprocess.run([program, "-c", "import numpy"], stderr=subprocess.DEVNULL).returncode == 0:
            return program
    return None


def _version(executable: str) -> str:
    try:
        done = subprocess.run([executable, "--version"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=20)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    match = re.match(rb"Python (\d+\.\d+)", done.stdout)
    return match.group(1).decode() if match and done.returncode == 0 else ""
