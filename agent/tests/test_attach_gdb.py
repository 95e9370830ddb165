import subprocess
import time
import unittest

from tests.attached import BUSY, IDLE, SELECT, SLEEP, AttachTest
from tests.pythons import all_pythons

# An attaching Python that has no ctypes.
WITHOUT_CTYPES = "import sys; sys.modules['ctypes'] = None; from heapscope.command import main; main()"


class AttachByGdb(AttachTest):
    def attach(self, pid: int, *options: str) -> "subprocess.CompletedProcess[str]":
        return self.run_python("-c", WITHOUT_CTYPES, "attach", str(pid), "--timeout", "60s", *options)

    def test_idle_and_busy_programs_survive_on_every_python(self):
        self.skip_where_gdb_cannot_call()
        for version, python in all_pythons().items():
            for what in (SLEEP, SELECT, BUSY):
                with self.subTest(python=version, what=what):
                    process = self.start_python(self.write("app.py", IDLE % ("", what)), python=python)
                    self.assert_captured(process)
                    self.assert_captured(process)
                    process.kill()

    def skip_where_gdb_cannot_call(self) -> None:
        process = self.start_python(self.write("app.py", IDLE % ("", SLEEP)))
        said = self.attach(process.pid).stderr
        time.sleep(0.2)
        self.assertIsNone(process.poll(), said)
        if any(text in said for text in ("gdb is too old", "gdb is not installed", "does not let you trace")):
            self.skipTest(said.strip())


if __name__ == "__main__":
    unittest.main()
