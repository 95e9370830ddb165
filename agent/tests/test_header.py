import os
import unittest

from tests.captures import AGENT, run_program
from tests.pythons import all_pythons

STATE = """
    import gc, os, time
    class Lost:
        def __init__(self): self.me = self
    gc.collect(); gc.collect()
    gc.set_threshold(100000, 7, 8)
    if not ENABLED: gc.disable()
    for _ in range(50): Lost()
    def state(): return gc.get_threshold(), gc.isenabled(), gc.get_freeze_count(), gc.get_debug(), len(gc.garbage)
    before, runs = state(), [one["collections"] for one in gc.get_stats()]
    result = dump(path, collect=COLLECT, fork=FORK)
    after = [one["collections"] for one in gc.get_stats()]
    print(state() == before, [b - a for a, b in zip(runs, after)], oct(os.stat(path).st_mode & 0o777))
    print(result.pause)
"""


class Header(unittest.TestCase):
    def test_the_collector_is_as_it_was_and_collects_only_if_asked(self):
        for fork in (True, False):
            for collect in (True, False):
                for enabled in (True, False):
                    source = STATE.replace("COLLECT", str(collect)).replace("FORK", str(fork))
                    capture, printed = run_program(source.replace("ENABLED", str(enabled)))
                    same = printed.splitlines()[0]
                    case = (fork, collect, enabled, same)
                    self.assertTrue(same.startswith("True "), case)
                    self.assertIn("[0, 0, %d]" % collect, same, case)
                    self.assertTrue(same.endswith("0o600"), case)
                    self.assertEqual(len(capture.of_class("__main__.Lost")), 0 if collect else 50, case)
                    self.assertEqual(capture.py["collected"], collect)
                    self.assertEqual(capture.py["gc"]["enabled"], enabled)
                    self.assertEqual(capture.py["gc"]["thresholds"], [100000, 7, 8])

    def test_a_file_of_an_open_umask_is_for_its_owner_only(self):
        _, printed = run_program("import os\nos.umask(0)\ndump(path)\nprint(oct(os.stat(path).st_mode & 0o777))\n")
        self.assertEqual(printed.strip(), "0o600")

    def test_a_fork_stops_the_program_for_a_moment_only(self):
        capture, printed = run_program(
            "data = [[i] for i in range(200000)]\nresult = dump(path, fork=True)\nprint(result.pause, result.seconds)\n"
        )
        pause, seconds = map(float, printed.split())
        self.assertLess(pause, 1)
        self.assertLess(pause, seconds / 2)
        self.assertGreater(capture.py["took"], capture.py["pause"])

    def test_counts_are_those_of_the_nodes(self):
        for fork in (True, False):
            capture, _ = run_program("data = [[i] for i in range(1000)]\ndump(path, fork=%s)\n" % fork, "-X", "tracemalloc=2")
            counts = capture.py["counts"]
            objects = [node for node in capture.nodes if node.type != "synthetic"]
            self.assertEqual(counts["objects"], len(objects))
            self.assertEqual(counts["tracked"], len([node for node in objects if node.generation]), fork)
            self.assertEqual(counts["withTrace"], len([node for node in objects if node.trace]))

    def test_while_python_traces_a_fork_still_tells_of_its_arenas(self):
        for version, python in all_pythons().items():
            with self.subTest(python=version):
                source = "data = [object() for _ in range(100000)]\nused = sys.getallocatedblocks()\ndump(path, fork=True)\nprint(used)\n"
                capture, used = run_program(source, "-X", "tracemalloc=2", python=python)
                arenas = capture.py["memory"]["arenas"]
                parts = arenas["allocatedBlockBytes"] + arenas["freeBlockBytes"] + arenas["headerBytes"]
                whole = arenas["arenas"] * arenas["arenaBytes"]
                self.assertEqual(parts + arenas["freePools"] * arenas["poolBytes"], whole)
                self.assertAlmostEqual(arenas["blocks"], int(used), delta=5000)

    def test_a_capture_without_stacks_still_tells_what_tracing_costs(self):
        for fork in (True, False):
            capture, _ = run_program("data = ['x' * 1000 + str(i) for i in range(1000)]\ndump(path, traces=False, fork=%s)\n" % fork, "-X", "tracemalloc=2")
            facts = capture.py["tracemalloc"]
            self.assertGreater(facts["current"], 1000000)
            self.assertGreaterEqual(facts["peak"], facts["current"])
            self.assertGreater(facts["overhead"], 10000)
            self.assertEqual((facts["frames"], capture.py["counts"]["withTrace"]), (2, 0))
            self.assertEqual(capture.raw["trace_tree"], [])

    def test_what_was_left_out_is_told(self):
        for fork in (True, False):
            capture, _ = run_program("dump(path, fork=%s)\n" % fork)
            self.assertTrue(any("agent" in text for text in capture.py["exclusions"]))

    def test_nothing_of_the_agent_is_there(self):
        for fork in (True, False):
            capture, _ = run_program("data = [[i] for i in range(20000)]\ndump(path, fork=%s)\n" % fork)
            for node in capture.nodes:
                if node.type == "string":
                    continue
                self.assertNotIn("heapscope.", node.name + node.preview)
                if node.type in ("code", "closure", "synthetic"):
                    self.assertNotIn(AGENT + os.sep + "heapscope", node.name + node.preview)
                # No buffers, tables or pending rows.
                if node.name in ("array.array", "bytearray"):
                    self.fail("%s of %d bytes" % (node.name, node.size))


if __name__ == "__main__":
    unittest.main()
