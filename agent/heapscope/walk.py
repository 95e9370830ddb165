"""The walk over all objects, in Python.

What a faster walk must produce: `Walk.run` takes synthetic nodes that lead to objects, and then everything reachable.
It hands each node and each edge, in the order of the nodes, to the segments `nodes` and `edges` of the capture as rows
of text, gives every string it names a place in the string table, counts nodes and edges, and leaves in `pages` which
node stands for which address (`to_node`, the index times the number of fields; below zero what is left out). The order
is breadth first: an object gets its index when the first edge to it is written. The rest of the agent (roots, what is
left out, islands, header, joining) is shared and asks only `node_for`, `rows_of` and `run`.
"""

from _blake2 import blake2b
from gc import get_objects, get_referents, is_tracked
from itertools import repeat
from sys import getrefcount

from .edges import weak_target
from .kinds import KindTable, class_flags
from .layout import FLAG_HAS_DICT, FLAG_VALUE, NODE_FIELDS
from .pages import OWN_SLOT
from .sizes import class_extra
from .strings import TEXTS_REMEMBERED
from .ways import (
    FIELDS_WAY,
    FLOAT_WAY,
    INT_WAY,
    LAST_TEXT_WAY,
    LIST_WAY,
    NAMED_TUPLE_WAY,
    OTHER_WAY,
    STRING_WAY,
    TUPLE_WAY,
    Ways,
)

SHOWN_TEXT = 120
PIECE = 1024
# No tuple: the empty one is an object of the program, too.
NOTHING = []
# Integers beyond may have too many digits to show.
SMALLEST, LARGEST = -(1 << 63), (1 << 63) - 1


def count_held_by_loop():
    """The references that a list, a loop and the call of `getrefcount` add, which some versions leave out."""
    for probe in [object()]:
        return getrefcount(probe)


def count_held_by_walk():
    """The references that a level of the search, the walk over a piece of it and the call of `getrefcount` add."""
    level = [object()]
    for probe, _ in zip(level[:], repeat(0)):
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
        # Those pieces of `pending` where there are any.
        self.weak_pieces = set()
        self.to_node = 0
        self.edge_count = 0
        self.traced = 0
        self.tracked = 0
        self.ways = Ways(self.kinds, not trace_of and not redactor)
        self.held_by_walk = count_held_by_walk()
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
        self.wait(obj)
        return node

    def wait(self, obj):
        self.pending.append(obj)

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
            self.note_weak()
            self.wait(obj)
            self.weakly_seen.append(obj)
            self.own_references.add(address)
        return abs(node)

    def note_weak(self):
        """The object that is about to wait is one that only weak edges lead to so far."""
        self.weak_pieces.add(len(self.pending) // PIECE)

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
            weak_pieces, self.weak_pieces = self.weak_pieces, set()
            for start in range(0, len(level), PIECE):
                self.walk_piece(level[start : start + PIECE], start // PIECE in weak_pieces)
                if self.hold:
                    self.held.append(level[start : start + PIECE])
                else:
                    level[start : start + PIECE] = repeat(None, min(PIECE, len(level) - start))
            del level

    def walk_piece(self, objects, weakly):
        """Writes these objects and their edges. `weakly`: only weak edges may lead to some of them.

        One function, as a call for each object or edge would take longer.
        """
        ids, own_counts = self.ids_and_own_counts(objects)
        pages, ways, edge_reader = self.pages, self.ways, self.edge_reader
        trace_of, redactor, text = self.trace_of, self.redactor, self.strings.text
        rows, values, edge_starts, edge_nodes = [], [], [], []
        add_row, add_node, wait = rows.append, edge_nodes.append, self.pending.append
        strings, texts = self.strings, self.strings.texts
        text_of, old_text_of, add_line = texts.get, strings.old_texts.get, strings.lines.append
        young_of, oldest = self.generations.by_address.get, self.generations.oldest
        indexes, dict_start, changing = edge_reader.starts.indexes, edge_reader.dict_start, edge_reader.changing
        class_start, items_of_tuple, length_of_tuple = self.class_start, tuple.__iter__, tuple.__len__
        to_node, tracked = self.to_node, 0
        kind_ids = list(map(id, map(type, objects)))
        for obj, node_id, own, known in zip(objects, ids, own_counts, map(ways.get, kind_ids)):
            references = getrefcount(obj) - own
            way, formats, reader, size_of, entry = known or ways.add(type(obj))
            if way == INT_WAY and not SMALLEST <= obj <= LARGEST:
                way = OTHER_WAY
            if way <= LAST_TEXT_WAY:
                if way == STRING_WAY:
                    length = len(obj)
                    key = (references, length, size_of(obj))
                    add_row(formats.get(key) or ways.string_format(formats, key))
                    shown = obj if length <= SHOWN_TEXT else long_text(obj)
                else:
                    key = references if way == FLOAT_WAY else (references, size_of(obj))
                    add_row(formats.get(key) or ways.number_format(formats, key, entry))
                    shown = repr(obj)
                index = text_of(shown)
                if index is None:
                    # As `StringTable.new_text`.
                    index = old_text_of(shown)
                    if index is None:
                        index = strings.count
                        strings.count = index + 1
                        add_line(shown)
                    if len(texts) >= TEXTS_REMEMBERED:
                        strings.forget()
                    texts[shown] = index
                if way == STRING_WAY:
                    values += (index, node_id)
                else:
                    values += (node_id, index)
                continue
            # An object that only weak edges lead to so far passes that on: see `weak_node_for`.
            weak = weakly and pages.slot(obj) < OWN_SLOT
            before, dropped, full = len(edge_nodes), None, False
            if way == LIST_WAY:
                targets = list(obj) if changing else obj
                edge_starts += indexes(len(targets))
            elif way == TUPLE_WAY:
                targets = obj
                edge_starts += indexes(len(obj))
            elif way == FIELDS_WAY:
                targets = get_referents(obj)
                full = len(targets) == reader.full_count and (reader.always_full or reader.is_full(obj, targets))
                if full:
                    edge_starts += reader.full_starts
                else:
                    starts, targets = reader.read(obj)
                    edge_starts += starts
            elif way == NAMED_TUPLE_WAY:
                targets = [*items_of_tuple(obj), type(obj)]
                count = len(targets) - 1
                edge_starts += indexes(count)
                edge_starts.append(class_start)
            elif reader is None:
                starts = targets = NOTHING
            else:
                starts, targets = reader(obj)
                edge_starts += starts
                # Where other threads change what is read between two looks at it.
                if len(edge_starts) - before != len(targets):
                    targets = targets[: len(edge_starts) - before]
                    del edge_starts[before + len(targets) :]
            for value in targets:
                target = id(value)
                slots = pages[target >> 16]
                place = target >> 4 & 4095
                node = slots[place]
                if node > 0:
                    add_node(node)
                elif not node:
                    to_node += 12
                    if weak:
                        slots[place] = -to_node
                        self.note_weak()
                    else:
                        slots[place] = to_node
                    wait(value)
                    add_node(to_node)
                elif node == -1:
                    dropped = dropped or []
                    dropped.append(len(edge_nodes) - before + len(dropped))
                else:
                    if not weak:
                        self.retain(value)
                    add_node(-node)
            # They may hold the next object.
            value = targets = starts = None
            if dropped:
                starts = [start for index, start in enumerate(edge_starts[before:]) if index not in dropped]
                edge_starts[before:] = starts
            generation = 0
            if is_tracked(obj):
                generation = young_of(id(obj), oldest)
                tracked += 1
            count = len(edge_nodes) - before
            if way == FIELDS_WAY:
                key = (references, count, generation, reader.dict_index >= 0 if full else dict_start in edge_starts[before:])
                add_row(formats.get(key) or ways.instance_format(formats, key, entry))
                values.append(node_id)
            elif way == NAMED_TUPLE_WAY:
                key = (references, length_of_tuple(obj), count, generation)
                add_row(formats.get(key) or ways.named_tuple_format(formats, key, entry, obj))
                values.append(node_id)
            elif way != OTHER_WAY:
                key = (references, len(obj), size_of(obj), count, generation)
                add_row(formats.get(key) or ways.container_format(formats, key, entry[0]))
                values.append(node_id)
            else:
                head, size, _, length_of, preview_of, flags, is_weak, is_class = entry
                if flags & 8 and dict_start in edge_starts[before:]:
                    flags |= FLAG_HAS_DICT
                if is_weak:
                    self.to_node = to_node
                    self.add_weak_edge(obj, edge_starts, edge_nodes)
                    to_node = self.to_node
                    count = len(edge_nodes) - before
                length = length_of(obj) if length_of else 0
                if size.__class__ is not int:
                    size = size(obj)
                trace = trace_of(obj, type(obj)) if trace_of else None
                trace = self.traced_node(trace, size) if trace else 0
                preview = 0
                if type(obj) is str:
                    flags |= FLAG_VALUE
                    name = text(redactor.text(obj) if redactor else obj if length <= SHOWN_TEXT else long_text(obj))
                    head = "2,%d," % name
                elif preview_of is not None:
                    shown = preview_of(obj)
                    preview = text(redactor.value(obj, shown) if redactor and flags & FLAG_VALUE else shown) if shown else 0
                    if is_class:
                        flags |= class_flags(obj)
                        size += class_extra(obj, edge_reader.inline_values)
                key = (size, count, trace, references, length, generation, flags)
                if head != entry[0]:
                    add_row(ways.other_format({}, key, head))
                else:
                    add_row(formats.get(key) or ways.other_format(formats, key, head))
                values += (node_id, preview)
        strings.flush_lines()
        self.to_node = to_node
        self.tracked += tracked
        self.nodes.rows(("".join(rows) % tuple(values))[:-2])
        if edge_nodes:
            self.edge_count += len(edge_nodes)
            self.edges.rows("%d,\n".join(edge_starts) % tuple(edge_nodes[:-1]) + str(edge_nodes[-1]))

    def ids_and_own_counts(self, objects):
        """The numbers that stand for the addresses, and how many of the references to each object are the capture's."""
        addresses = list(map(id, objects))
        first_ids, own_references = self.pages.first_ids, self.own_references
        held = self.held_by_walk
        own_counts = repeat(held)
        if not own_references.keys().isdisjoint(addresses):
            own_counts = [own_references.get(address, 0) + held for address in addresses]
        return [first_ids[address >> 16] + (address >> 3) for address in addresses], own_counts

    def traced_node(self, trace, size):
        self.traced += 1
        trace.count += 1
        trace.size += size
        return trace.number

    def add_weak_edge(self, reference, starts, nodes):
        target = weak_target(reference)
        node = self.weak_node_for(target) if target is not None else 0
        if node:
            starts.append(self.referent_start)
            nodes.append(node)
