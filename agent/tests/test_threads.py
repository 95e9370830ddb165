import sys
import unittest

from tests.captures import run_program

THREADS = """
    import threading, contextvars
    class Kept: pass
    class Local(threading.local):
        def __init__(self): self.begun = ["begun"]
    local, other = threading.local(), Local()
    variable = contextvars.ContextVar("variable")
    ready, end = threading.Barrier(4), threading.Event()
    def work():
        local.pool = [Kept() for _ in range(5)]
        other.begun
        variable.set([Kept()])
        shared = [1]
        try:
            raise ValueError("handled")
        except ValueError:
            ready.wait(); end.wait()
    threads = [threading.Thread(target=work, name="worker", daemon=True) for _ in range(3)]
    for thread in threads: thread.start()
    ready.wait()
    local.mine = ["mine"]
    dump(path, fork=FORK)
    end.set()
    for thread in threads: thread.join()
    print(local.mine, hasattr(local, "pool"))
"""

HELD_LOCALS = """
    def function():
        value = [1]
        held = locals()
        value = [2]
        later = 3
        dump(path, fork=FORK)
        print(sorted(sys._getframe().f_code.co_varnames), sorted(dict.keys(held)), held["value"])
    function()
"""

VARIABLES = """
    def outer(argument, *rest, **named):
        free = ["free"]
        unset = 1
        del unset
        def inner(own, cell=["default"]):
            def innermost(): return own, free, argument
            local = ["local"]
            dump(path, fork=FORK)
            return local, innermost
        return inner(["own"])
    outer(["argument"], 1, key=2)
"""


class Threads:
    def run_it(self, source):
        return run_program(source.replace("FORK", self.fork))

    def test_thread_locals_hang_from_their_thread(self):
        capture, printed = self.run_it(THREADS)
        self.assertEqual(printed.strip(), "['mine'] False")
        self.assertEqual(len(capture.of_class("__main__.Kept")), 3 * 6)
        threads = [node for _, _, node in capture.top("(thread locals)").edges]
        workers = [node for node in threads if node.name.startswith("thread worker (")]
        self.assertEqual(len(workers), 3)
        for worker in workers:
            found = [node for kind, _, node in worker.edges if kind == "element" and "pool" in node.names()]
            self.assertEqual([len(found), found[0].references, len(found[0].to("pool").edges)], [1, 1, 5])
            self.assertEqual(found[0].to("pool").references, 1)
            self.assertTrue([node for _, _, node in worker.edges if "begun" in node.names()])
            # Its other holder, the object itself, still leads there.
            self.assertGreater(len(found[0].incoming), 1)
            if sys.version_info >= (3, 10):
                self.assertEqual(worker.to("exception").name, "ValueError")
            self.assertIn("Context", worker.to("context").name)
            # From 3.14 the thread's object has it, too, and the call that runs in it.
            self.assertEqual(worker.to("context").references, 1 if sys.version_info < (3, 14) else 3)
        main = next(node for node in threads if node.name.startswith("thread MainThread ("))
        self.assertTrue([node for _, _, node in main.edges if "mine" in node.names()])
        self.assertEqual(capture.unreachable(), [])

    def test_a_dictionary_of_locals_is_not_refreshed(self):
        _, printed = self.run_it(HELD_LOCALS)
        version, held = printed.split("]", 1)[0], printed.strip().split("] ", 1)[1]
        self.assertIn("later", version)
        self.assertEqual(held, "['value'] [1]")

    def test_variables_are_read_where_they_stand(self):
        capture, _ = self.run_it(VARIABLES)
        frames = [frame for _, _, thread in capture.top("(threads)").edges for _, _, frame in thread.edges]
        inner = next(frame for frame in frames if "inner (" in frame.name)
        self.assertEqual(inner.names(), {"own", "cell", "innermost", "local", "free", "argument"})
        for name, text in (("own", "own"), ("free", "free"), ("argument", "argument"), ("local", "local"), ("cell", "default")):
            self.assertEqual(inner.to(name).to(0).name, text)
        self.assertEqual(inner.to("local").references, 1)
        outer = next(frame for frame in frames if frame.name.startswith("outer ("))
        self.assertEqual(outer.names(), {"argument", "rest", "named", "free", "inner"})


class ForkedThreads(Threads, unittest.TestCase):
    fork = "True"


class ThreadsOfThisProcess(Threads, unittest.TestCase):
    fork = "False"
