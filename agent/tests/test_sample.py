import json
import os
import signal
import subprocess
import sys
import time
from typing import Any, Dict, List

from heapscope.proc import python_version
from tests.processes import ProcessTest, environment

GROW = """
import gc, sys, time, tracemalloc
print(sys.argv[1:], __name__)
blocks = []
for i in range(10):
    blocks.append(bytes(8 << 20)); blocks[-1].count(b"x"); blocks.append(b"x" * (8 << 20)); time.sleep(0.1)
    gc.collect()
sys.exit(5)
"""


class Sample(ProcessTest):
    def lines(self, name: str = "out.jsonl") -> List[Dict[str, Any]]:
        with open(os.path.join(self.folder, name)) as file:
            return [json.loads(line) for line in file]

    def sample(self, *arguments: str):
        return self.run_python("-m", "heapscope", "sample", "--interval", "100ms", "--out", "out.jsonl", *arguments)

    def test_a_program_that_is_started_is_sampled_to_its_end_and_its_exit_code_passed_on(self):
        self.write("grow.py", GROW)
        done = self.sample("--", "grow.py", "--own", "x")
        self.assertEqual((done.returncode, done.stdout, done.stderr), (5, "['--own', 'x'] __main__\n", ""))
        header, *samples = self.lines()
        self.assertEqual((header["heapscope"], header["format"], header["interval"]), ("series", 1, 0.1))
        self.assertEqual(header["argv"], ["grow.py", "--own", "x"])
        biggest = max(samples, key=lambda sample: sample["rss"])  # the last one may see it half gone
        self.assertGreater(biggest["rss"] - samples[0]["rss"], 40 << 20)
        self.assertLess(biggest["pss"], biggest["rss"])
        self.assertGreaterEqual(samples[-1]["cpu"], samples[0]["cpu"])
        self.assertTrue(all(a["t"] < b["t"] for a, b in zip(samples, samples[1:])))

    def test_with_gc_and_traces_it_has_counts_pauses_and_sums(self):
        self.write("grow.py", GROW)
        self.assertEqual(self.sample("--gc", "--traces", "1", "--", "grow.py").returncode, 5)
        events = [line for line in self.lines() if line.get("event") == "gc"]
        samples = [line for line in self.lines() if "gc" in line]
        self.assertGreaterEqual(len([event for event in events if event["generation"] == 2]), 10)
        self.assertTrue(all(0 <= event["took"] < 5 and event["collected"] >= 0 for event in events))
        self.assertEqual(len(samples[-1]["gc"]), 3)
        self.assertGreater(samples[-1]["traced"], 40 << 20)
        self.assertGreaterEqual(samples[-1]["peak"], samples[-1]["traced"])

    def test_a_running_process_is_sampled_with_its_children_until_ctrl_c(self):
        code = "import subprocess as s; c = s.Popen(['sleep', '60']); print('up', flush=True); c.wait()"
        process = self.start_python("-c", code)
        command = ["-m", "heapscope", "sample", "--children", "--interval", "0.05", "--out", "out.jsonl"]
        sampler = subprocess.Popen([sys.executable, *command, str(process.pid)], cwd=self.folder, env=environment())
        path = os.path.join(self.folder, "out.jsonl")
        end = time.monotonic() + 30
        while not (os.path.exists(path) and os.path.getsize(path) > 1000) and time.monotonic() < end:
            time.sleep(0.05)
        sampler.send_signal(signal.SIGINT)
        self.assertEqual(sampler.wait(20), 0)
        header, *samples = self.lines()
        self.assertEqual(header["pid"], process.pid)
        self.assertEqual(header["python"], "%d.%d" % sys.version_info[:2])
        self.assertEqual(len(samples[-1]["children"]), 1)
        self.assertGreater(samples[-1]["children"][0]["rss"], 0)
        os.kill(samples[-1]["children"][0]["pid"], signal.SIGKILL)

    def test_it_ends_with_the_process(self):
        process = self.start_python("-c", "print('up', flush=True); import time; time.sleep(1)")
        self.assertEqual(self.sample(str(process.pid)).returncode, 0)
        self.assertGreater(len(self.lines()), 3)

    def test_what_cannot_be_sampled_is_said_in_one_line(self):
        for arguments, text in (
            (["4194300"], "there is no process 4194300"),
            (["--gc", str(os.getpid())], "need the program to be started by this command"),
            (["--gc", "--", "sleep", "1"], "need a Python program"),
            (["--", "./gone"], "./gone cannot be started"),
        ):
            done = self.sample(*arguments)
            self.assertEqual((done.returncode, done.stderr.count("\n")), (1, 1), done.stderr)
            self.assertIn(text, done.stderr)

    def test_the_version_is_told_by_what_is_mapped(self):
        for maps, version in (
            (b"1-2 r-xp 0 fe:00 1   /usr/lib/x86_64-linux-gnu/libpython3.12.so.1.0\n", "3.12"),
            (b"1-2 r-xp 0 fe:00 1   /usr/bin/python3.9\n", "3.9"),
            (b"1-2 r-xp 0 fe:00 1   /app/_json.cpython-313-x86_64-linux-gnu.so\n", "3.13"),
            (b"1-2 r-xp 0 fe:00 1   /usr/bin/sleep\n", ""),
        ):
            self.assertEqual(python_version(maps), version)
