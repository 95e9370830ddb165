import os
import re
import sys

from tests.processes import ProcessTest, count_of
from tests.pythons import all_pythons

SHOW = """
import sys, os
class Held: pass
held = [Held() for _ in range(1234)]
main = sys.modules["__main__"]
print(sys.argv, sys.path[0], __name__, __file__, main.held is held, __spec__ and __spec__.name, repr(__package__))
def fail():
    raise {"boom": ValueError("no"), "interrupt": KeyboardInterrupt(), "exit": SystemExit(3)}[sys.argv[1]]
if len(sys.argv) > 1: fail()
"""

RUNPY = r'  File "[^"]*runpy[^"]*", line .*\n(    .*\n)?'


# Goes on until there is such a file, which may take long where much else runs.
WAIT = """
import glob, time
end = time.time() + 50
while time.time() < end and not glob.glob("%s"):
    time.sleep(0.1)
"""


class Run(ProcessTest):
    def assert_same(self, *command: str, python: str = sys.executable) -> None:
        plain = self.run_python(*command, python=python)
        ours = self.run_python("-m", "heapscope", "run", "--signal", "USR2", *command, python=python)
        self.assertEqual(ours.stdout, plain.stdout)
        self.assertEqual(ours.returncode, plain.returncode)
        self.assertEqual(ours.stderr, re.sub(RUNPY, "", plain.stderr))

    def test_a_script_is_run_as_python_runs_it_on_every_python(self):
        script = self.write("deep/app.py", SHOW)
        for version, python in all_pythons().items():
            for argument in ([], ["boom"], ["interrupt"], ["exit"]):
                with self.subTest(python=version, argument=argument):
                    self.assert_same(script, *argument, python=python)

    def test_a_module_a_package_and_a_folder_are_run_as_python_runs_them(self):
        self.write("tool/__init__.py", "")
        self.write("tool/__main__.py", SHOW)
        self.write("tool/part.py", SHOW)
        self.assert_same("-m", "tool")
        self.assert_same("-m", "tool.part", "boom")
        self.assert_same("tool")

    def test_what_cannot_be_run_is_said_in_one_line(self):
        for command, text in ((["gone.py"], "gone.py cannot be opened"), (["-m", "gone"], "module gone cannot be run")):
            done = self.run_python("-m", "heapscope", "run", *command)
            self.assertEqual(done.returncode, 1)
            self.assertIn("heapscope: " + text, done.stderr)
            self.assertEqual(done.stderr.count("\n"), 1)

    def test_a_syntax_error_is_shown_without_our_frames(self):
        self.write("bad.py", "x = = 1\n")
        self.assert_same("bad.py")

    def test_a_capture_at_the_end_has_the_objects_of_the_program(self):
        self.write("app.py", SHOW)
        done = self.run_python("-m", "heapscope", "run", "app.py", "exit")
        self.assertEqual(done.returncode, 3)
        self.assertRegex(os.listdir(self.folder)[-1] + str(os.listdir(self.folder)), r"app-\d+-\d{8}-\d{6}-1\.heaps")
        self.assertEqual([count_of(capture, "__main__.Held") for capture in self.captures()], [1234])

    def test_every_makes_captures_and_keep_bounds_them(self):
        self.write("app.py", WAIT % "app-*-3.heapsnapshot.gz" + "time.sleep(1)\n")
        self.write("app-1-20200101-000000-1.heapsnapshot.gz", "")
        other = self.write("other-1-20200101-000000-1.heapsnapshot.gz", "")
        done = self.run_python("-m", "heapscope", "run", "--every", "300ms", "--keep", "2", "app.py")
        self.assertGreaterEqual(done.stderr.count("heapscope: wrote"), 3, done.stderr)
        self.assertEqual(len(self.captures("app-*")), 2)
        self.assertTrue(os.path.exists(other))

    def test_a_program_that_dies_of_memory_leaves_a_capture(self):
        wait = WAIT % "*.heapsnapshot.gz"
        self.write("app.py", "import os\nx = b'x' * (200 << 20)\n" + wait + "os.kill(os.getpid(), 9)\n")
        done = self.run_python("-m", "heapscope", "run", "--rss-above", "150M", "app.py")
        self.assertEqual(done.returncode, -9)
        self.assertEqual(len(self.captures()), 1)

    def test_a_folder_that_cannot_be_made_is_one_line_and_the_program_goes_on(self):
        self.write("file", "")
        self.write("app.py", "print('done')\n")
        done = self.run_python("-m", "heapscope", "run", "--out", "file/below", "app.py")
        self.assertEqual((done.returncode, done.stdout), (0, "done\n"))
        self.assertRegex(done.stderr, r"\Aheapscope: no capture at exit: NotADirectoryError.*\n\Z")

    def test_a_wrong_command_line_says_what_is_wrong(self):
        for arguments, text in (
            (["--every", "soon", "a.py"], "'soon' is no duration"),
            (["--rss-above", "much", "a.py"], "'much' is no size"),
            (["--signal", "KILL", "a.py"], "'KILL' is no signal"),
            (["--keep", "0", "a.py"], "'0' is no whole number"),
            ([], "say what to run"),
        ):
            done = self.run_python("-m", "heapscope", "run", *arguments)
            self.assertEqual(done.returncode, 2)
            self.assertIn(text, done.stderr)
