"""What the programs of this folder share: they build something, say what they built, and are captured.

    python program.py fork OUT.heapsnapshot.gz      captured by itself, in a fork
    python program.py here OUT.heapsnapshot.gz      captured by itself, in the process
    python program.py wait                          says that it is ready, and waits to be attached to

The truth goes to standard output as one line of JSON:
    class, count    how many instances of this class there are, or objects of it in all
    path            labels of references on the way from the root to one of them, in this order, others may stand between
    holder, bytes   the label that leads to what keeps them all, and what it retains as it was built, in bytes
    gone            classes of which nothing is left
"""

import json
import os
import sys

# Large enough that what the truth leaves out, cells and the like, is far less than one percent.
PAYLOAD = 100_000


def payload():
    """Some bytes that nothing else refers to."""
    return bytes(PAYLOAD)


def size_of(*objects):
    """What these objects take by themselves."""
    return sum(map(sys.getsizeof, objects))


PAYLOAD_SIZE = size_of(payload())


def captured(**truth):
    mode = sys.argv[1]
    if mode == "wait":
        print(json.dumps(truth), flush=True)
        sys.stdin.read()
        os._exit(0)
    import heapscope

    heapscope.dump(sys.argv[2], fork=(mode == "fork"))
    print(json.dumps(truth), flush=True)
