import sys
import unittest

from tests.captures import run_program

INTERPRETER = """
    import atexit, codecs, os
    class Kept: pass
    def hook(event, arguments): pass
    hook.kept = Kept()
    sys.addaudithook(hook)
    del hook
    def search(name): return None
    search.kept = Kept()
    codecs.register(search)
    del search
    def handle(error): raise error
    handle.kept = Kept()
    codecs.register_error("own", handle)
    del handle
    def forked(): pass
    forked.kept = Kept()
    os.register_at_fork(before=forked, after_in_child=forked)
    del forked
    class Cleanup:
        def __call__(self, *arguments, **named): pass
        def __eq__(self, other): raise RuntimeError("called")
    for number in range(3): atexit.register(Cleanup(), [number], key=Kept())
    dump(path, fork=FORK)
    atexit._clear()
"""


class Roots:
    @classmethod
    def setUpClass(cls):
        cls.capture, _ = run_program(INTERPRETER.replace("FORK", cls.fork))
        cls.interpreter = cls.capture.top("(interpreter)")

    def holder(self, name, function):
        holder = self.interpreter.to(name)
        return next(node for _, _, node in holder.edges if node.preview.startswith("__main__.%s (" % function))

    def test_what_the_interpreter_holds_has_a_name(self):
        for name, function in (
            ("codec search functions", "search"),
            ("codec error handlers", "handle"),
            ("before fork", "forked"),
            ("after fork in child", "forked"),
            ("audit hooks", "hook"),
        ):
            found = self.holder(name, function)
            self.assertEqual(found.references, 2 if function == "forked" else 1, name)
            self.assertEqual(found.to("__dict__").to("kept").name, "__main__.Kept")
        self.assertIn("utf_8", self.interpreter.to("codecs").names() | {"utf_8"})

    def test_callbacks_at_exit_are_named(self):
        found = self.callbacks()
        self.assertEqual([node.name for node in found].count("__main__.Cleanup"), 3)
        for node in found:
            if node.name == "__main__.Cleanup":
                self.assertEqual(node.references, 1)
        self.assertEqual(len([node for node in found if "key" in node.names()]), 3)

    def callbacks(self):
        """Functions, arguments and named arguments; from 3.14 in a list of tuples, as CPython has them."""
        if "atexit callbacks" in self.interpreter.names():
            entries = [entry for _, _, entry in self.interpreter.to("atexit callbacks").edges if entry.name == "tuple"]
            return [node for entry in entries for _, _, node in entry.edges]
        callbacks = next(node for _, _, node in self.interpreter.edges if node.name == "atexit callbacks")
        return [node for _, _, node in callbacks.edges]

    def test_what_the_interpreter_holds_is_not_held_from_c(self):
        held = self.capture.top("(held from C)")
        for _, _, node in held.edges if held else ():
            self.assertFalse(node.name in ("__main__.Kept", "__main__.Cleanup"), node.name)


class RootsOfAFork(Roots, unittest.TestCase):
    fork = "True"


class RootsOfThisProcess(Roots, unittest.TestCase):
    fork = "False"
