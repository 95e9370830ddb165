"""Objects read by address: few pages are copied, and where that fails, Python is asked."""

import os
import sys
import unittest

from tests.captures import run_program
from tests.pythons import all_pythons

HEAP = """
    import os, resource
    os.environ["HEAPSCOPE_PURE"] = "1"
    class Order:
        def __init__(self, i): self.number, self.lines, self.note = i + 1000, [{"article": "a%d" % i, "count": i / 7}], None
    def on_event(i):
        return lambda event: (i, event)
    orders = [Order(i) for i in range(60000)]
    listeners = {i: on_event(i) for i in range(10000)}
"""
FAULTS = """
    def copied(**options):
        before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_minflt
        dump(path, **options)
        return resource.getrusage(resource.RUSAGE_CHILDREN).ru_minflt - before
"""
BY_REFERENCE = """
    from heapscope import capture
    capture.find_raw = lambda: None
"""


@unittest.skipUnless(sys.platform == "linux", "only Linux captures in a forked child and says what it copied")
class ByAddress(unittest.TestCase):
    def test_a_capture_copies_thousands_of_pages_less_than_one_by_reference(self):
        pythons = sorted(all_pythons().items(), key=lambda item: int(item[0].split(".")[1]))
        # The oldest and the newest; `test_accelerator.py` looks at all.
        for version, python in {pythons[0], pythons[-1]}:
            with self.subTest(version):
                capture, few = run_program(HEAP + FAULTS + "    print(copied())\n", python=python)
                self.assertTrue(capture.py["byAddress"])
                capture, many = run_program(HEAP + FAULTS + BY_REFERENCE + "    print(copied())\n", python=python)
                self.assertFalse(capture.py["byAddress"])
                self.assertLess(int(few), int(many) - 3000)

    def test_a_redacted_capture_is_made_by_address_too(self):
        capture, _ = run_program(HEAP + "    dump(path, redact=True)\n")
        self.assertEqual((capture.py["byAddress"], capture.py["redacted"]), (True, True))
        self.assertNotIn("a7", capture.raw["strings"])

    def test_a_child_that_reads_what_is_not_there_is_followed_by_one_that_asks_python(self):
        source = """
            import faulthandler, os, signal
            os.environ["HEAPSCOPE_PURE"] = "1"
            from heapscope import capture
            faulthandler.enable()
            children = []
            def read_nothing():
                os.write(told, b"x")
                os.kill(os.getpid(), signal.SIGSEGV)
            capture.find_raw = read_nothing
            hearing, told = os.pipe()
            kept = [["a"], "b"]
            dump(path)
            print(len(os.read(hearing, 9)))
        """
        capture, said = run_program(source)
        self.assertEqual(said.strip(), "1")
        self.assertEqual((capture.py["byAddress"], capture.py["accelerator"]), (False, False))
        self.assertEqual(capture.main("kept").length, 2)

    def test_a_list_that_is_being_sorted_is_empty_for_that_time(self):
        source = """
            import os, sys
            os.environ["HEAPSCOPE_PURE"] = "1"
            sizes = []
            def key(value):
                if not sizes:
                    sizes.append(sys.getsizeof(sorted_now))
                    dump(path)
                return value
            sorted_now = [3, 1, 2]
            sorted_now.sort(key=key)
            print(sizes[0])
        """
        capture, size = run_program(source)
        self.assertTrue(capture.py["byAddress"])
        found = capture.main("sorted_now")
        self.assertEqual((found.length, found.size, found.edges), (0, int(size), []))

    def test_without_ctypes_python_is_asked(self):
        source = 'import os, sys\nos.environ["HEAPSCOPE_PURE"] = "1"\nsys.modules["_ctypes"] = None\nkept = [1]\ndump(path)\n'
        capture, _ = run_program(source)
        self.assertFalse(capture.py["byAddress"])
        self.assertEqual(capture.main("kept").length, 1)


if __name__ == "__main__":
    unittest.main()
