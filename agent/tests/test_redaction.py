import gzip
import os
import subprocess
import sys
import tempfile
import textwrap
import unittest

from tests.captures import AGENT, ReadCapture, run_program

# Each text is put together at run time, so that no constant of the program holds it.
PLANTED = """
    import sys; sys.path.insert(0, %r)
    from heapscope import dump
    import datetime, functools, mmap, threading, os
    WORDS = ["text", "bytes", "array", "key", "inline", "local", "argv", "thread", "file", "long", "closure", "slot",
             "default", "mapped", "error", "view", "local2"]
    def planted(which): return "Secret" + WORDS[which].title() * 2
    class Plain: pass
    class Slotted:
        __slots__ = ("value",)
    folder = sys.argv[1]
    plain = Plain(); setattr(plain, planted(4), 1)
    slotted = Slotted(); slotted.value = planted(11)
    texts = [planted(0), planted(9) * 50]
    data = [planted(1).encode(), bytearray(planted(2).encode()), memoryview(planted(15).encode())]
    keyed = {planted(3): 1, (planted(3), 1): 2, planted(3).encode(): 3}
    numbers = [int("9182736450918"), float("9182.73645"), complex(0, 91827.25), datetime.datetime(1987, 11, 23, 21, 43)]
    def closing(): 
        value = planted(10)
        return lambda: value
    closed = closing()
    filled = functools.partial(planted, which=planted(12))
    opened = open(os.path.join(folder, planted(8)), "w")
    with open(os.path.join(folder, planted(13)), "w+b") as file:
        file.truncate(1 << 16)
        mapped = mmap.mmap(file.fileno(), 1 << 16); mapped[:]
    try: raise ValueError(planted(14))
    except ValueError as error: kept = error
    ready, end = threading.Event(), threading.Event()
    def work():
        value = planted(16)
        ready.set(); end.wait()
    thread = threading.Thread(target=work, name=planted(7)); thread.start(); ready.wait()
    def main():
        value = planted(5)
        dump(os.path.join(folder, "test.heapsnapshot.gz"), redact=REDACT, fork=FORK)
    main()
    end.set()
"""
PLACES = (
    "TextText BytesBytes ArrayArray KeyKey InlineInline LocalLocal ArgvArgv ThreadThread FileFile LongLong"
    " ClosureClosure SlotSlot DefaultDefault MappedMapped ErrorError"
).split()
NUMBERS = ("9182736450918", "9182.73645", "91827.25", "1987-11-23")


class Redaction(unittest.TestCase):
    def captured(self, redact, fork):
        with tempfile.TemporaryDirectory() as folder:
            script, path = os.path.join(folder, "program.py"), os.path.join(folder, "test.heapsnapshot.gz")
            with open(script, "w") as file:
                source = PLANTED.replace("REDACT", str(redact)).replace("FORK", str(fork))
                file.write(textwrap.dedent(source) % AGENT)
            done = subprocess.run([sys.executable, script, folder, "SecretArgvArgv"], stderr=subprocess.PIPE, timeout=120)
            assert done.returncode == 0, done.stderr.decode()
            with gzip.open(path) as file:
                return file.read(), ReadCapture(path)

    def test_the_plants_are_found_without_it(self):
        data, _ = self.captured(False, True)
        missing = [text for text in PLACES + list(NUMBERS) if text.encode() not in data]
        self.assertEqual(missing, [])

    def test_no_secret_is_in_the_bytes(self):
        for fork in (True, False):
            data, capture = self.captured(True, fork)
            found = [text for text in PLACES + list(NUMBERS) if text.encode() in data]
            self.assertEqual(found, [], fork)
            self.assertNotIn(b"Secret", data)
            # Names of the program, standard threads and libraries stay.
            self.assertEqual(capture.main("plain").name, "__main__.Plain")
            self.assertIn("MainThread", [thread["name"] for thread in capture.py["threads"]])
            paths = [region["path"] for region in capture.py["memory"]["regions"]]
            self.assertTrue([path for path in paths if ".so" in path])
            self.assertTrue([path for path in paths if path.startswith("(length")])

    def test_equal_bytes_are_equal_and_others_with_the_same_beginning_are_not(self):
        capture, _ = run_program(
            "one, same, other = (bytes(200) + text for text in (b'a', b'a', b'b'))\ndump(path, redact=True)\n"
        )
        one, same, other = (capture.main(name) for name in ("one", "same", "other"))
        self.assertEqual(one.preview, same.preview)
        self.assertNotEqual(one.preview, other.preview)


if __name__ == "__main__":
    unittest.main()
