"""The walk in C and both in Python see the same heap, forked from one parent, and must write the same graph."""

import os
import random
import re
import subprocess
import sys
import tempfile
import textwrap
import unittest

from tests.accelerator import build_accelerator
from tests.captures import AGENT, ReadCapture, run_program
from tests.pythons import all_pythons, python_with_numpy
from tests.test_graph import PROGRAM
from tests.test_previews import ARRAYS

WAYS = ["in C", "by address", "by reference"]
# The children are forked from the same state; each captures through a further fork of its own.
TURNS = """
    import sys; sys.path.insert(0, AGENT)
    import os, gc
    import heapscope
    from heapscope import capture
    # It is loaded for all, and left out of all, as loading changes how Python keeps its loaders.
    def choose():
        capture.loaded = capture.load_first()
        return capture.loaded if len(capture.turns) == 2 else None
    def choose_raw():
        return capture.find_first() if capture.turns else None
    def leave_out(pages, _):
        capture.leave_out_first(pages, capture.loaded)
    def take_turns(folder, **options):
        # What the agent loads and remembers once is the same for all.
        capture.loaded = None
        heapscope.dump(os.path.join(folder, "first"), fork=False)
        gc.collect(); gc.disable()
        # In the agent's module, where none sees which turn it is.
        capture.turns, capture.load_first = WAYS[::-1], capture.load_accelerator
        capture.find_first, capture.find_raw = capture.find_raw, choose_raw
        capture.leave_out_first, capture.exclude_own = capture.exclude_own, leave_out
        capture.load_accelerator = choose
        while capture.turns:
            capture.name = capture.turns.pop() + ".heapsnapshot"
            if not os.fork():
                try:
                    heapscope.dump(os.path.join(folder, capture.name), fork=True, **options)
                except BaseException as error:
                    print(repr(error), flush=True)
                    os._exit(1)
                os._exit(0)
            if os.wait()[1]:
                raise SystemExit(capture.name + " failed")
    gc.collect()
"""


def capture_in_all_ways(program, *flags, python=sys.executable, **options):
    """The captures of the heap of a program, in the order of `WAYS`."""
    source = textwrap.dedent(TURNS).replace("AGENT", repr(AGENT)).replace("WAYS", repr(WAYS)) + textwrap.dedent(program)
    with tempfile.TemporaryDirectory() as folder:
        source += "\ntake_turns(%r, %s)\n" % (folder, ", ".join("%s=%r" % item for item in options.items()))
        script = os.path.join(folder, "program.py")
        with open(script, "w", encoding="utf-8") as file:
            file.write(source)
        done = subprocess.run([python, *flags, script], stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=300)
        assert done.returncode == 0, (done.stdout + done.stderr).decode()
        return [ReadCapture(os.path.join(folder, name + ".heapsnapshot")) for name in WAYS]


def unkeyed(text):
    """Redacted texts are equal under a key that no capture shares; ctypes remembers addresses of its own as numbers."""
    return re.sub("equal [0-9a-f]{16}|^[0-9]{8,10}$|^[0-9]{14,15}$", "", text)


def facts_of(node):
    # From 3.14 each child of a fork writes down its own number.
    name, preview = ("", "") if any(label == "_native_id" for _, label, _ in node.incoming) else (node.name, node.preview)
    return (
        node.type, unkeyed(name), node.size, node.length, node.flags, unkeyed(preview),
        [(kind, unkeyed(str(name)), target.index) for kind, name, target in node.edges],
    )  # fmt: skip


def texts_of(capture):
    """All its texts but numbers, which the nodes tell."""
    return [unkeyed(text) for text in capture.raw["strings"] if not re.match("[0-9]+$", text)]


def may_be_shared(node, modules):
    """Whether the two walks themselves may refer to the object: what is the interpreter's, and texts that are interned."""
    if node.type in ("string", "number", "closure") or node.name in ("type", "method_descriptor", "wrapper_descriptor"):
        return True
    return node.name == "_thread.lock" or node.index in modules


HEAP = PROGRAM.split("    def function(local)")[0]

WEIRD = """
    import array, collections, decimal, enum, fractions, io, types, typing, weakref, functools, contextvars, sys
    huge = [10 ** n for n in (18, 19, 20, 100, 1000)] + [1 << 20000, -(1 << 63), (1 << 63) - 1, -(1 << 64), True]
    floats = [0.1, -0.0, 1e308, 1e-308, float("inf"), float("nan"), 3.0, 1e16, 123456789.123]
    surrogates = ["\\ud800", "a\\udfffb", "\\ud83d\\ude00", chr(0x1F600) * 200, "\\x00\\x7f\\n\\t\\b\\f\\r\\"\\\\", "\\xe9" * 130, "x" * 120, "y" * 121]
    texts = ["text %d" % (i % 18000) for i in range(20000)]
    data = [b"", b"x" * 100, b"\\x00\\xff'\\"", bytearray(b"abc"), memoryview(b"abc"), array.array("i", [1, 2])]
    cyclic = []; cyclic.append(cyclic); ring = {}; ring["ring"] = ring; ring[1] = ring; ring[None] = cyclic; ring[(1,)] = 2
    twin = ([],); twin[0].append(twin)
    class Base: __slots__ = ("a", "b", "__weakref__")
    class Below(Base): __slots__ = ("c",)
    class Open(Base): pass
    class Text(str): pass
    class Number(int): pass
    class Error(Exception): pass
    Point = collections.namedtuple("Point", "x y")
    class Row(typing.NamedTuple):
        a: int
        b: str
    class Colour(enum.Enum):
        RED = 1; GREEN = 2
    made = []
    for i in range(300):
        slotted, opened = Below(), Open()
        if i % 2: slotted.a = {"d": i}
        if i % 3: slotted.b = slotted
        if i % 5: slotted.c = Below
        for n in range(i % 7): setattr(opened, "n%d" % n, [n])
        if i % 4 == 0: opened.a = {}
        if i % 6 == 0: opened.__dict__
        if i % 11 == 0: opened.__dict__ = {"other": i}
        made += [slotted, opened, Text("t%d" % i), Number(i), Point(i, [i]), Row(i, str(i)), weakref.ref(opened), weakref.ref(slotted)]
        made += [collections.OrderedDict(a=i), collections.Counter("abc"), collections.defaultdict(list, {i: [i]}), functools.partial(print, i)]
        made += [collections.deque([i, [i]]), frozenset([i, "s"]), {i, "t"}, slice(i), range(i), types.SimpleNamespace(v=i), iter([i]), Error(i)]
    del slotted, opened
    many = Open()
    for n in range(100): setattr(many, "n%d" % n, n)
    weak_values = weakref.WeakValueDictionary({i: Open() for i in range(3)}); kept = Open(); weak_values["kept"] = kept
    only_weak = [weakref.ref(kept)]
    module = types.ModuleType("made"); module.__dict__["x"] = module
    empty = types.ModuleType.__new__(types.ModuleType)
    new = [kind.__new__(kind) for kind in (types.SimpleNamespace, io.StringIO, io.BytesIO, functools.partial) if kind is not functools.partial]
    bare = [object.__new__(Base), Error.__new__(Error), collections.deque.__new__(collections.deque), weakref.ref.__new__]
    side_by_side = [object() for _ in range(600)]; del side_by_side[::7]; twice = side_by_side[:300]
    assert any(id(one) >> 5 == id(other) >> 5 for one, other in zip(side_by_side, side_by_side[1:]))
    context = contextvars.copy_context(); variable = contextvars.ContextVar("v"); variable.set([1])
    decimals = [decimal.Decimal("1.5"), fractions.Fraction(1, 3), complex(1, 2), None, ..., NotImplemented]
    deep = None
    for n in range(2000): deep = [deep]
    def generate():
        mine = yield
    started = generate(); next(started); fresh = generate()
    async def wait(): pass
    coroutine = wait(); coroutine.close()
    big = {i: str(i) for i in range(5000)}
    for i in range(0, 5000, 3): del big[i]
    parts = {"k%d" % i: i for i in range(50)}; parts.pop("k3"); parts["k3"] = 0
    class Meta(type): extra = 1
    Made = Meta("Made", (), {"__slots__": ["x"]}); made.append(Made())
    globals()["_hidden"] = iter(big.items()); next(_hidden)
    late = Open.__new__(Open); Open.later = property(lambda self: 1 / 0)
"""

MANY_NAMES = """
    keys = {"key %d" % i: "value %d" % i for i in range(50000)}
    class Order:
        def __init__(self, i): self.first_field = i; self.second_field = [i]; self.__dict__["third %d" % (i % 3)] = i
    orders = [Order(i) for i in range(10000)]
    for order in orders[::7]: order.__dict__
    records = [{"record_field": "land %d" % (i % 3), "own %d" % i: i} for i in range(20000)]
"""


# More than is read at once, with gaps, keys that are no texts, and what only weak references lead to.
LARGE = """
    import weakref
    class Item: pass
    items = [Item() for _ in range(9000)]
    mixed = {(i if i % 3 else "key %d" % i): [i] for i in range(10000)}
    for i in range(0, 10000, 7): del mixed[i if i % 3 else "key %d" % i]
    several = {("e", i) for i in range(6000)}
    for i in range(0, 6000, 5): several.discard(("e", i))
    frozen, row = frozenset(range(9000)), tuple(float(i) for i in range(9000))
    wide = dict.fromkeys(range(70000))
    weak = [weakref.ref(item) for item in items[::50]]
    seen_weakly = weakref.ref(items.pop(4500))
    texts = ["caf\\xe9 %d" % i for i in range(200)] + ["\\u0394 %d" % i for i in range(200)] + ["\\U0001f600 %d" % i for i in range(200)]
    encoded = [text.encode() for text in texts] + [hash(text) for text in texts] + [-(1 << 59), 1 << 61, 0, b"", ""]
    numbers = [-1 - i * 37 for i in range(300)] + [1 << i for i in range(100)] + [-(1 << i) for i in range(100)]
    def adder(n, *, step=1): return lambda value: value + n + step
    adders = [adder(i) for i in range(500)]
    for i, one in enumerate(adders[::9]): one.extra = i
    class Wide:
        def __init__(self, count):
            for i in range(count): setattr(self, "field_%d" % i, i)
    wide_ones = [Wide(count) for count in (3, 21, 22, 29, 30, 63, 64, 65, 200) for _ in range(3)]
    namespaces = [vars(one) for one in wide_ones[::2]]
    class Both(Item):
        __slots__ = ("left", "right")
    class Slots:
        __slots__ = ("left", "right")
    pairs = [Both() for _ in range(400)] + [Slots() for _ in range(400)]
    for i, pair in enumerate(pairs):
        if i % 2: pair.left = i
        if i % 3: pair.right = pair
        if i % 5 == 0 and isinstance(pair, Both): pair.other, pair.left = None, None
    for i, item in enumerate(items):
        if i % 2: item.first = None
        if i % 3: item.second = None
        if i % 100 == 0: item.__dict__
        if i % 101 == 0: item.first = item.third = type(item)
        if i % 103 == 0: item.__dict__ = type("Sub", (dict,), {})(a=1)
"""


class SameGraph(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        lacks = build_accelerator()
        if lacks:
            raise unittest.SkipTest("THE ACCELERATOR IS NOT TESTED: %s." % lacks)

    def assert_same(self, program, *flags, **options):
        fast, by_address, by_reference = capture_in_all_ways(program, *flags, **options)
        self.assertEqual([one.py["accelerator"] for one in (fast, by_address, by_reference)], [True, False, False])
        # Where Python traces allocations, objects are asked for theirs.
        traces = "tracemalloc" in by_address.py
        self.assertEqual([one.py["byAddress"] for one in (fast, by_address, by_reference)], [True, not traces, False])
        for way, pure in zip(WAYS[1:], (by_address, by_reference)):
            self.assert_same_as(fast, pure, way)
        return fast

    def assert_same_as(self, fast, pure, way):
        for one, other in zip(fast.nodes, pure.nodes):
            place = "%s, node %d of %d" % (way, one.index, len(fast.nodes))
            self.assertEqual(facts_of(one), facts_of(other), place)
            # What looking into the interpreter makes anew has the trace and the generation of whenever it was made.
            if one.address == other.address:
                self.assertEqual((one.trace, one.generation), (other.trace, other.generation), place)
        self.assertEqual(len(fast.nodes), len(pure.nodes), way)
        self.assertTrue(texts_of(fast) == texts_of(pure), way)
        modules = {node.to("__dict__").index for _, _, node in pure.top("(modules)").edges if "__dict__" in node.names()}
        moved = 0
        for one, other in zip(fast.nodes, pure.nodes):
            if one.type != "synthetic":
                moved += one.address != other.address
            if not may_be_shared(one, modules):
                self.assertEqual(one.references, other.references, "%s, %r %r" % (way, one.name, one.preview))
        # What looking into the interpreter makes anew, the lock of threads in a child, and some fields.
        self.assertLess(moved, 60, way)

    def test_usual_objects(self):
        self.assert_same(HEAP)

    def test_weird_objects(self):
        self.assert_same(WEIRD)

    def test_large_containers(self):
        self.assert_same(LARGE)

    def test_arrays_and_their_views(self):
        python = python_with_numpy()
        if python is None or build_accelerator(python):
            self.skipTest("no NumPy, or no accelerator for the Python that has it")
        self.assertRegex(self.assert_same(ARRAYS, python=python).main("view").preview, "view of 64 bytes$")

    def test_names_that_recur_are_written_a_few_times_however_many_others_there_are(self):
        for options in ({}, {"redact": True}):
            with self.subTest(**options):
                strings = self.assert_same(MANY_NAMES, **options).raw["strings"]
                names = ["first_field", "second_field", "third 0", "third 1", "third 2", "record_field"]
                self.assertLessEqual(max(map(strings.count, names)), 5)

    def test_frozen_objects(self):
        capture = self.assert_same("frozen = [['f']]\ngc.freeze()\nnew = [[1]]\n")
        self.assertEqual(capture.main("frozen").generation, 4)

    def test_redacted_values_keep_their_places(self):
        self.assertTrue(self.assert_same(HEAP, redact=True).py["redacted"])

    def test_stacks(self):
        capture = self.assert_same(HEAP, "-X", "tracemalloc=3")
        self.assertGreater(capture.py["counts"]["withTrace"], 100)

    def test_all_reference_counts_of_the_program(self):
        capture = self.assert_same("class A: pass\nx = [A() for _ in range(10)]\ny = list(x)\n")
        self.assertEqual([node.references for node in capture.of_class("__main__.A")], [2] * 10)

    def test_every_python(self):
        for version, python in all_pythons().items():
            with self.subTest(version):
                lacks = build_accelerator(python)
                if lacks:
                    print("THE ACCELERATOR IS NOT TESTED on %s: %s." % (version, lacks), file=sys.stderr)
                elif python != sys.executable:
                    self.assert_same(HEAP + MANY_NAMES, python=python)

    def test_packed_rows_are_gzip(self):
        source = """
            import random
            random.seed(7)
            noise = ["".join(chr(random.randrange(1, 0x3000)) for _ in range(n % 121)) for n in range(30000)]
            numbers = [random.random() for _ in range(30000)]
            same = [[] for _ in range(100000)]
            dump(path)
        """
        capture, _ = run_program(source)
        self.assertTrue(capture.py["accelerator"])
        for name, count in (("noise", 30000), ("numbers", 30000), ("same", 100000)):
            self.assertEqual(capture.main(name).length, count)
        random.seed(7)
        noise = ["".join(chr(random.randrange(1, 0x3000)) for _ in range(n % 121)) for n in range(30000)]
        self.assertEqual([node.name for _, _, node in capture.main("noise").edges], noise)
        shown = [node.preview for _, _, node in capture.main("numbers").edges]
        self.assertEqual(shown, [repr(random.random()) for _ in range(30000)])


if __name__ == "__main__":
    unittest.main()
