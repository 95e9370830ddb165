"""Reads captures for the tests: plain JSON into nodes with their edges, as a brute-force oracle would."""

import gzip
import json
import os
import subprocess
import sys
import tempfile
import textwrap

AGENT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


class Node:
    def __init__(self, index, fields, strings, py, types):
        (self.type, name, number, self.size, self.edge_count, self.trace, _, self.references, self.length,
         self.generation, self.flags, preview) = fields  # fmt: skip
        self.index = index
        self.type = types[self.type]
        self.name, self.preview = strings[name], strings[preview]
        self.address = py["pageTable"][number >> 13] << 16 | (number & 0x1FFF) << 3
        self.edges = []
        self.incoming = []

    def to(self, name, kind=None):
        """The node an edge of this name leads to."""
        found = [node for edge_type, edge_name, node in self.edges if edge_name == name and kind in (None, edge_type)]
        assert found, "%r has no edge %r, only %r" % (self.name, name, [edge[:2] for edge in self.edges])
        return found[0]

    def names(self):
        return {name for _, name, _ in self.edges}


class ReadCapture:
    def __init__(self, path):
        with (gzip.open if path.endswith(".gz") else open)(path, "rt", encoding="utf-8") as file:
            self.raw = json.load(file)
        snapshot = self.raw["snapshot"]
        self.py = snapshot["py"]
        meta, strings, numbers = snapshot["meta"], self.raw["strings"], self.raw["nodes"]
        types = meta["node_types"][0]
        self.nodes = [Node(i // 12, numbers[i : i + 12], strings, self.py, types) for i in range(0, len(numbers), 12)]
        counts = len(self.nodes), len(self.raw["edges"]) / 3
        assert counts == (snapshot["node_count"], snapshot["edge_count"]), "%r and not %r in %s" % (counts, (snapshot["node_count"], snapshot["edge_count"]), path)
        edges = iter(zip(*[iter(self.raw["edges"])] * 3))
        for node in self.nodes:
            for _ in range(node.edge_count):
                kind, name, target = next(edges)
                kind = meta["edge_types"][0][kind]
                label = name if kind in ("element", "hidden") else strings[name]
                node.edges.append((kind, label, self.nodes[target // 12]))
                self.nodes[target // 12].incoming.append((kind, label, node))
        assert next(edges, None) is None
        self.root = self.nodes[0]

    def top(self, label):
        found = [node for _, _, node in self.root.edges if node.name == label]
        return found[0] if found else None

    def main(self, name):
        """What the program's global of this name leads to."""
        return self.top("(modules)").to("__main__").to("__dict__").to(name, "property")

    def of_class(self, name):
        return [node for node in self.nodes if node.name == name]

    def unreachable(self):
        seen, waiting = {0}, [self.root]
        while waiting:
            for kind, _, node in waiting.pop().edges:
                if kind != "weak" and node.index not in seen:
                    seen.add(node.index)
                    waiting.append(node)
        return [node for node in self.nodes if node.index not in seen]


def run_program(source, *options, python=sys.executable):
    """Runs a program that finds `dump` and `path` and captures itself. Returns (capture, what it printed)."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "test.heapsnapshot.gz")
        script = os.path.join(folder, "program.py")
        with open(script, "w") as file:
            file.write("import sys\nsys.path.insert(0, %r)\nfrom heapscope import dump\npath = %r\n" % (AGENT, path))
            file.write(textwrap.dedent(source))
        done = subprocess.run([python, *options, script], stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=120)
        assert done.returncode == 0, done.stderr.decode()
        assert sorted(os.listdir(folder)) == ["program.py", "test.heapsnapshot.gz"], os.listdir(folder)
        return ReadCapture(path), done.stdout.decode()
