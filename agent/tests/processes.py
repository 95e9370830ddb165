"""Starts programs for tests, and reads the captures they leave."""

import glob
import gzip
import json
import os
import subprocess
import sys
import tempfile
import time
import unittest
from typing import Any, Dict, List

from heapscope.rendezvous import notice_path

AGENT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


class ProcessTest(unittest.TestCase):
    """A test with a folder of its own and programs that end with it."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = os.path.realpath(folder.name)

    def write(self, name: str, text: str) -> str:
        path = os.path.join(self.folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w") as file:
            file.write(text)
        return path

    def run_python(self, *arguments: str, python: str = sys.executable) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [python, *arguments],
            cwd=self.folder,
            env=environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            universal_newlines=True,
            timeout=120,
        )

    def start_python(
        self, *arguments: str, python: str = sys.executable, stdin: int = subprocess.DEVNULL, **variables: str
    ) -> "subprocess.Popen[str]":
        """Starts a program with these environment variables and waits for its line "up"."""
        process = subprocess.Popen(
            [python, *arguments],
            cwd=self.folder,
            env={**environment(), **variables},
            stdin=stdin,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            universal_newlines=True,
        )
        self.addCleanup(_end, process)
        self.assertEqual(process.stdout.readline(), "up\n")
        return process

    def captures(self, pattern: str = "*.heapsnapshot.gz", wait_for: int = 0) -> List[Dict[str, Any]]:
        """The captures in the folder by name; waits until there are so many."""
        end = time.monotonic() + 60
        while True:
            paths = sorted(glob.glob(os.path.join(self.folder, pattern)))
            if len(paths) >= wait_for or time.monotonic() > end:
                break
            time.sleep(0.05)
        self.assertGreaterEqual(len(paths), wait_for)
        return [read_capture(path) for path in paths]


def read_capture(path: str) -> Dict[str, Any]:
    """A capture as JSON."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return json.load(file)


def count_of(capture: Dict[str, Any], name: str) -> int:
    """How many nodes of type object have this name (the qualified class)."""
    meta = capture["snapshot"]["meta"]
    width, nodes, strings = len(meta["node_fields"]), capture["nodes"], capture["strings"]
    wanted = meta["node_types"][0].index("object")
    return sum(nodes[i] == wanted and strings[nodes[i + 1]] == name for i in range(0, len(nodes), width))


def environment() -> Dict[str, str]:
    """Without what `npm test` sets: it names this package, and a capture holds the environment."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("npm_")}
    return dict(own, PYTHONPATH=AGENT, PYTHONDONTWRITEBYTECODE="1")


def _end(process: "subprocess.Popen[str]") -> None:
    process.kill()
    process.communicate()
    if os.path.exists(notice_path(process.pid)):
        os.unlink(notice_path(process.pid))
