import os
import signal
import subprocess
import time
import unittest

from tests.attached import BUSY, IDLE, SELECT, SLEEP, AttachTest
from tests.pythons import all_pythons

# Says what there is: modules, classes, objects, and what is mapped of libraries.
TELLS = """
import gc, sys
print("up", flush=True)
for line in sys.stdin:
    gc.collect()
    objects = gc.get_objects()
    classes = sum(isinstance(one, type) for one in objects)
    with open("/proc/self/maps") as file: mapped = sum(".so" in line for line in file)
    count = len(objects)
    del objects, file
    print(len(sys.modules), classes, count, mapped, flush=True)
"""


class Attach(AttachTest):
    def test_a_program_that_installed_a_signal_is_attached_to_by_it_on_every_python(self):
        install = "import heapscope; heapscope.install(signal='USR2')"
        for version, python in all_pythons().items():
            for what in (SELECT, BUSY):
                with self.subTest(python=version, what=what):
                    program = self.write("app.py", IDLE % (install, what))
                    process = self.start_python(program, python=python)
                    self.assert_captured(process)
                    self.assert_captured(process)
                    process.kill()

    def test_nothing_stays_in_a_program_that_is_attached_to_again_and_again(self):
        self.skip_where_tracing_is_forbidden()
        for version, python in all_pythons().items():
            with self.subTest(python=version):
                process = self.start_python(self.write("app.py", TELLS), python=python, stdin=subprocess.PIPE)
                self.attach(process.pid)  # what the program had not imported yet stays
                self.ask(process)
                before = self.ask(process)
                for _ in range(4):
                    self.assertEqual(self.attach(process.pid).stderr, "")
                self.assertEqual(self.ask(process), before)

    def ask(self, process):
        time.sleep(0.2)  # it forgets the agent after it has answered
        process.stdin.write("\n")
        process.stdin.flush()
        return process.stdout.readline()

    def test_a_notice_of_an_earlier_process_is_not_believed(self):
        from heapscope.rendezvous import notice_path, write_private

        process = self.start_python(self.write("app.py", IDLE % ("", SLEEP)))
        write_private(notice_path(process.pid), {"pid": process.pid, "start": 1, "signal": int(signal.SIGUSR2)})
        self.addCleanup(os.unlink, notice_path(process.pid))
        self.attach(process.pid)
        self.assertIsNone(process.poll())

    def test_what_cannot_be_attached_to_is_said_in_one_sentence(self):
        sleeping = subprocess.Popen(["sleep", "100"])
        self.addCleanup(sleeping.wait)
        self.addCleanup(sleeping.kill)
        python = self.start_python(self.write("app.py", IDLE % ("", SLEEP)))
        for arguments, text in (
            (["4194300"], "there is no process 4194300"),
            ([str(sleeping.pid)], "is not a Python program"),
            ([str(python.pid), "--out", "gone/x.heapsnapshot.gz"], "there is no such folder"),
            ([str(python.pid), "--out", "x.txt"], "a capture's name ends in .heapsnapshot.gz"),
        ):
            done = self.run_python("-m", "heapscope", "attach", *arguments)
            self.assertEqual((done.returncode, done.stderr.count("\n")), (1, 1), done.stderr)
            self.assertIn(text, done.stderr)

    @unittest.skipUnless(os.geteuid() == 0, "needs root, to become another user")
    def test_another_users_program_is_refused_with_what_to_do(self):
        process = self.start_python(self.write("app.py", IDLE % ("", SLEEP)))
        code = "import os, sys; from heapscope.command import main; os.setuid(65534); sys.argv[1:] = ['attach', '%d']; main()"
        done = self.run_python("-c", code % process.pid)
        self.assertEqual(done.returncode, 1)
        self.assertIn("belongs to user 0, and you are user 65534", done.stderr)


if __name__ == "__main__":
    unittest.main()
