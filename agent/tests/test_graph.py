import unittest

from tests.captures import run_program
from tests.pythons import all_pythons

CACHES = """
    import functools
    loose = functools.lru_cache(maxsize=None)(lambda n: {"n": n})
    bound = functools.lru_cache(maxsize=3)(lambda n: {"n": n})
    empty = functools.lru_cache(maxsize=0)(lambda n: {"n": n})
    bare = functools._lru_cache_wrapper(print, None, False, tuple)
    for n in range(5): loose(n), bound(n), empty(n)
"""
TASKS = """
    import asyncio, types
    space = types.SimpleNamespace(rows=["rows"])
    async def wait(future): return [await future]
    async def main(path):
        global waiting, ended, failed, stopped
        never = asyncio.get_running_loop().create_future()
        waiting, ended = asyncio.ensure_future(wait(never)), asyncio.get_running_loop().create_future()
        failed = asyncio.get_running_loop().create_future()
        ended.set_result(["result"]), failed.set_exception(KeyError("why"))
        stopped = asyncio.ensure_future(wait(asyncio.get_running_loop().create_future()))
        waiting.set_name("a name"), waiting.add_done_callback(print), waiting.add_done_callback(repr)
        await asyncio.sleep(0)
        stopped.cancel()
        await asyncio.sleep(0)
        dump(path)
        waiting.remove_done_callback(print), waiting.remove_done_callback(repr)
        waiting.cancel(), failed.exception()
    asyncio.run(main(path))
"""
PROGRAM = CACHES + """
    import collections, weakref, functools, threading, gc
    class Plain:
        def __init__(self):
            self.first, self.second = ["first"], {"k": object()}
    class Slotted:
        __slots__ = ("left", "right")
    class Both(Slotted):
        pass
    class MyDict(dict):
        pass
    class Partly:
        def __init__(self, full):
            self.a = ["a"]
            if full: self.b = ["b"]
            self.c = ["c"]
    plain = Plain()
    opened = Plain(); opened.__dict__
    partly = [Partly(True), Partly(False)]
    slotted = Slotted(); slotted.left = ["left"]
    both = Both(); both.left, both.right, both.more = [1.5], [2.5], [3.5]
    mine = MyDict(a=[1]); mine.extra = [2]
    mixed = {("t",): [1], "s": [2]}
    queue = collections.deque([[1], [2]])
    long_queue = collections.deque([collections.deque()] * 70000)
    ordered = collections.OrderedDict(x=[1])
    target = Plain(); weak = weakref.ref(target)
    def outer():
        captured = ["captured"]
        def inner(): return captured
        return inner
    inner = outer()
    def generate():
        inside = ["inside"]
        yield inside
    generator = generate(); next(generator)
    shared = [object()] ; more = [shared, shared, shared]
    class Node: pass
    gc.disable()
    cycle = Node(); cycle.me = cycle; del cycle
    def function(local):
        mine_too = local
        dump(path, fork=FORK)
    ready, leave = threading.Event(), threading.Event()
    def work():
        busy = ["busy"]
        ready.set(); leave.wait()
    thread = threading.Thread(target=work, name="worker"); thread.start(); ready.wait()
    function([{"a": "local"}])
    leave.set()
"""


class Graph:
    @classmethod
    def setUpClass(cls):
        cls.capture, _ = run_program(PROGRAM.replace("FORK", cls.fork))

    def test_all_nodes_are_reachable(self):
        self.assertEqual([(node.name, node.incoming) for node in self.capture.unreachable()], [])

    def test_attributes_have_names_without_a_dict(self):
        plain = self.capture.main("plain")
        owner = plain.to("__dict__") if "__dict__" in plain.names() else plain
        self.assertEqual(owner.to("first").to(0).name, "first")
        self.assertEqual(owner.to("second").to("k").name, "object")
        self.assertEqual(plain.to("__class__").preview, "__main__.Plain")

    def test_an_opened_dict_holds_the_attributes(self):
        opened = self.capture.main("opened")
        self.assertEqual(opened.names(), {"__class__", "__dict__"})
        self.assertTrue(opened.flags & 64)
        self.assertEqual(opened.to("__dict__").to("first").to(0).name, "first")

    def test_missing_attributes_shift_no_names(self):
        for index, names in enumerate(("abc", "ac")):
            node = self.capture.main("partly").to(index)
            owner = node.to("__dict__") if "__dict__" in node.names() else node
            for name in names:
                self.assertEqual(owner.to(name).to(0).name, name)

    def test_slots_have_names(self):
        slotted = self.capture.main("slotted")
        self.assertEqual(slotted.to("left").to(0).name, "left")
        self.assertNotIn("right", slotted.names())
        both = self.capture.main("both")
        self.assertEqual(both.to("left").to(0).preview, "1.5")
        self.assertEqual(both.to("right").to(0).preview, "2.5")
        owner = both.to("__dict__") if "__dict__" in both.names() else both
        self.assertEqual(owner.to("more").to(0).preview, "3.5")

    def test_subclasses_of_builtins_show_items_and_attributes(self):
        mine = self.capture.main("mine")
        self.assertEqual(mine.to("a").to(0).preview, "1")
        owner = mine.to("__dict__") if "__dict__" in mine.names() else mine
        self.assertEqual(owner.to("extra").to(0).preview, "2")

    def test_dict_keys_are_edges(self):
        mixed = self.capture.main("mixed")
        self.assertEqual(mixed.to("s").to(0).preview, "2")
        self.assertEqual(mixed.to(0).to(0).preview, "1")
        self.assertEqual({n.name for k, e, n in mixed.edges if e == "key"}, {"tuple", "s"})

    def test_deques_and_ordered_dicts_show_items(self):
        self.assertEqual(self.capture.main("queue").to(1).to(0).preview, "2")
        long = self.capture.main("long_queue")
        self.assertEqual(long.to(69999), long.to(0))
        self.assertEqual(self.capture.main("ordered").to("x").to(0).preview, "1")

    def test_weak_references_do_not_retain(self):
        kind, _, node = next(edge for edge in self.capture.main("weak").edges if edge[1] == "referent")
        self.assertEqual((kind, node), ("weak", self.capture.main("target")))

    def test_closures_name_free_variables(self):
        inner = self.capture.main("inner")
        self.assertEqual(inner.to("captured", "context").to(0).name, "captured")
        self.assertEqual(inner.to("cell").to("cell_contents"), inner.to("captured"))
        self.assertEqual(inner.type, "closure")

    def test_generators_name_variables(self):
        generator = self.capture.main("generator")
        owner = generator if "inside" in generator.names() else generator.to("gi_frame")
        self.assertEqual(owner.to("inside").to(0).name, "inside")

    def test_reference_counts_are_those_of_the_program(self):
        shared = self.capture.main("shared")
        self.assertEqual(shared.references, 4)
        self.assertEqual(shared.to(0).references, 1)
        for name in ("plain", "slotted", "queue", "ordered"):
            self.assertEqual(self.capture.main(name).references, 1, name)

    def test_cycles_without_a_holder_have_their_root(self):
        garbage = self.capture.top("(unreachable cycles)")
        self.assertIn("__main__.Node", {node.name for _, _, node in garbage.edges})

    def test_threads_show_frames_and_variables(self):
        threads = [node for _, _, node in self.capture.top("(threads)").edges]
        frames = [frame for thread in threads for _, _, frame in thread.edges]
        function = next(frame for frame in frames if frame.name.startswith("function ("))
        self.assertEqual(function.to("local").to(0).to("a").name, "local")
        self.assertEqual(function.to("mine_too"), function.to("local"))
        work = next(frame for frame in frames if frame.name.startswith("work ("))
        self.assertEqual(work.to("busy").to(0).name, "busy")
        self.assertEqual(work.to("busy").references, 1)
        self.assertTrue(any(thread.name.startswith("thread worker (") for thread in threads))

    def test_nothing_of_the_agent_is_there(self):
        for node in self.capture.nodes:
            self.assertNotIn("heapscope.", node.name + node.preview if node.type != "string" else "")


class Caches(unittest.TestCase):
    def test_caches_of_functools_have_one_own_dictionary_and_one_of_attributes(self):
        for version, python in all_pythons().items():
            capture, _ = run_program(CACHES + "    dump(path)\n", python=python)
            for name, length in (("loose", 5), ("bound", 3), ("empty", 0), ("bare", 0)):
                with self.subTest(version, name=name):
                    wrapper = capture.main(name)
                    dicts = [label for _, label, node in wrapper.edges if node.name == "dict"]
                    results = ["referent"] * 3 if name == "bound" else []
                    attributes = [] if name == "bare" else ["__dict__"]
                    self.assertEqual(dicts, [*results, "cache", *attributes])
                    self.assertEqual(wrapper.to("cache", "internal").length, length)
                    if attributes:
                        self.assertIn("__wrapped__", wrapper.to("__dict__").names())


class Tasks(unittest.TestCase):
    def test_tasks_and_futures_say_what_they_run_wait_for_and_gave(self):
        for version, python in all_pythons().items():
            with self.subTest(version):
                capture, _ = run_program(TASKS, python=python)
                task = capture.main("waiting")
                self.assertEqual(task.to("_coro").name, "coroutine")
                self.assertIn(task.to("_context").name, ("_contextvars.Context", "Context"))
                self.assertEqual(task.to("_fut_waiter").name, "_asyncio.Future")
                self.assertIn("Loop", task.to("_loop").name)
                self.assertEqual(task.to("_name").name, "a name")
                self.assertEqual(task.to("_callbacks").name, "list")
                if int(version.split(".")[1]) >= 9:
                    self.assertIn("CancelledError", capture.main("stopped").to("_cancelled_exc").name)
                self.assertEqual(capture.main("ended").to("_result").to(0).name, "result")
                self.assertEqual(capture.main("failed").to("_exception").name, "KeyError")

    def test_a_namespace_keeps_its_attributes_in_its_dictionary(self):
        for version, python in all_pythons().items():
            with self.subTest(version):
                capture, _ = run_program(TASKS, python=python)
                attributes = capture.main("space").to("__dict__", "internal")
                self.assertEqual(attributes.to("rows").to(0).name, "rows")


class ForkedGraph(Graph, unittest.TestCase):
    fork = "True"


class GraphOfThisProcess(Graph, unittest.TestCase):
    fork = "False"


if __name__ == "__main__":
    unittest.main()
