import unittest

from tests.accelerator import build_accelerator
from tests.captures import run_program
from tests.pythons import all_pythons

PROGRAM_OF_TRAPS = """
    calls = []
    armed = False
    NAMES = '''__getattr__ __getattribute__ __eq__ __hash__ __repr__ __str__ __sizeof__ __len__ __iter__ __bool__
        __dir__ __call__ __instancecheck__ __subclasscheck__ __mro_entries__ __prepare__ __contains__ __getitem__
        __index__ __format__ __reduce_ex__ __get__ __set__ __keys__ __subclasses__'''.split()
    def trap(name):
        def method(self, *rest):
            if armed:
                calls.append(name)
                raise RuntimeError(name)
            return getattr(object if not isinstance(self, type) else type, name)(self, *rest)
        return method
    traps = {name: trap(name) for name in NAMES}
    Meta = type("Meta", (type,), dict(traps))
    namespace = dict(traps)
    namespace["__class__"] = property(trap("__class__"))
    namespace["value"] = property(trap("value"))
    Trap = Meta("Trap", (), dict(namespace))
    Items = Meta("Items", (dict,), {k: v for k, v in namespace.items()})
    Row = Meta("Row", (list,), {k: v for k, v in namespace.items()})
    Text = Meta("Text", (str,), {k: v for k, v in namespace.items() if k != "__hash__"})
    Number = Meta("Number", (int,), dict(namespace))
    made = [object.__new__(Trap), dict.__new__(Items), list.__new__(Row), str.__new__(Text, "t"), int.__new__(Number, 7)]
    keyed = {Text("k"): 1} if False else {}
    holder = {"a": made[0], "cls": Trap}
    armed = True
    dump(path, fork=FORK, traces=True)
    armed = False
    print(calls)
"""

PROGRAM_OF_SIZES = """
    import gc, tracemalloc, threading
    class Plain:
        def __init__(self): self.a, self.b = [1], [2]
    made = [Plain() for _ in range(1000)]
    gc.set_threshold(701, 11, 12)
    sizes = [sys.getsizeof(item) for item in made]
    def local_reader():
        big = ["big"]
        count = sys.getrefcount(big)
        dump(path, fork=FORK)
        return sys.getrefcount(big) - count
    before = gc.get_threshold(), gc.isenabled(), gc.get_freeze_count()
    gc.collect()
    used = sys.getallocatedblocks()
    counts = local_reader()
    after = gc.get_threshold(), gc.isenabled(), gc.get_freeze_count()
    gc.collect()
    grown = sys.getallocatedblocks() - used
    print(before == after, counts, grown < 900, sizes == [sys.getsizeof(item) for item in made])
"""


# What C code has declared and not made ready: no bases, no dictionary, no order of classes.
CLASS_NEVER_READY = """
    import ctypes
    raw = ctypes.create_string_buffer(type.__basicsize__)
    words = (ctypes.c_size_t * 5).from_buffer(raw)
    title = ctypes.create_string_buffer(b"bare.Class")
    words[:] = [1 << 29, id(type), 0, ctypes.addressof(title), object.__basicsize__]
    kept = [ctypes.cast(ctypes.addressof(raw), ctypes.py_object).value]
    dump(path, fork=FORK)
    import os
    os._exit(0)
"""


class Safety(unittest.TestCase):
    def test_a_class_that_was_never_made_ready_does_not_end_the_capture(self):
        for python in all_pythons().values():
            build_accelerator(python)
            for fork in ("True", "False"):
                with self.subTest(python=python, fork=fork):
                    capture, _ = run_program(CLASS_NEVER_READY.replace("FORK", fork), python=python)
                    node = capture.main("kept").to(0)
                    self.assertEqual((node.name, node.preview), ("type", "bare.Class"))

    def test_no_code_of_the_program_runs(self):
        for fork in ("True", "False"):
            capture, printed = run_program(PROGRAM_OF_TRAPS.replace("FORK", fork))
            self.assertEqual(printed.strip(), "[]", fork)
            self.assertEqual(capture.main("holder").to("a").to("__class__"), capture.main("Trap"))

    def test_the_program_is_as_it_was(self):
        _, printed = run_program(PROGRAM_OF_SIZES.replace("FORK", "True"))
        self.assertEqual(printed.split(), ["True", "0", "True", "True"])

    def test_no_dict_comes_into_being(self):
        capture, _ = run_program(PROGRAM_OF_SIZES.replace("FORK", "False"))
        if tuple(map(int, capture.py["python"]["version"].split(".")[:2])) >= (3, 11):
            found = capture.of_class("__main__.Plain")
            self.assertEqual(len(found), 1000)
            self.assertFalse([node for node in found if "__dict__" in node.names()])

    def test_frozen_objects_are_seen_and_stay_frozen(self):
        capture, printed = run_program(
            "import gc\nfrozen = [['f']]\ngc.freeze()\nn = gc.get_freeze_count()\nnew = [[1]]\n"
            "dump(path)\nprint(n == gc.get_freeze_count())\n"
        )
        self.assertEqual(printed.strip(), "True")
        self.assertEqual(capture.main("frozen").generation, 4)
        self.assertEqual(capture.main("new").generation, 1)

    def test_redaction_leaves_names_and_no_values(self):
        capture, _ = run_program(
            "secrets = {'secretkey': 'topsecret', 'other': 'topsecret', 'n': 123456789}\nclass Known: pass\n"
            "known = Known()\ndump(path, redact=True)\n"
        )
        text = repr(capture.raw["strings"])
        self.assertNotIn("topsecret", text)
        self.assertNotIn("123456789", text)
        self.assertEqual(capture.main("known").name, "__main__.Known")
        self.assertTrue(capture.py["redacted"])
        self.assertNotIn("secretkey", text)

    def test_traces_lead_to_the_line(self):
        capture, _ = run_program(
            "import tracemalloc\n\nclass Known:\n    def __init__(self):\n        self.a = 1\n"
            "def make():\n    return Known()\nknown = [make() for _ in range(300)]\nlisted = [[1] * 100 for _ in range(300)]\ndump(path)\nprint(tracemalloc.is_tracing())",
            "-X",
            "tracemalloc=5",
        )
        infos, strings = capture.raw["trace_function_infos"], capture.raw["strings"]
        lines = {}

        def walk(tree, line):
            for i in range(0, len(tree), 5):
                number, info, _, _, below = tree[i : i + 5]
                lines[number] = (strings[infos[6 * info + 1]], infos[6 * info + 4])
                walk(below, line)

        walk(capture.raw["trace_tree"], 0)
        # Python keeps up to 80 freed lists for new ones: those freed before tracing began have no trace.
        for name, line, most_without in (("listed", 13, 80), ("known", 11, 0)):
            traces = [node.trace for key, _, node in capture.main(name).edges]
            self.assertLessEqual(traces.count(0), most_without)
            self.assertEqual({lines[trace][1] for trace in traces if trace}, {line})
        self.assertEqual({lines[node.trace][0] for _, _, node in capture.main("known").edges}, {"make"})


class Failures(unittest.TestCase):
    def failure(self, source):
        import os
        import subprocess
        import sys
        import tempfile

        from tests.captures import AGENT

        with tempfile.TemporaryDirectory() as folder:
            script = "import sys; sys.path.insert(0, %r); sys.path.append(%r)\n" % (AGENT, folder)
            script += "from heapscope import dump\npath = %r\n" % os.path.join(folder, "x.gz")
            done = subprocess.run([sys.executable, "-c", script + source], stderr=subprocess.PIPE, timeout=60)
            self.assertEqual(os.listdir(folder), [])
            return done.stderr.decode().strip().splitlines()[-1]

    def test_a_child_that_takes_too_long_is_ended(self):
        said = self.failure("data = [[i] for i in range(300000)]\ndump(path, timeout=0.2)")
        self.assertIn("CaptureError", said)
        self.assertIn("timeout", said)

    def test_a_full_disk_leaves_nothing(self):
        limit = "import resource\nresource.setrlimit(resource.RLIMIT_FSIZE, (100000, 100000))\nimport signal\n"
        said = self.failure(limit + "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\ndump(path)")
        self.assertIn("File too large", said)

    def test_a_missing_folder_is_named(self):
        self.assertIn("There is no folder", self.failure("dump('/nowhere/at/all.gz')"))


if __name__ == "__main__":
    unittest.main()
