import os
import signal
import tempfile
import time
import unittest

from heapscope.amounts import parse_duration, parse_signal, parse_size
from heapscope.rendezvous import notice_path, read_private, write_private
from heapscope.triggers import RssWatch
from tests.processes import ProcessTest

APP = """
import heapscope, sys, time, os, signal
%s
print("up", flush=True)
while True: time.sleep(0.05)
"""


class Install(ProcessTest):
    def start(self, text: str):
        return self.start_python(self.write("app.py", APP % text))

    def test_a_signal_makes_a_capture_and_the_program_goes_on(self):
        process = self.start("heapscope.install(signal='USR2')")
        for count in (1, 2):
            process.send_signal(signal.SIGUSR2)
            self.captures(wait_for=count)
            time.sleep(0.3)
        self.assertIsNone(process.poll())

    def test_forked_processes_have_triggers_of_their_own(self):
        process = self.start("heapscope.install(signal='USR2', every='500ms'); child = os.fork()")
        end = time.monotonic() + 30
        while len({name.split("-")[1] for name in os.listdir(self.folder) if name.startswith("app-")}) < 2:
            self.assertLess(time.monotonic(), end)
            time.sleep(0.1)
        with open("/proc/%d/task/%d/children" % (process.pid, process.pid)) as file:
            children = file.read().split()
        self.assertTrue([pid for pid in children if os.path.exists(notice_path(int(pid)))])
        for pid in children:
            os.kill(int(pid), signal.SIGKILL)
            if os.path.exists(notice_path(int(pid))):
                os.unlink(notice_path(int(pid)))

    def test_a_handler_of_the_program_is_left_alone(self):
        text = "signal.signal(signal.SIGUSR2, lambda *_: os._exit(9)); heapscope.install(signal='USR2')"
        process = self.start(text)
        process.send_signal(signal.SIGUSR2)
        self.assertEqual(process.wait(20), 9)
        self.assertIn("the program handles SIGUSR2 itself", process.stderr.read())

    def test_the_notice_is_private_and_goes_with_the_program(self):
        process = self.start("heapscope.install(signal='USR2'); signal.signal(signal.SIGTERM, lambda *_: sys.exit())")
        path = notice_path(process.pid)
        self.assertEqual(os.stat(path).st_mode & 0o777, 0o600)
        process.terminate()
        process.wait(20)
        self.assertFalse(os.path.exists(path))

    def test_its_thread_is_in_no_list_of_the_program(self):
        text = "import threading; heapscope.install(every='1h'); assert threading.active_count() == 1"
        self.assertIsNone(self.start(text).poll())

    def test_what_is_not_understood_is_an_error_at_once(self):
        for arguments in ("every='x'", "rss_above=0", "signal='NO'", "keep=0"):
            done = self.run_python("-c", "import heapscope; heapscope.install(%s)" % arguments)
            self.assertIn("ValueError", done.stderr)


class Watch(unittest.TestCase):
    def test_a_crossing_counts_once_then_each_further_quarter_and_anew_after_a_fall(self):
        watch = RssWatch(100)
        readings = [50, 99, 100, 101, 124, 125, 130, 156, 157, 95, 100, 89, 100]
        said = [watch.crossed(rss) for rss in readings]
        self.assertEqual([rss for rss, yes in zip(readings, said) if yes], [100, 125, 156, 100])
        self.assertTrue(said[-1])
        self.assertFalse(said[10])


class PrivateFiles(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.path = os.path.join(folder.name, "f")

    def test_links_and_what_is_there_are_never_written_to(self):
        victim = self.path + ".victim"
        os.symlink(victim, self.path)
        self.assertRaises(FileExistsError, write_private, self.path, {"a": 1})
        self.assertFalse(os.path.exists(victim))

    def test_links_files_others_can_write_and_pipes_are_not_believed(self):
        write_private(self.path, {"a": 1})
        self.assertEqual(read_private(self.path, os.geteuid()), {"a": 1})
        self.assertIsNone(read_private(self.path, os.geteuid() + 1))
        os.symlink(self.path, self.path + ".link")
        self.assertIsNone(read_private(self.path + ".link", os.geteuid()))
        os.chmod(self.path, 0o666)
        self.assertIsNone(read_private(self.path, os.geteuid()))
        os.mkfifo(self.path + ".pipe", 0o600)
        self.assertIsNone(read_private(self.path + ".pipe", os.geteuid()))


class Amounts(unittest.TestCase):
    def test_sizes_durations_and_signals_are_read(self):
        self.assertEqual([parse_size(text) for text in ("2G", "1.5 GiB", "512mb", 7)], [2 << 30, 3 << 29, 512 << 20, 7])
        self.assertEqual([parse_duration(text) for text in ("60s", "5m", "500ms", 2)], [60, 300, 0.5, 2])
        self.assertEqual(parse_signal("usr2"), parse_signal(int(signal.SIGUSR2)))
        for parse in (parse_size, parse_duration, parse_signal):
            for text in ("", "-1", "0", "1e9", "nan", "2X"):
                self.assertRaises(ValueError, parse, text)
