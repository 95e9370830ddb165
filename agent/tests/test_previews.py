import sys
import unittest

from tests.captures import run_program
from tests.pythons import python_with_numpy

KINDS = """
    import array, asyncio, datetime, functools, mmap, os, socket
    class Name(str):
        def __repr__(self): raise RuntimeError("called")
    class Zone(datetime.tzinfo):
        def utcoffset(self, moment): raise RuntimeError("called")
        def __repr__(self): raise RuntimeError("called")
    text = open(__file__)
    binary = open(__file__, "rb")
    raw = open(__file__, "rb", buffering=0)
    closed = open(__file__); closed.close()
    sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    gone = socket.socket(); gone.close()
    buffer = bytearray(1000)
    view = memoryview(buffer)[10:20]
    released = memoryview(buffer); released.release()
    mapped = mmap.mmap(-1, 8192)
    unmapped = mmap.mmap(-1, 4096); unmapped.close()
    numbers = array.array("i", range(50))
    moment = datetime.datetime(2024, 5, 6, 7, 8, 9, tzinfo=Zone())
    day, hour, span = datetime.date(2024, 5, 6), datetime.time(7, 8, 9), datetime.timedelta(3, 4)
    @functools.lru_cache(maxsize=None)
    def cached(number): return [number]
    for number in range(30): cached(number)
    def generate():
        yield 1
        yield 2
    generator = generate(); next(generator)
    async def wait(message, never): await never
    async def main():
        global task
        never = asyncio.get_running_loop().create_future()
        task = asyncio.ensure_future(wait(["message"], never))
        await asyncio.sleep(0)
        dump(path, fork=FORK)
        task.cancel()
    asyncio.run(main())
"""

ARRAYS = """
    import numpy
    class Kept: pass
    large = numpy.zeros((1000, 4))
    view = large[:2]
    column = large[:, 1]
    read = numpy.frombuffer(bytes(100), dtype="u1")
    kept = [Kept(), Kept()]
    objects = numpy.array(kept + [None], dtype=object)
    part = objects[1:]
    records = numpy.zeros(3, dtype=[("a", "i4"), ("b", "f8")])
"""


class Previews:
    @classmethod
    def setUpClass(cls):
        cls.capture, _ = run_program(KINDS.replace("FORK", cls.fork))

    def preview(self, name):
        return self.capture.main(name).preview

    def test_files_tell_name_and_mode(self):
        for name in ("text", "binary", "raw"):
            self.assertRegex(self.preview(name), r"program\.py \(rb\)$")
            self.assertTrue(self.capture.main(name).flags & 4)
        self.assertRegex(self.preview("closed"), r"program\.py \(closed\)$")

    def test_sockets_tell_family_and_descriptor(self):
        self.assertRegex(self.preview("sock"), r"^AF_INET SOCK_STREAM fd \d+$")
        self.assertRegex(self.preview("gone"), "closed$")

    def test_buffers_tell_what_they_are_and_lead_to_what_they_show(self):
        self.assertEqual(self.preview("view"), "10 bytes, format B")
        self.assertEqual(self.capture.main("view").length, 10)
        base = self.capture.main("buffer")
        seen, waiting = set(), [self.capture.main("view")]
        while waiting:
            node = waiting.pop()
            if id(node) not in seen:
                seen.add(id(node))
                waiting += [target for _, name, target in node.edges if name != "__class__"]
        self.assertIn(id(base), seen)
        self.assertEqual(self.preview("released"), "released")
        self.assertEqual([self.preview("mapped"), self.capture.main("mapped").length], ["8192 bytes", 8192])
        self.assertEqual(self.preview("unmapped"), "closed")
        self.assertEqual([self.preview("numbers"), self.capture.main("numbers").length], ["typecode i", 50])

    def test_times_are_read_without_their_zone(self):
        self.assertEqual(self.preview("moment"), "2024-05-06 07:08:09.000000")
        self.assertEqual(self.preview("day"), "2024-05-06")
        self.assertEqual(self.preview("hour"), "07:08:09.000000")
        self.assertEqual(self.preview("span"), "3 days 4.000000 s")

    def test_what_waits_tells_where(self):
        self.assertRegex(self.preview("generator"), r"^generate \(.*program\.py:\d+\)$")
        self.assertRegex(self.preview("task"), r"^wait \(.*program\.py:\d+\)$")

    def test_a_task_leads_to_the_variables_of_its_coroutine(self):
        seen, waiting = set(), [self.capture.main("task")]
        while waiting:
            node = waiting.pop()
            if id(node) not in seen:
                seen.add(id(node))
                if {"message", "never"} <= node.names():
                    self.assertEqual(node.to("message").to(0).name, "message")
                    return
                waiting += [target for kind, name, target in node.edges if name not in ("__class__", "f_globals", "__globals__")]
        self.fail("no coroutine with a message")

    def test_a_cache_of_calls_leads_to_the_results(self):
        cached = self.capture.main("cached")
        self.assertEqual(cached.name, "functools._lru_cache_wrapper")
        cache = cached.to("cache", "internal")
        self.assertEqual([cache.name, cache.length], ["dict", 30])
        self.assertEqual(len([node for _, _, node in cache.edges if node.name == "list"]), 30)


class PreviewsOfAFork(Previews, unittest.TestCase):
    fork = "True"


class PreviewsOfThisProcess(Previews, unittest.TestCase):
    fork = "False"


class Arrays(unittest.TestCase):
    def test_arrays_show_shape_type_base_and_elements(self):
        program = python_with_numpy()
        if program is None:
            sys.stderr.write("\nSKIPPED: no NumPy here. Name a Python that has it in HEAPSCOPE_TEST_PYTHON.\n")
            self.skipTest("no NumPy")
        for fork in ("True", "False"):
            capture, _ = run_program(ARRAYS + "    dump(path, fork=%s)\n" % fork, python=program)
            large, view, objects = (capture.main(name) for name in ("large", "view", "objects"))
            self.assertEqual([large.preview, view.preview], ["(1000, 4) float64", "(2, 4) float64, view of 64 bytes"])
            self.assertGreater(large.size, 32000)
            self.assertLess(view.size, 300)
            self.assertEqual(view.to("base"), large)
            self.assertEqual([objects.to(index).name for index in range(3)], ["__main__.Kept"] * 2 + ["NoneType"])
            self.assertEqual(objects.to(0).references, 2)
            self.assertEqual(capture.main("part").to("base"), objects)
            self.assertNotIn(0, capture.main("part").names())
            self.assertEqual(capture.main("column").preview, "(1000,) float64, view of 8000 bytes")
            self.assertEqual(capture.main("part").preview, "(2,) object_, view of 16 bytes")
            self.assertEqual(capture.main("read").preview, "(100,) uint8, view of 100 bytes")
            self.assertEqual(capture.main("read").to("base").name, "bytes")
            self.assertEqual(capture.main("records").preview, "(3,) void")
            self.assertEqual(capture.unreachable(), [])


if __name__ == "__main__":
    unittest.main()
