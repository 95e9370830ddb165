import io
import os
import subprocess
import sys
import tempfile
import unittest

from heapscope.arenas import parse_stats, pymalloc_arenas
from heapscope.cgroup import cgroup_memory
from heapscope.malloc import malloc_info
from heapscope.memory import process_memory
from heapscope.smaps import read_regions
from tests.pythons import all_pythons

AGENT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))

SMAPS = b"""55fe-55ff r--p 00000000 fe:00 247278                     /usr/lib/libfoo.so
Size:                 16 kB
Rss:                  12 kB
Pss:                   6 kB
Anonymous:             4 kB
Swap:                  0 kB
VmFlags: rd mr mw me
5600-5601 rw-p 00000000 00:00 0                          [heap]
Size:                  8 kB
Rss:                   8 kB
Pss:                   8 kB
Anonymous:             8 kB
Swap:                  4 kB
5602-5603 rw-s 00000000 00:01 5                          /dev/shm/with space (deleted)
Size:                  4 kB
Rss:                   4 kB
Pss:                   2 kB
Anonymous:             0 kB
Swap:                  0 kB
5604-5605 r-xp 00001000 fe:00 247278                     /usr/lib/libfoo.so
Size:                  4 kB
Rss:                   4 kB
Pss:                   4 kB
Anonymous:             0 kB
Swap:                  0 kB
5606-5607 rw-p 00000000 00:00 0
Size:                  4 kB
Rss:                   0 kB
Pss:                   0 kB
Anonymous:             0 kB
Swap:                  4 kB
"""


@unittest.skipUnless(sys.platform == "linux", "needs /proc")
class ProcessMemory(unittest.TestCase):
    def test_regions_add_up_to_the_totals(self):
        memory = process_memory()
        for name in ("rss", "pss", "swap"):
            self.assertEqual(sum(region[name] for region in memory["regions"]), memory[name], name)
        self.assertEqual(memory["anonymous"] + memory["file"] + memory["shared"], memory["rss"])
        self.assertGreaterEqual(memory["peak"], memory["rss"])
        self.assertGreater(memory["pss"], 0)
        self.assertGreater(memory["machine"]["total"], memory["machine"]["available"])

    def test_a_big_allocation_is_seen_in_the_mapped_part_and_in_anonymous_memory(self):
        before = process_memory()
        block = b"x" * (64 << 20)
        after = process_memory()
        self.assertAlmostEqual(after["rss"] - before["rss"], len(block), delta=4 << 20)
        self.assertAlmostEqual(after["anonymous"] - before["anonymous"], len(block), delta=4 << 20)
        if "malloc" in after:
            self.assertAlmostEqual(after["malloc"]["mapped"] - before["malloc"]["mapped"], len(block), delta=1 << 20)

    def test_no_file_descriptor_is_left_open(self):
        before = os.listdir("/proc/self/fd")
        process_memory()
        self.assertEqual(os.listdir("/proc/self/fd"), before)


class Regions(unittest.TestCase):
    def test_equal_paths_are_gathered_and_private_pages_of_a_file_count_as_anonymous(self):
        regions, totals = read_regions(io.BytesIO(SMAPS))
        k = 1024
        self.assertEqual(
            [(r["kind"], r["path"], r["size"], r["rss"], r["pss"], r["swap"]) for r in regions],
            [
                ("file", "/usr/lib/libfoo.so", 20 * k, 16 * k, 10 * k, 0),
                ("heap", "", 8 * k, 8 * k, 8 * k, 4 * k),
                ("shared", "/dev/shm/with space (deleted)", 4 * k, 4 * k, 2 * k, 0),
                ("anonymous", "", 4 * k, 0, 0, 4 * k),
            ],
        )
        self.assertEqual(
            totals,
            {"rss": 28 * k, "pss": 20 * k, "swap": 8 * k, "anonymous": 12 * k, "file": 12 * k, "shared": 4 * k},
        )


class Arenas(unittest.TestCase):
    def test_on_every_python_the_four_kinds_of_bytes_add_up(self):
        code = (
            "from heapscope.arenas import pymalloc_arenas as f; import sys; x = [object() for _ in range(200000)];"
            "a = f(); b = sys.getallocatedblocks(); assert a, 'none'; "
            "assert a['allocatedBlockBytes'] + a['freeBlockBytes'] + a['headerBytes'] + a['freePools'] * a['poolBytes']"
            " == a['arenas'] * a['arenaBytes'], a; assert abs(a['blocks'] - b) < b * 0.02, (a, b); "
            "assert a['usedPools'] + a['freePools'] <= a['arenas'] * a['arenaBytes'] // a['poolBytes'], a; "
            "print('still printed', file=sys.stderr)"
        )
        for version, python in all_pythons().items():
            with self.subTest(python=version):
                self.assertEqual(_run(python, code), (0, "still printed\n"))

    def test_without_pymalloc_there_is_none(self):
        code = "from heapscope.arenas import pymalloc_arenas as f; assert f() is None, f()"
        self.assertEqual(_run(sys.executable, code, PYTHONMALLOC="malloc"), (0, ""))

    def test_a_closed_stderr_stays_closed(self):
        code = (
            "import os; from heapscope.arenas import pymalloc_arenas as f; os.close(2); f()\n"
            "try: os.fstat(2)\nexcept OSError: os._exit(7)"
        )
        self.assertEqual(_run(sys.executable, code), (7, ""))

    def test_a_text_that_does_not_add_up_is_not_believed(self):
        self.assertIsNone(parse_stats("2 arenas * 1048576 bytes/arena = 2,097,152\n1 unused pools * 16384 bytes = 1"))
        self.assertIsNone(parse_stats(""))

    @unittest.skipUnless(pymalloc_arenas(), "this Python runs without pymalloc")
    def test_freed_objects_become_free_blocks_or_pools(self):
        objects = [object() for _ in range(100000)]
        full = pymalloc_arenas()
        objects.clear()
        empty = pymalloc_arenas()
        freed = full["allocatedBlockBytes"] - empty["allocatedBlockBytes"]
        self.assertAlmostEqual(freed, 100000 * 16, delta=20000)


class Malloc(unittest.TestCase):
    def test_used_and_free_add_up_to_what_came_from_the_system(self):
        info = malloc_info()
        if info is None:
            self.skipTest("this C library has neither mallinfo2 nor mallinfo")
        self.assertEqual(info["used"] + info["free"], info["system"])
        self.assertGreater(info["used"], 0)
        self.assertLessEqual(info["releasable"], info["free"])


class Cgroup(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = folder.name

    def put(self, path: str, text: str) -> None:
        path = os.path.join(self.root, path)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w") as file:
            file.write(text)

    def read(self):
        return cgroup_memory(self.root + "/proc", self.root + "/sys")

    def test_version_2_takes_the_smallest_limit_on_the_way_up(self):
        self.put("proc/cgroup", "0::/pod/app\n")
        self.put("sys/pod/memory.max", "4096\n")
        self.put("sys/pod/memory.current", "999\n")
        self.put("sys/pod/app/memory.max", "max\n")
        self.put("sys/pod/app/memory.current", "100\n")
        self.put("sys/pod/app/memory.swap.max", "0\n")
        self.assertEqual(self.read(), {"version": 2, "limit": 4096, "current": 100, "swapLimit": 0})

    def test_version_1_without_a_limit_has_none(self):
        self.put("proc/cgroup", "4:memory:/a\n0::/\n")
        self.put("sys/memory/a/memory.limit_in_bytes", "9223372036854771712\n")
        self.put("sys/memory/a/memory.usage_in_bytes", "5\n")
        self.assertEqual(self.read(), {"version": 1, "current": 5})

    def test_a_path_of_the_host_that_is_not_visible_falls_back_to_the_root(self):
        self.put("proc/cgroup", "0::/../../host\n")
        self.put("sys/memory.max", "77\n")
        self.assertEqual(self.read(), {"version": 2, "limit": 77})

    def test_no_cgroup_gives_none(self):
        self.assertIsNone(self.read())
        self.put("proc/cgroup", "rubbish")
        self.assertIsNone(self.read())


def _run(python: str, code: str, **environment: str):
    env = dict(os.environ, PYTHONPATH=AGENT, PYTHONDONTWRITEBYTECODE="1", **environment)
    done = subprocess.run([python, "-c", code], env=env, stderr=subprocess.PIPE, timeout=60)
    return done.returncode, done.stderr.decode()
