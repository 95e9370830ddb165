import glob
import gzip
import json
import os
import signal
import subprocess
import sys
import time
import unittest
from pathlib import Path

from tests.attached import IDLE, SLEEP, AttachTest
from tests.processes import count_of, environment

# By its own signal, which takes no right to trace; its capture takes a while.
MANY = IDLE % ("import heapscope; heapscope.install(signal='USR2')\nmore = [(n, str(n)) for n in range(150000)]", SLEEP)


class Delivering(AttachTest):
    def setUp(self):
        super().setUp()
        self.out = os.path.join(self.folder, "out")
        os.mkdir(self.out)

    def start_attach(self, process, *options):
        command = [sys.executable, "-m", "heapscope", "attach", str(process.pid), "--timeout", "60s", *options]
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        attach = subprocess.Popen(command, cwd=self.out, env=environment(), **pipes)
        self.addCleanup(attach.communicate)
        self.addCleanup(attach.kill)
        return attach

    def wait_for(self, find):
        """What `find` finds, once it does; looks as often as it can."""
        end = time.monotonic() + 60
        while True:
            found = find()
            if found:
                return found
            self.assertLess(time.monotonic(), end)

    def writers(self, process):
        """The forks of a process."""
        lists = glob.glob("/proc/%d/task/*/children" % process.pid)
        return [int(child) for path in lists for child in Path(path).read_text().split()]

    def stopped_writer(self, process):
        """The fork that writes, stopped when it has begun to put the file together; and how much of it there is."""

        def begun():
            paths = glob.glob(os.path.join(self.out, ".heapscope-*", ".capture.heapsnapshot.*.part"))
            return [path for path in paths if os.path.getsize(path)]

        (path,) = self.wait_for(begun)
        (writer,) = self.writers(process)
        os.kill(writer, signal.SIGSTOP)
        self.wait_for(lambda: " T " in Path("/proc/%d/stat" % writer).read_text())
        return writer, os.path.getsize(path)

    def test_what_is_written_arrives_while_the_rest_is_not(self):
        process = self.start_python(self.write("app.py", MANY))
        attach = self.start_attach(process, "--tee", "--out", "a.heapsnapshot")
        writer, written = self.stopped_writer(process)
        came = attach.stdout.read(written)
        self.assertEqual((len(came), attach.poll()), (written, None))
        self.assertFalse(os.path.exists(os.path.join(self.out, "a.heapsnapshot")))
        os.kill(writer, signal.SIGCONT)
        came += attach.stdout.read()
        self.assertEqual((attach.wait(60), attach.stderr.read()), (0, b""))
        with open(os.path.join(self.out, "a.heapsnapshot"), "rb") as file:
            self.assertEqual(file.read(), came)
        self.assertEqual(count_of(json.loads(came.decode()), "__main__.Held"), 1234)
        self.assertEqual(os.listdir(self.out), ["a.heapsnapshot"])

    def test_a_capture_goes_to_standard_output_alone(self):
        process = self.start_python(self.write("app.py", MANY))
        attach = self.start_attach(process, "--out", "-")
        came, said = attach.communicate(timeout=60)
        self.assertEqual((attach.returncode, said), (0, b""))
        self.assertEqual(count_of(json.loads(gzip.decompress(came).decode()), "__main__.Held"), 1234)
        self.assertEqual((os.listdir(self.out), self.folders_left()), ([], []))

    def test_a_program_that_ends_meanwhile_is_told_and_no_file_is_left(self):
        for options in (["--tee"], []):
            process = self.start_python(self.write("app.py", MANY))
            attach = self.start_attach(process, "--out", "a.heapsnapshot", *options)
            self.wait_for(lambda: self.writers(process))
            process.kill()
            process.wait()
            came, said = attach.communicate(timeout=60)
            told = b"heapscope: process %d ended before the capture was written.\n" % process.pid
            self.assertEqual((attach.returncode, came, said), (1, b"", told))
            self.assertEqual(os.listdir(self.out), [])

    def test_nothing_is_left_of_what_is_interrupted_and_the_program_goes_on(self):
        process = self.start_python(self.write("app.py", MANY))
        attach = self.start_attach(process, "--out", "a.heapsnapshot")
        self.wait_for(lambda: self.writers(process))
        attach.send_signal(signal.SIGINT)
        attach.communicate(timeout=60)
        self.assertEqual(os.listdir(self.out), [])
        self.wait_for(lambda: not self.writers(process))
        self.assertEqual(os.listdir(self.out), [])
        self.assertIsNone(process.poll())


if __name__ == "__main__":
    unittest.main()
