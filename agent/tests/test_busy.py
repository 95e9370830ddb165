import unittest

from tests.captures import run_program

BUSY = """
    import threading, time
    class Stable:
        def __init__(self, number): self.number, self.payload = number, [number]
    class Changed: pass
    stable = {number: Stable(number) for number in range(2000)}
    shared = [stable]
    busy = {"dict": {}, "list": [], "object": Changed()}
    stop, rounds = threading.Event(), [0] * 3
    def change(which):
        number = 0
        while not stop.is_set():
            number += 1
            busy["dict"][number % 500] = [number]
            busy["dict"].pop((number * 7) % 500, None)
            busy["list"].append(Changed())
            if len(busy["list"]) > 300: busy["list"].clear()
            setattr(busy["object"], "a%d" % (number % 50), {"n": number})
            rounds[which] += 1
    threads = [threading.Thread(target=change, args=(which,), daemon=True) for which in range(3)]
    for thread in threads: thread.start()
    sys.setswitchinterval(0.003)
    while not all(rounds): time.sleep(0.01)
    before = list(rounds)
    begun = time.time()
    dump(path, fork=FORK)
    took = time.time() - begun
    ran = [now > then for now, then in zip(rounds, before)]
    stop.set()
    print(all(ran), round(sys.getswitchinterval(), 4), took < 60)
"""


class Busy:
    @classmethod
    def setUpClass(cls):
        cls.capture, cls.printed = run_program(BUSY.replace("FORK", cls.fork))

    def test_the_program_goes_on_with_its_own_switch_interval(self):
        self.assertEqual(self.printed.split(), ["True", "0.003", "True"])

    def test_what_does_not_change_is_exact(self):
        stable = self.capture.main("stable")
        self.assertEqual(len(self.capture.of_class("__main__.Stable")), 2000)
        self.assertEqual([stable.references, stable.length], [2, 2000])
        for node in self.capture.of_class("__main__.Stable"):
            owner = node.to("__dict__") if "__dict__" in node.names() else node
            self.assertEqual([node.references, owner.to("payload").references], [1, 1])

    def test_no_object_appears_twice_and_none_is_lost(self):
        addresses = [node.address for node in self.capture.nodes]
        self.assertEqual(len(addresses), len(set(addresses)))
        self.assertEqual(self.capture.unreachable(), [])


class BusyAndForked(Busy, unittest.TestCase):
    fork = "True"

    def test_a_fork_shows_one_moment(self):
        busy = self.capture.main("busy")
        # At most the last one of each thread is in its frame and not in the list yet.
        listed = busy.to("list")
        changed = self.capture.of_class("__main__.Changed")
        self.assertLessEqual(listed.length, 300 + 3)
        self.assertLessEqual(len(changed) - 1 - listed.length, 3)
        held = {id(node) for _, _, node in listed.edges}
        self.assertEqual(len(held), listed.length)
        for _, key, node in busy.to("dict").edges:
            if key != "key":
                self.assertEqual(node.references, 1)


class BusyInThisProcess(Busy, unittest.TestCase):
    fork = "False"

    def test_what_may_be_off_is_said(self):
        self.assertIn("Consistency", " ".join(self.capture.py["exclusions"]))


class Deadline(unittest.TestCase):
    def test_a_capture_without_a_fork_is_given_up_in_time(self):
        _, printed = run_program(
            "import time\nfrom heapscope import CaptureError\ndata = [[i] for i in range(200000)]\nbegun = time.time()\n"
            "interval = sys.getswitchinterval()\n"
            "try: dump(path, fork=False, timeout=0.1)\nexcept CaptureError as error: print(error)\n"
            "print(sys.getswitchinterval() == interval)\ndel data\ndump(path, fork=False)\n"
        )
        self.assertIn("not ready in time", printed)
        self.assertIn("True", printed)

    def test_frozen_objects_that_are_not_seen_are_told(self):
        capture, _ = run_program("import gc\ngc.freeze()\ndump(path, fork=False)\n")
        self.assertTrue([text for text in capture.py["exclusions"] if "gc.freeze" in text])


if __name__ == "__main__":
    unittest.main()
