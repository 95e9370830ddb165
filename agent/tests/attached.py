"""Attaches to programs, for tests."""

import glob
import os
import subprocess
import time
from pathlib import Path
from typing import List, Optional

from tests.processes import ProcessTest, count_of, read_capture

IDLE = """
import sys, time, select
%s
class Held: pass
held = [Held() for _ in range(1234)]
print("up", flush=True)
while True: %s
"""
SLEEP, SELECT, BUSY = "time.sleep(1000)", "select.select([], [], [], 1000)", "x = [str(i) for i in range(100)]"


class AttachTest(ProcessTest):
    """A test that attaches to the programs it starts."""

    # Why tracing is refused; None as long as it was not tried.
    refused: Optional[str] = None

    def attach(self, pid: int, *options: str) -> "subprocess.CompletedProcess[str]":
        return self.run_python("-m", "heapscope", "attach", str(pid), "--timeout", "60s", *options)

    def folders_left(self) -> List[str]:
        """Folders of this test's requests, not of tests that run at the same time."""
        paths = glob.glob("/tmp/heapscope-attach-*/request.json")
        return [path for path in paths if self.folder in Path(path).read_text()]

    def assert_captured(self, process: "subprocess.Popen[str]") -> None:
        done = self.attach(process.pid, "--out", "out.heapsnapshot.gz")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertEqual(done.stdout, "wrote %s/out.heapsnapshot.gz\n" % self.folder)
        capture = read_capture(os.path.join(self.folder, "out.heapsnapshot.gz"))
        self.assertEqual(count_of(capture, "__main__.Held"), 1234)
        self.assertEqual(capture["snapshot"]["py"]["pid"], process.pid)
        time.sleep(0.2)
        self.assertIsNone(process.poll())
        os.unlink(os.path.join(self.folder, "out.heapsnapshot.gz"))
        self.assertEqual(self.folders_left(), [])

    def skip_where_tracing_is_forbidden(self) -> None:
        """Skips the test where the system does not let this user trace a program of their own."""
        if AttachTest.refused is None:
            process = self.start_python(self.write("app.py", IDLE % ("", SLEEP)))
            said = self.attach(process.pid).stderr
            self.assertIsNone(process.poll(), said)
            process.kill()
            refusals = ("the system does not let you trace", "you may not look into")
            AttachTest.refused = said.strip() if any(text in said for text in refusals) else ""
        if AttachTest.refused:
            self.skipTest(AttachTest.refused)
