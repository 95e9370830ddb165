"""The walk over all objects, in Python.

What a faster walk must produce: `Walk.run` takes synthetic nodes that lead to objects, and then everything reachable.
It hands each node and each edge, in the order of the nodes, to the segments `nodes` and `edges` of the capture as rows
of text, gives every string it names a place in the string table, counts nodes and edges, and leaves in `pages` which
node stands for which address (`to_node`, the index times the number of fields; below zero what is left out). The order
is breadth first: an object gets its index when the first edge to it is written. The rest of the agent (roots, what is
left out, islands, header, joining) is shared and asks only `node_for`, `rows_of` and `run`.
"""

from _blake2 import blake2b
from gc import get_objects, is_tracked
from itertools import repeat
from sys import getrefcount, getsizeof

from .edges import weak_target
from .kinds import KindTable, class_flags
from .layout import FLAG_HAS_DICT, FLAG_IMMORTAL, FLAG_VALUE, IMMORTAL_COUNT, IMMORTAL_FROM, NODE_FIELDS, OBJECT_NODE
from .pages import OWN_SLOT
from .sizes import class_extra
from .typefacts import HEAP_TYPE_FLAG, TYPE_FLAGS

SHOWN_TEXT = 120
FLUSH_AFTER = 4096
PIECE = 50000
MIDDLES_REMEMBERED = 1 << 15
# Integers beyond may have too many digits to show.
SMALLEST, LARGEST = -(1 << 63), (1 << 63) - 1


def count_held_by_loop():
    """The references that a list, a loop and the call of `getrefcount` add, which some versions leave out."""
    for probe in [object()]:
        return getrefcount(probe)


def long_text(text):
    """The beginning of a long string and what tells it from others: its length and a hash."""
    digest = blake2b(digest_size=8)
    for start in range(0, len(text), 1 << 20):
        digest.update(text[start : start + (1 << 20)].encode("utf-8", "surrogatepass"))
    return "%s… (length %d, hash %s)" % (text[:SHOWN_TEXT], len(text), digest.hexdigest())


def unseen_of(tracked, pages):
    left = [obj for obj in tracked if pages.slot(obj) in (0, OWN_SLOT)]
    # Looking may add pages.
    slots = set(map(id, pages.values()))
    return [obj for obj in left if not pages.slot(obj) and id(obj) not in slots]


class Walk:
    """One walk. `nodes` and `edges` are segments; `held` keeps objects alive where the program goes on meanwhile."""

    def __init__(self, pages, strings, edge_reader, nodes, edges, generations, own_references, trace_of, redactor, hold):
        self.pages = pages
        self.strings = strings
        self.kinds = KindTable(strings, edge_reader)
        self.edge_reader = edge_reader
        self.nodes = nodes
        self.edges = edges
        self.generations = generations
        self.own_references = own_references
        self.trace_of = trace_of
        self.redactor = redactor
        self.hold = hold
        self.held = []
        self.pending = []
        self.weakly_seen = []
        self.to_node = 0
        self.edge_count = 0
        self.traced = 0
        self.tracked = 0
        # The level of the search, besides the piece of it that is walked.
        self.held_by_walk = 1
        self.middles = {}
        self.referent_start = edge_reader.starts.weak["referent"]
        self.class_start = edge_reader.starts.internal["__class__"]

    def reserve(self):
        """The next index, times the number of fields, for a node that is written elsewhere."""
        self.to_node += NODE_FIELDS
        return self.to_node

    def node_for(self, obj):
        """`to_node` of an object, which is walked later if it was not seen yet; 0 if it is left out."""
        address = id(obj)
        slots = self.pages[address >> 16]
        place = address >> 4 & 4095
        node = slots[place]
        if node > 0:
            return node
        if node == OWN_SLOT:
            return 0
        if node:
            self.retain(obj)
            return -node
        node = slots[place] = self.reserve()
        self.pending.append(obj)
        return node

    def retain(self, obj):
        """A retaining edge leads to an object that only weak ones led to: true of all it leads to, too."""
        waiting = [obj]
        while waiting:
            obj = waiting.pop()
            address = id(obj)
            slots, place = self.pages[address >> 16], address >> 4 & 4095
            if slots[place] >= OWN_SLOT:
                continue
            slots[place] = -slots[place]
            reader = (self.kinds.get(id(type(obj))) or self.kinds.add(type(obj)))[2]
            if reader is not None:
                waiting += reader(obj)[1]

    def weak_node_for(self, obj):
        """As `node_for`, for an edge that does not retain.

        The pages keep it below zero, and what is found through it, until something retained leads there: each object
        changes sides once at most, so this adds no more than a second look at it.
        """
        address = id(obj)
        slots = self.pages[address >> 16]
        place = address >> 4 & 4095
        node = slots[place]
        if node == OWN_SLOT:
            return 0
        if not node:
            node = self.reserve()
            slots[place] = -node
            self.pending.append(obj)
            self.weakly_seen.append(obj)
            self.own_references.add(address)
        return abs(node)

    def only_weakly_seen(self):
        """Objects that only weak edges lead to so far."""
        return [obj for obj in self.weakly_seen if self.pages.slot(obj) < OWN_SLOT]

    def unseen(self):
        """What the collector tracks and the walk has not seen."""
        # Taken before the functions of the comprehensions, and their cells, come into being.
        return unseen_of(get_objects(), self.pages)

    def run(self):
        """Walks until nothing is pending."""
        while self.pending:
            level, self.pending = self.pending, []
            for start in range(0, len(level), PIECE):
                self.walk_piece(level[start : start + PIECE])
                if self.hold:
                    self.held.append(level[start : start + PIECE])
                else:
                    level[start : start + PIECE] = repeat(None, min(PIECE, len(level) - start))
            del level

    def flush(self, rows, edges):
        if rows:
            self.nodes.rows(("%s%d%s%d,\n" * (len(rows) // 4) % tuple(rows))[:-2])
            rows.clear()
        if edges:
            self.edge_count += len(edges) // 2
            self.edges.rows(("%s%d,\n" * (len(edges) // 2) % tuple(edges))[:-2])
            edges.clear()

    def walk_piece(self, objects):
        pages, numbers, kinds = self.pages, self.pages.numbers, self.kinds
        generations, oldest = self.generations.by_address, self.generations.oldest
        tracked = 0
        own_references, trace_of, text = self.own_references, self.trace_of, self.strings.text
        redactor, weakly_seen = self.redactor, self.weakly_seen
        plain = not trace_of and not redactor
        rows, edges = [], []
        add_edge, wait = edges.append, self.pending.append
        middle_of, text_of, new_text = self.middles.get, self.strings.texts.get, self.strings.new_text
        held = count_held_by_loop() + self.held_by_walk
        to_node, trace, dict_start = self.to_node, 0, self.edge_reader.dict_start
        for obj in objects:
            # First, so that it no longer holds the class of the last object, which may be this one.
            kind = type(obj)
            references = getrefcount(obj) - held
            address = id(obj)
            if plain and (kind is str or kind is float or kind is int and SMALLEST <= obj <= LARGEST):
                if address in own_references:
                    references -= own_references[address]
                if references > IMMORTAL_FROM:
                    references, flags = IMMORTAL_COUNT, FLAG_IMMORTAL | FLAG_VALUE
                else:
                    flags = FLAG_VALUE
                if kind is str:
                    length = len(obj)
                    shown = obj if length <= SHOWN_TEXT else long_text(obj)
                    key = (getsizeof(obj), 0, 0, references, length, 0, flags)
                    preview = 0
                    head = "2,%d," % (text_of(shown) or text(shown))
                else:
                    head = (kinds.get(id(kind)) or kinds.add(kind))[0]
                    shown = repr(obj)
                    key = (getsizeof(obj), 0, 0, references, 0, 0, flags)
                    preview = text_of(shown) or new_text(shown)
                rows += (
                    head,
                    numbers[address >> 16] << 13 | (address & 65535) >> 3,
                    middle_of(key) or self.middle(key),
                    preview,
                )
                if len(rows) > 4 * FLUSH_AFTER:
                    self.flush(rows, edges)
                continue
            head, size, edges_of, length_of, preview_of, flags, is_weak, is_class = kinds.get(id(kind)) or kinds.add(kind)
            if address in own_references:
                references -= own_references[address]
            if references > IMMORTAL_FROM:
                references = IMMORTAL_COUNT
                flags |= FLAG_IMMORTAL
            before = len(edges)
            if edges_of is not None:
                starts, values = edges_of(obj)
                # An object that only weak edges lead to so far passes that on: see `weak_node_for`.
                weak = bool(weakly_seen) and pages[address >> 16][address >> 4 & 4095] < OWN_SLOT
                for start, value in zip(starts, values):
                    target = id(value)
                    slots = pages[target >> 16]
                    place = target >> 4 & 4095
                    node = slots[place]
                    if node <= 0:
                        if node == -1:
                            continue
                        if node:
                            node = -node
                            if not weak:
                                self.retain(value)
                        else:
                            to_node += 12
                            node = to_node
                            slots[place] = -node if weak else node
                            wait(value)
                    add_edge(start)
                    add_edge(node)
                if flags & 8 and dict_start in starts:
                    flags |= FLAG_HAS_DICT
                if is_weak:
                    self.to_node = to_node
                    self.add_weak_edge(obj, edges)
                    to_node = self.to_node
                value = values = None
            length = length_of(obj) if length_of else 0
            if trace_of:
                trace = trace_of(obj, kind)
            if size.__class__ is not int:
                size = size(obj)
            trace = self.traced_node(trace, size) if trace else 0
            if kind is str:
                flags |= FLAG_VALUE
                shown = obj if length <= SHOWN_TEXT else long_text(obj)
                head = "2,%d," % text(redactor.text(obj) if redactor else shown)
                preview = 0
            elif preview_of is None:
                preview = 0
            else:
                shown = preview_of(obj)
                preview = text(redactor.value(obj, shown) if redactor and flags & FLAG_VALUE else shown) if shown else 0
                if is_class:
                    flags |= class_flags(obj)
                    size += class_extra(obj, self.edge_reader.inline_values)
            generation = generations.get(address, oldest) if is_tracked(obj) else 0
            if generation:
                tracked += 1
            key = (size, (len(edges) - before) >> 1, trace, references, length, generation, flags)
            rows += (
                head,
                numbers[address >> 16] << 13 | (address & 65535) >> 3,
                middle_of(key) or self.middle(key),
                preview,
            )
            if len(rows) > 4 * FLUSH_AFTER or len(edges) > 8 * FLUSH_AFTER:
                self.flush(rows, edges)
        self.to_node = to_node
        self.tracked += tracked
        self.flush(rows, edges)

    def middle(self, key):
        """The part of a node record that many objects share; remembered, as numbers take long to write."""
        text = ",%d,%d,%d,0,%d,%d,%d,%d," % key
        if len(self.middles) < MIDDLES_REMEMBERED:
            self.middles[key] = text
        return text

    def traced_node(self, trace, size):
        self.traced += 1
        trace.count += 1
        trace.size += size
        return trace.number

    def add_weak_edge(self, reference, edges):
        target = weak_target(reference)
        node = self.weak_node_for(target) if target is not None else 0
        if node:
            edges += (self.referent_start, node)
