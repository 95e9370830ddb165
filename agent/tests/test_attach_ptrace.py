import os
import platform
import signal
import subprocess
import time
import unittest

from heapscope.attach_ptrace import can_ptrace, run_by_ptrace
from tests.attached import AttachTest
from tests.pythons import all_pythons

COUNT = """
import threading, sys, time
class Held: pass
held = [Held() for _ in range(1234)]
def stand():
    while True: time.sleep(0.001)
%s
print("up", flush=True)
n = 0
while True:
    n += 1
    if n %% 20000 == 0: print(n, flush=True)
"""
THREADS = "for _ in range(12): threading.Thread(target=stand, daemon=True).start()"
# Says how long a wait took, in hundredths of a second.
WAIT = """
import select, sys, threading, time
class Held: pass
held = [Held() for _ in range(1234)]
poll, lock = select.epoll(), threading.Lock()
lock.acquire()
print("up", flush=True)
began = time.monotonic()
%s
print(round(100 * (time.monotonic() - began)), flush=True)
sys.stdin.read()
"""
WAITS = ("time.sleep(3)", "select.select([], [], [], 3)", "poll.poll(3)", "lock.acquire(timeout=3)")
HOLD = """
import os, sys
from heapscope.tracee import Tracee
pid = int(sys.argv[1])
thread = Tracee(pid, os.open("/proc/%d/mem" % pid, os.O_RDWR))
print("up", flush=True)
sys.stdin.read()
thread.release()
"""
# Without the right to trace, as root in a container is.
WITHOUT_RIGHT = """
import ctypes, os, sys
assert ctypes.CDLL(None).prctl(24, 19, 0, 0, 0) == 0
os.execv(sys.executable, [sys.executable, "-m", "heapscope", "attach", sys.argv[1]])
"""
# A filter of system calls answers ptrace with EPERM, as Yama and old Dockers do.
WITHOUT_PTRACE = """
import ctypes, struct, sys
from heapscope.command import main
steps = [(0x20, 0, 0, 0), (0x15, 0, 1, 101), (6, 0, 0, 0x50001), (6, 0, 0, 0x7FFF0000)]
program = ctypes.create_string_buffer(b"".join(struct.pack("<HBBI", *step) for step in steps))
head = ctypes.create_string_buffer(struct.pack("<HxxxxxxQ", len(steps), ctypes.addressof(program)))
libc = ctypes.CDLL(None)
assert libc.prctl(38, 1, 0, 0, 0) == 0 and libc.prctl(22, 2, head, 0, 0) == 0
sys.argv[1:] = ["attach", sys.argv[1]]
main()
"""


@unittest.skipUnless(can_ptrace(), "attaching by ptrace is for x86-64 with ctypes, not %s" % platform.machine())
class AttachByPtrace(AttachTest):
    def setUp(self):
        super().setUp()
        self.skip_where_tracing_is_forbidden()

    def test_a_busy_program_goes_on_counting_on_every_python(self):
        for version, python in all_pythons().items():
            for start in ("", THREADS):
                with self.subTest(python=version, threads=bool(start)):
                    process = self.start_python(self.write("app.py", COUNT % start), python=python)
                    self.assert_captured(process)
                    counted = [int(process.stdout.readline()) for _ in range(5)]
                    self.assertEqual(counted, [20000 * index for index in range(1, 6)])
                    process.kill()

    def test_a_wait_is_captured_and_ends_when_it_would_have_on_every_python(self):
        for version, python in all_pythons().items():
            for wait in WAITS:
                with self.subTest(python=version, wait=wait):
                    process = self.start_python(self.write("app.py", WAIT % wait), python=python, stdin=subprocess.PIPE)
                    self.assert_captured(process)
                    waited = int(process.stdout.readline())
                    self.assertTrue(295 <= waited <= 395, waited)
                    self.assertEqual(process.communicate("input", timeout=20), ("", ""))
                    self.assertEqual(process.returncode, 0)

    def test_an_attached_program_keeps_its_signals_and_threads(self):
        process = self.start_python(self.write("app.py", COUNT % ""))
        self.assert_captured(process)
        before = self.status(process, "SigBlk", "SigIgn", "SigCgt", "Threads", "TracerPid")
        self.assert_captured(process)
        self.assertEqual(self.status(process, "SigBlk", "SigIgn", "SigCgt", "Threads", "TracerPid"), before)

    def test_nothing_of_a_call_stays_in_the_programs_memory(self):
        process = self.start_python(self.write("app.py", COUNT % ""))
        self.call(process)
        areas = self.areas(process)
        for _ in range(10):
            self.call(process)
        self.assertEqual(self.areas(process), areas)

    def call(self, process):
        """Has the program write a file and nothing else."""
        mark = os.path.join(self.folder, "called")

        def wait_start(seconds):
            end = time.monotonic() + seconds
            while not os.path.exists(mark) and time.monotonic() < end:
                time.sleep(0.01)
            return os.path.exists(mark)

        run_by_ptrace(process.pid, ("open(%r, 'w').close()" % mark).encode(), wait_start, time.monotonic() + 20)
        os.remove(mark)

    def status(self, process, *names):
        with open("/proc/%d/status" % process.pid) as file:
            return [line for line in file if line.split(":")[0] in names]

    def areas(self, process):
        with open("/proc/%d/maps" % process.pid) as file:
            return len(file.readlines())

    def test_a_program_that_runs_no_python_is_given_up_and_left_as_it_was(self):
        busy = "import ctypes\nlibc = ctypes.PyDLL(None)\nprint('up', flush=True)\nlibc.sleep(6)\nprint('on', flush=True)\nwhile True: pass"
        process = self.start_python(self.write("app.py", busy))
        done = self.attach(process.pid, "--timeout", "2s")
        self.assertIn("it came to no point where the agent can run", done.stderr)
        self.assertEqual((done.returncode, done.stderr.count("\n")), (1, 1))
        self.assertEqual(process.stdout.readline(), "on\n")
        self.assertEqual(self.attach(process.pid, "--out", "later.heapsnapshot.gz").stderr, "")
        process.kill()
        self.assertEqual(process.stderr.read(), "")

    def test_a_suspended_program_and_one_that_is_traced_are_refused(self):
        process = self.start_python(self.write("app.py", COUNT % ""))
        os.kill(process.pid, signal.SIGSTOP)
        self.assert_refused(process, "is suspended: kill -CONT %d first" % process.pid)
        os.kill(process.pid, signal.SIGCONT)
        tracer = self.start_python(self.write("hold.py", HOLD), str(process.pid), stdin=subprocess.PIPE)
        self.assert_refused(process, "is already held by a debugger or tracer (process %d)" % tracer.pid)
        tracer.communicate("", timeout=20)
        self.assert_captured(process)

    @unittest.skipUnless(os.geteuid() == 0, "needs root, to give up a right of root")
    def test_without_the_right_to_trace_the_cure_is_said(self):
        # Where sys.remote_exec is allowed it needs no ptrace.
        process = self.start_python(self.write("app.py", COUNT % ""), PYTHON_DISABLE_REMOTE_DEBUG="1")
        for code in (WITHOUT_RIGHT, WITHOUT_PTRACE):
            done = self.run_python("-c", code, str(process.pid))
            self.assertIn("docker run --cap-add SYS_PTRACE", done.stderr)
            self.assertEqual((done.returncode, done.stderr.count("\n")), (1, 1))
            self.assertEqual(int(process.stdout.readline()) % 20000, 0)

    def test_a_python_without_ctypes_says_what_else_there_is(self):
        process = self.start_python(self.write("app.py", WAIT % "time.sleep(1000)"))
        code = "import os, sys; sys.modules['ctypes'] = None; os.environ['PATH'] = ''; from heapscope.command import main; main()"
        done = self.run_python("-c", code, "attach", str(process.pid))
        self.assertIn("this Python cannot attach by itself (that takes ctypes and x86-64), and gdb is not", done.stderr)
        self.assertEqual((done.returncode, done.stderr.count("\n")), (1, 1))

    def assert_refused(self, process, text):
        done = self.attach(process.pid)
        self.assertIn(text, done.stderr)
        self.assertEqual((done.returncode, done.stderr.count("\n")), (1, 1))
        self.assertIsNone(process.poll())


if __name__ == "__main__":
    unittest.main()
