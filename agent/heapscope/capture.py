"""One capture from the walk to the joined file. Runs in the child where there is one."""

import gc
import json
import time

import _tracemalloc

from .arenas import pymalloc_arenas
from .calm import CalmSegment, CalmThreads
from .capture_file import CaptureFile
from .edges import EdgeReader
from .frames import frame_variables
from .fast_walk import FastPages, FastReferences, FastStrings, FastWalk, load_accelerator
from .generations import Generations
from .header import capture_header
from .inline import find_inline_values
from .interpreter import tables_of_interned
from .islands import find_islands
from .own import exclude_interned, exclude_own
from .pages import PageMap
from .raw_walk import RawWalk, find_raw
from .redaction import Redactor
from .references import OwnReferences
from .roots import SyntheticRows, build_roots, number_roots
from .segments import Segment, join_segments
from .strings import TEXTS_REMEMBERED, EdgeStarts, StringTable
from .traces import TraceTree, stop_tracing_here
from .walk import Walk

OWN_LEFT_OUT = "The agent: its modules, functions, frames, and what they hold."
CHANGES_MEANWHILE = (
    "Consistency: without a fork other threads ran now and then, so what they changed meanwhile is seen as it was before or"
    " after, and their reference counts may be off."
)
FROZEN_UNSEEN = (
    "Objects that gc.freeze set aside and no root leads to: only a forked capture sees them, and knows who is frozen."
)


class Capture:
    """What was taken before the fork, and the work after it: `write`."""

    def __init__(self, file: CaptureFile, threads, memory, traces, redact, collected, forked, time_, enabled, counts, careful):
        self.file = file
        self.threads = threads
        self.memory = memory
        self.traces = traces
        self.redact = redact
        self.collected = collected
        self.forked = forked
        self.time = time_
        self.gc_enabled = enabled
        self.gc_counts = counts
        self.clock = time.perf_counter()
        self.pause = 0.0
        self.careful = careful
        self.accelerated = False
        self.by_address = False
        self.exclusions = [OWN_LEFT_OUT]

    def write_here(self, timeout):
        """Without a fork: other threads change what they like meanwhile."""
        calm = CalmThreads(time.monotonic() + timeout)
        self.exclusions.append(CHANGES_MEANWHILE)
        if gc.get_freeze_count():
            self.exclusions.append(FROZEN_UNSEEN)
        parts = {name: CalmSegment(self.file.part(), self.file.compressed, calm) for name in SEGMENT_ORDER}
        calm.begin()
        try:
            finish = self.walk(parts)
        finally:
            calm.end()
        return finish()

    def write(self):
        """Walks and writes, in a child. Returns what `dump` reports, ready for JSON."""
        self.pause = time.perf_counter() - self.clock
        return self.walk({name: Segment(self.file.part(), self.file.compressed) for name in SEGMENT_ORDER})()

    def walk(self, parts):
        """Everything but joining the parts, which the function does that it returns."""
        by_address = self.forked and not self.careful
        accelerator = load_accelerator() if by_address else None
        raw = find_raw() if by_address and (self.redact or not accelerator) else None
        redactor = Redactor(raw) if self.redact else None
        for thread in self.threads if redactor else ():
            thread.name = redactor.thread_name(thread.name)
        tracing = _tracemalloc.is_tracing()
        facts = {"tracemalloc": tracemalloc_facts()} if tracing else {}
        tree = TraceTree() if self.traces and tracing else None
        if tracing and self.forked:
            stop_tracing_here()
            # While it traces, Python does not tell of its arenas.
            arenas = pymalloc_arenas()
            if arenas:
                self.memory["arenas"] = arenas
        frozen = gc.get_freeze_count()
        walk = self.make_walk(parts, tree.leaf_of if tree else None, redactor, accelerator, raw)
        pages, strings, starts = walk.pages, walk.strings, walk.edge_reader.starts
        kept = [thread.kept for thread in self.threads]
        for one in kept:
            one.count_references(walk.own_references)
        root = build_roots(self.threads, starts)
        facts["threads"] = [{"id": t.ident, "name": t.name, "daemon": t.daemon} for t in self.threads]
        order = number_roots(root, walk)
        count_targets(order, walk.own_references)
        del self.threads[:]
        rows = SyntheticRows(walk, strings, starts)
        written = [(node.label, rows.edges_of(node)) for node in order]
        walk.run()
        held, cycles = find_islands(walk, [self, walk, order, rows, kept])
        for label, nodes in (("(held from C)", held), ("(unreachable cycles)", cycles)):
            if nodes:
                parent = walk.reserve()
                parts["nodes"].rows(rows.node(label, len(nodes)))
                parts["edges"].rows(",\n".join("1,%d,%d" % pair for pair in enumerate(nodes)))
                walk.edge_count += len(nodes)
                written[0][1].append("1,%d,%d" % (len(written[0][1]), parent))
        for label, edges in written:
            parts["root_nodes"].rows(rows.node(label, len(edges)))
            if edges:
                parts["root_edges"].rows(",\n".join(edges))
            walk.edge_count += len(edges)
        if tree:
            tree.write(parts["infos"], parts["tree"], strings)
        strings.flush()
        nodes = walk.to_node // 12 + 1
        facts["counts"] = {"objects": nodes - rows.written, "tracked": walk.tracked, "withTrace": walk.traced}
        facts["exclusions"] = self.exclusions
        facts["pageTable"] = pages.table
        functions, objects, edges = len(tree.places) if tree else 0, nodes - rows.written, walk.edge_count

        def finish():
            header = capture_header(self, facts, frozen, redactor)
            size = self.file.complete(lambda target: self.join(target, parts, header, nodes, edges, functions))
            return {"bytes": size, "objects": objects, "edges": edges}

        return finish

    def make_walk(self, parts, trace_of, redactor, accelerator, raw):
        """In a child the walk in C, where there is one, or the one that reads by address; else the one that asks Python."""
        if accelerator:
            texts = (parts["strings"], TEXTS_REMEMBERED)
            core = accelerator.Core(parts["nodes"], parts["edges"], *texts, self.file.compressed)
            pages, strings, own_references = FastPages(core), FastStrings(core), FastReferences(core)
        else:
            pages, strings, own_references = PageMap(), StringTable(parts["strings"]), OwnReferences()
        self.accelerated = accelerator is not None
        exclude_own(pages, accelerator)
        exclude_interned(pages, tables_of_interned())
        starts = EdgeStarts(strings, redactor)
        reader = EdgeReader(starts, find_inline_values(), frame_variables, not self.forked)
        if accelerator:
            return FastWalk(core, pages, strings, reader, own_references, trace_of, redactor)
        told = (
            pages, strings, reader, parts["nodes"], parts["edges"], Generations(self.forked, raw), own_references,
            trace_of, redactor, not self.forked,
        )  # fmt: skip
        self.by_address = raw is not None and not trace_of
        return RawWalk(raw, *told) if self.by_address else Walk(*told)

    def join(self, target, parts, header, nodes, edges, functions):
        """Puts the parts in the order of the format, with what stands between them."""
        meta = dict(header, node_count=nodes, edge_count=edges, trace_function_count=functions)
        parts["head"].write(b'{"snapshot":' + json.dumps(meta, separators=(",", ":")).encode() + b',\n"nodes":[')
        for name, text in BETWEEN:
            if name.startswith("root_") and parts[name[5:]].started:
                text = ",\n"
            parts[name].write(text.encode())
        join_segments(target, [parts[name] for name in SEGMENT_ORDER])


SEGMENT_ORDER = ["head", "root_nodes", "nodes", "root_edges", "edges", "infos", "tree", "strings"]
BETWEEN = [
    ("root_nodes", ""),
    ("nodes", '],\n"edges":['),
    ("root_edges", ""),
    ("edges", '],\n"trace_function_infos":['),
    ("infos", '],\n"trace_tree":['),
    ("tree", '],\n"samples":[],\n"locations":[],\n"strings":['),
    ("strings", "]}\n"),
]


def count_targets(order, own_references):
    """The tree of roots holds each of its targets once, and what was taken of the frames its variables once more."""
    for node in order:
        for _, target in node.targets:
            own_references.add(id(target))


def tracemalloc_facts():
    current, peak = _tracemalloc.get_traced_memory()
    return {
        "current": current,
        "peak": peak,
        "frames": _tracemalloc.get_traceback_limit(),
        "overhead": _tracemalloc.get_tracemalloc_memory(),
    }
