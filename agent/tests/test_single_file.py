import os
import re
import shutil
import sys
import unittest

import single_file
from tests.processes import ProcessTest, count_of
from tests.pythons import all_pythons


class SingleFile(ProcessTest):
    def setUp(self):
        super().setUp()
        self.write("heapscope.py", single_file.join())
        self.write("app.py", "class Held: pass\nheld = [Held() for _ in range(1234)]\n")

    def run_alone(self, *arguments: str, python: str):
        return self.run_python("-E", *arguments, python=python)

    def test_alone_in_a_folder_it_runs_on_every_python_as_script_module_and_import(self):
        dump = "import heapscope; exec(open('app.py').read()); heapscope.dump('x-1.heapsnapshot.gz')"
        for version, python in all_pythons().items():
            for way in (["heapscope.py", "run", "app.py"], ["-m", "heapscope", "run", "app.py"], ["-c", dump]):
                with self.subTest(python=version, way=way[:2]):
                    done = self.run_alone(*way, python=python)
                    self.assertEqual(done.returncode, 0, done.stderr)
                    (capture,) = self.captures("*-*.heapsnapshot.gz", wait_for=1)
                    self.assertEqual(count_of(capture, "__main__.Held"), 1234)
                    for name in os.listdir(self.folder):
                        if name not in ("heapscope.py", "app.py"):
                            path = os.path.join(self.folder, name)
                            shutil.rmtree(path) if os.path.isdir(path) else os.unlink(path)

    def test_copied_into_a_package_it_leaves_only_itself_out_of_its_captures(self):
        self.write("shop/__init__.py", "")
        self.write("shop/heapscope.py", single_file.join())
        self.write("shop/app.py", "class Held: pass\nheld = [Held() for _ in range(1234)]\n")
        code = "import shop.app; from shop import heapscope; heapscope.dump('shop-1.heapsnapshot.gz')"
        self.assertEqual(self.run_alone("-c", code, python=sys.executable).stderr, "")
        (capture,) = self.captures("shop-*", wait_for=1)
        self.assertEqual(count_of(capture, "shop.app.Held"), 1234)
        self.assertIn("held", capture["strings"])
        self.assertNotIn("exclude_own", capture["strings"])

    def test_nothing_of_the_agent_is_in_its_captures(self):
        self.run_alone("heapscope.py", "run", "app.py", python=sys.executable)
        self.run_python("-m", "heapscope", "run", "app.py")
        for capture in self.captures("app-*", wait_for=2):
            own = [text for text in capture["strings"] if "heapscope" in text and "/" not in text]
            # The names in sys.modules, in sys.orig_argv, and of files beside it are the interpreter's.
            self.assertEqual([text for text in own if not re.match(r"heapscope(\.\w+|_agent\S*)?$", text)], [])
            self.assertEqual([text for text in capture["strings"] if "MallocInfo" in text], [])


class Served(unittest.TestCase):
    def test_the_page_serves_what_the_modules_make(self):
        served = os.path.join(os.path.dirname(single_file.__file__), "..", "public", "heapscope.py")
        with open(served, encoding="utf-8") as file:
            self.assertEqual(file.read(), single_file.join(), "python agent/single_file.py public/heapscope.py")


class Joining(ProcessTest):
    def join(self, **modules: str) -> str:
        for name, text in modules.items():
            self.write("package/%s.py" % name, text)
        return single_file.join(os.path.join(self.folder, "package"))

    def test_modules_come_in_the_order_of_their_imports_and_private_names_stay_apart(self):
        text = self.join(
            __init__="from .a import first\n",
            a="import os\nfrom .b import (\n    second,\n)\n_N = 1\ndef first():\n    return _N + second()\n",
            b="import os\n_N = 2\ndef second():\n    from .c import third\n    return _N + third()\n",
            c="def third(): return 3\n",
        )
        self.assertEqual(text.count("import os"), 1)
        names = {"__name__": "heapscope"}
        exec(compile(text.replace("if _RUN:\n    main()", ""), "joined", "exec"), names)
        self.assertEqual(names["first"](), 6)

    def test_what_cannot_be_joined_is_an_error(self):
        for text, why in (
            ("from . import b\n", "only `from .module import name`"),
            ("from .b import x as y\n", "only `from .module import name`"),
            ("def x(): pass\n", "x is defined in a.py and in b.py"),
            ("from .b import x\n", "modules import each other"),
        ):
            with self.subTest(text=text):
                with self.assertRaisesRegex(single_file.JoinError, why):
                    self.join(__init__="", a=text, b="from .a import z\nx = 1\n" if "each other" in why else "x = 1\n")


if __name__ == "__main__":
    unittest.main()
