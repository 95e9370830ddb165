import os
import signal
import subprocess
import sys
import tempfile
import time
import unittest

from tests.captures import AGENT, run_program

LARGE = "import sys; sys.path.insert(0, %r)\nfrom heapscope import dump, CaptureError\nimport os\ndata = [[i] for i in range(500000)]\n"


class Children(unittest.TestCase):
    def test_a_descriptor_beyond_1023_can_be_waited_for(self):
        _, printed = run_program(
            "import os, resource\n"
            "soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)\n"
            "resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, 1200), hard))\n"
            "held = [os.open(os.devnull, os.O_RDONLY) for _ in range(1100)]\n"
            "dump(path, fork=True)\nprint(max(held) > 1023)\n"
        )
        self.assertEqual(printed.strip(), "True")

    def test_a_stopped_child_is_ended_and_leaves_no_zombie(self):
        with tempfile.TemporaryDirectory() as folder:
            source = LARGE % AGENT + (
                # What stops every child before its work, alarm and all.
                "import signal\nos.register_at_fork(after_in_child=lambda: os.kill(os.getpid(), signal.SIGSTOP))\n"
                "try: dump(%r, fork=True, timeout=1)\n"
                "except CaptureError as error: print(error)\n"
                "try: print(os.waitpid(-1, os.WNOHANG))\n"
                "except ChildProcessError: print('no child')\n"
            ) % os.path.join(folder, "x.gz")
            done = subprocess.run([sys.executable, "-c", source], stdout=subprocess.PIPE, timeout=60)
            said, child = done.stdout.decode().splitlines()
            self.assertIn("not ready within 1 seconds", said)
            self.assertEqual(child, "no child")
            self.assertEqual(os.listdir(folder), [])

    def test_a_child_ends_with_its_parent_and_leaves_no_file(self):
        with tempfile.TemporaryDirectory() as folder:
            source = LARGE % AGENT + (
                "os.register_at_fork(after_in_child=lambda: print(os.getpid(), flush=True))\n"
                "dump(%r, fork=True)\n" % os.path.join(folder, "x.gz")
            )
            program = subprocess.Popen([sys.executable, "-c", source], stdout=subprocess.PIPE)
            child = int(program.stdout.readline())
            time.sleep(0.3)
            os.kill(program.pid, signal.SIGKILL)
            program.wait()
            program.stdout.close()
            last = time.monotonic() + 10
            while is_running(child) and time.monotonic() < last:
                time.sleep(0.05)
            self.assertFalse(is_running(child))
            self.assertEqual(os.listdir(folder), [])


def is_running(process):
    try:
        with open("/proc/%d/stat" % process) as file:
            return file.read().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


if __name__ == "__main__":
    unittest.main()
