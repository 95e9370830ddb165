"""`measure.py TOOL COUNT FILE`: fills a heap, lets one tool see it, and prints what that took as JSON."""

import gc
import json
import os
import re
import resource
import sys
import threading
import time

from heap import make_heap


def memory_of(pid, fields):
    try:
        with open("/proc/%s/smaps_rollup" % pid) as file:
            return sum(1024 * int(kb) for name, kb in re.findall(r"(\w+): +(\d+) kB", file.read()) if name in fields)
    except OSError:
        return 0


def children():
    with open("/proc/self/task/%d/children" % threading.main_thread().native_id) as file:
        return file.read().split()


class Watch(threading.Thread):
    """The most memory that a child has of its own, or that this process has more than in the beginning."""

    def __init__(self, forks):
        super().__init__(daemon=True)
        self.forks = forks
        self.before = memory_of("self", ("Rss",))
        self.most = 0
        self.over = False

    def run(self):
        while not self.over:
            if self.forks:
                for child in children():
                    self.most = max(self.most, memory_of(child, ("Private_Dirty", "Private_Clean")))
            else:
                self.most = max(self.most, memory_of("self", ("Rss",)) - self.before)
            time.sleep(0.05)


def heapscope(file):
    from heapscope import dump

    result = dump(file, fork=True)
    return {"objects": result.objects, "pause": result.pause, "bytes": result.bytes}


def guppy(file):
    from guppy import hpy

    return {"objects": hpy().heap().count}


def pympler(file):
    from pympler import muppy, summary

    return {"objects": sum(row[1] for row in summary.summarize(muppy.get_objects()))}


def objgraph(file):
    import objgraph

    sizes = sum(map(sys.getsizeof, gc.get_objects()))
    return {"objects": sum(objgraph.typestats().values()), "sizes": sizes}


TOOLS = {"heapscope": heapscope, "heapscope-pure": heapscope, "guppy3": guppy, "pympler": pympler, "objgraph": objgraph}


def main(tool, count, file):
    if tool.startswith("heapscope"):
        import heapscope as loaded  # noqa: F401 - before the heap, as a service would
        from heapscope.fast_walk import load_accelerator

        is_there = load_accelerator() is not None
        if is_there != (tool == "heapscope"):
            raise SystemExit("%s is to be measured, but the accelerator is %sthere." % (tool, "" if is_there else "not "))
    kept = make_heap(int(count))
    gc.collect()
    watch = Watch(tool.startswith("heapscope"))
    watch.start()
    started, used = time.perf_counter(), processor_seconds()
    found = TOOLS[tool](file)
    found["seconds"] = time.perf_counter() - started
    found["processor"] = processor_seconds() - used
    watch.over = True
    watch.join()
    found["memory"] = watch.most
    if os.path.exists(file):
        os.unlink(file)
    print(json.dumps(found), flush=True)
    # Taking the heap down again takes as long as filling it.
    os._exit(0 if kept else 1)


def processor_seconds():
    """Of this process and of children that are over, without the thread that watches: it sleeps."""
    own, below = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + below.ru_utime + below.ru_stime


if __name__ == "__main__":
    main(*sys.argv[1:])
