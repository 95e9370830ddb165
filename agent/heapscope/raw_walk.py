"""The walk in Python that counts no reference, for a forked child: the same nodes, edges and texts as that of `walk.py`.

Objects are addresses here. What is not usual is asked of the object itself, in the way of `walk.py`.
"""

from array import array
from collections import deque
from gc import get_objects, is_tracked
from itertools import repeat
from sys import getrefcount
from types import FunctionType

from .edges import CELL_TYPE
from .kinds import class_flags
from .layout import ELEMENT, FLAG_HAS_DICT, FLAG_PYTHON_CLASS, FLAG_VALUE
from .pages import OWN_SLOT
from .previews import PREVIEW_LENGTH, bytes_preview
from .raw_collector import ALL_GENERATIONS, tracked_addresses
from .raw_functions import find_functions
from .raw_instances import are_classes_as_expected, places_of
from .raw_memory import object_at
from .raw_objects import (
    ASCII_TEXT, LARGE, LONG_TEXT, ONE_DIGIT, ONE_DIGIT_SIZE, TEXT_HEAD, TEXT_STATE_SHIFT, cell_at, dict_at, double_at,
    find_raw_objects, head_at, list_at, number_at, text_at, tuple_at, word_at,
)  # fmt: skip
from .sizes import class_extra
from .strings import TEXTS_REMEMBERED
from .walk import NOTHING, PIECE, SHOWN_TEXT, Walk, count_held_by_loop, long_text, unseen_of
from .ways import (
    COLLECTED_HEADER, DICT_WAY, FIELDS_WAY, FLOAT_WAY, LAST_TEXT_WAY, LIST_WAY, NAMED_TUPLE_WAY, OTHER_WAY, STRING_WAY,
    TUPLE_WAY, Ways,
)  # fmt: skip

TEXT_CLASS, SET_CLASS, FROZEN_SET_CLASS, BYTES_CLASS = map(id, (str, set, frozenset, bytes))
CELL_CLASS, FUNCTION_CLASS = id(CELL_TYPE), id(FunctionType)
NO_REFERENCES = {}
ITEM_EDGE = "%d," % ELEMENT
# Of what holds many, so many edges are written at once.
MOST_EDGES = 1 << 14


def find_raw():
    """What `RawWalk` reads with; None where this Python keeps its objects in other ways than are known."""
    raw = find_raw_objects()
    return raw if raw and are_classes_as_expected(raw.memory) else None


class WaitingPiece:
    """Addresses of objects that wait for their turn. `weakly`: only weak edges may lead to some of them."""

    __slots__ = ("addresses", "weakly")

    def __init__(self):
        self.addresses = array("Q")
        self.weakly = False


class KeyNames(dict):
    """By address of a key: the beginning of the edge to its value; None where the key is no text."""

    def __init__(self, raw, starts):
        super().__init__()
        self.raw = raw
        self.starts = starts

    def __missing__(self, key):
        start = None
        if self.raw.class_of(key) == TEXT_CLASS:
            found = self.raw.text(key)
            start = self.starts[found[0] if found else object_at(key)]
        self[key] = start
        return start


class RawWalk(Walk):
    """As `Walk`."""

    def __init__(self, raw, *told):
        super().__init__(*told)
        self.raw = raw
        # Redaction needs no other ways: what it replaces is replaced here.
        self.ways = Ways(self.kinds, True, True)
        # By the address of a class; None where instances are asked themselves.
        self.places = {}
        # Objects that wait and that nobody else holds, by address.
        self.kept = {}
        self.functions = find_functions(raw, self.edge_reader)
        self.names = self.strings.names_by_address = KeyNames(raw, self.edge_reader.starts.keys)
        self.held_by_loop = count_held_by_loop()
        self.waiting = deque()
        self.begin_piece()

    def begin_piece(self):
        self.last = WaitingPiece()
        self.waiting.append(self.last)

    def wait(self, obj):
        if len(self.last.addresses) >= PIECE:
            self.begin_piece()
        self.last.addresses.append(id(obj))

    def note_weak(self):
        if len(self.last.addresses) >= PIECE:
            self.begin_piece()
        self.last.weakly = True

    def unseen(self):
        found = tracked_addresses(self.raw, ALL_GENERATIONS, self.pages)
        # Without a method made for it, which would be seen.
        return unseen_of(get_objects() if found is None else list(map(object_at, found)), self.pages)

    def run(self):
        """Walks until nothing is waiting."""
        while self.waiting[0].addresses:
            piece = self.waiting.popleft()
            if piece is self.last:
                self.begin_piece()
            for start in range(0, len(piece.addresses), PIECE):
                self.walk_addresses(piece.addresses[start : start + PIECE].tolist(), piece.weakly)

    def add_way(self, kind_address):
        """What `ways` knows of a class met for the first time."""
        kind = object_at(kind_address)
        if self.redactor and kind_address == TEXT_CLASS:
            # As the walk in C, whose texts then have a class like others.
            self.kinds.add(kind)
        known = self.ways.add(kind)
        if known[0] == FIELDS_WAY:
            self.places[kind_address] = places_of(self.raw.memory, kind, known[2])
        return known

    def named(self, keys, number=0):
        """The beginnings of the edges to the values under these keys. Those that are no text have numbers, from `number` on."""
        starts = list(map(self.names.__getitem__, keys))
        if None in starts:
            numbers = iter(self.edge_reader.starts.indexes(len(keys), number))
            starts = [next(numbers) if start is None else start for start in starts]
        return starts

    def ask(self, obj, read):
        """What an object leads to by itself: (beginnings of edges, objects). Those that nobody else holds are kept."""
        starts, found = read(obj)
        ours, kept = self.held_by_loop, self.kept
        for value in found:
            if getrefcount(value) <= ours:
                kept[id(value)] = value
        return starts, found

    def walk_addresses(self, addresses, weakly):
        """Writes the objects there and their edges. One function, as a call for each object or edge would take longer."""
        raw, pages, ways, edge_reader = self.raw, self.pages, self.ways, self.edge_reader
        memory, run, short_texts = raw.memory, raw.run, raw.short_texts
        rows, values, edge_starts, edge_nodes = [], [], [], []
        add_row, add_node = rows.append, edge_nodes.append
        wait = self.last.addresses.append
        strings, texts = self.strings, self.strings.texts
        text_of, old_text_of, add_line = texts.get, strings.old_texts.get, strings.lines.append
        young, oldest = self.generations.by_address, self.generations.oldest
        if young.keys().isdisjoint(addresses):
            young = NO_REFERENCES
        indexes, dict_start, key_start = edge_reader.starts.indexes, edge_reader.dict_start, edge_reader.key_start
        class_start, first_ids, places_of_class, redactor = self.class_start, pages.first_ids, self.places, self.redactor
        to_node, tracked, kept = self.to_node, 0, self.kept
        self.names.clear()
        own_references = self.own_references
        if own_references.keys().isdisjoint(addresses):
            own_references = NO_REFERENCES
        ids = [first_ids[address >> 16] + (address >> 3) for address in addresses]
        for address, node_id, (references, kind) in zip(addresses, ids, map(head_at, repeat(memory), addresses)):
            if own_references:
                references -= own_references.get(address, 0)
            held = kept.pop(address, None) if kept else None
            if held is not None:
                references -= 1
            way, formats, reader, _, entry = ways.get(kind) or self.add_way(kind)
            if way <= LAST_TEXT_WAY:
                if way == STRING_WAY:
                    length, _, state, second = text_at(memory, address + 16)
                    if state >> TEXT_STATE_SHIFT & 31 == ASCII_TEXT and length < LONG_TEXT and not second:
                        shown, size = short_texts[length](memory, address + TEXT_HEAD)[0].decode(), TEXT_HEAD + 1 + length
                    else:
                        shown, size = raw.text(address) or self.text_of_object(address)
                    key = (references, length, size)
                    add_row(formats.get(key) or ways.string_format(formats, key))
                    if redactor:
                        shown = redactor.text(shown)
                    elif length > SHOWN_TEXT:
                        shown = long_text(shown)
                elif way == FLOAT_WAY:
                    add_row(formats.get(references) or ways.number_format(formats, references, entry))
                    shown = repr(double_at(memory, address + 16)[0])
                else:
                    head, digit = number_at(memory, address + 16)
                    if head == ONE_DIGIT:
                        shown, key = repr(digit), (references, ONE_DIGIT_SIZE)
                    else:
                        found = raw.number(address)
                        if found:
                            shown, key = repr(found[0]), (references, found[1])
                        else:
                            way = OTHER_WAY
                    if way != OTHER_WAY:
                        add_row(formats.get(key) or ways.number_format(formats, key, entry))
                if way != OTHER_WAY:
                    if redactor and way != STRING_WAY:
                        shown = redactor.value(shown, shown)
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
            weak = weakly and pages[address >> 16][address >> 4 & 4095] < OWN_SLOT
            count, parts = 0, None
            if way == LIST_WAY:
                in_lists, length, items, room = list_at(memory, address - 16)
                size = raw.empty_list + 8 * room
                if length > LARGE:
                    starts, targets, parts = NOTHING, NOTHING, self.items_in_parts(items, length)
                else:
                    targets = run(items, length) if length else NOTHING
                    # Those of a list under construction.
                    if 0 in targets:
                        targets = list(filter(None, targets))
                    starts = indexes(len(targets))
            elif way == TUPLE_WAY or way == NAMED_TUPLE_WAY:
                in_lists, length = tuple_at(memory, address - 16)
                size = raw.items_of_tuple + 8 * length
                if length > LARGE and way == TUPLE_WAY:
                    starts, targets = NOTHING, NOTHING
                    parts = self.items_in_parts(address + raw.items_of_tuple, length)
                else:
                    targets = run(address + raw.items_of_tuple, length)
                    if 0 in targets:
                        targets = list(filter(None, targets))
                    starts = indexes(len(targets))
                    if way == NAMED_TUPLE_WAY:
                        targets = [*targets, kind]
                        starts = [*starts, class_start]
            elif way == DICT_WAY:
                in_lists, length, keys, apart = dict_at(memory, address - 16)
                found = raw.entries(keys, apart)
                if not found:
                    obj = object_at(address)
                    starts, found = self.ask(obj, reader)
                    targets, size = list(map(id, found)), dict.__sizeof__(obj)
                elif found[2] is None:
                    starts, targets, parts = NOTHING, NOTHING, self.pairs_in_parts(found[1])
                    size = raw.empty_dict + found[0]
                else:
                    size, keys, targets = found
                    size += raw.empty_dict
                    starts = self.named(keys) + [key_start] * len(keys)
                    targets = (*targets, *keys)
            elif way == FIELDS_WAY:
                places = places_of_class[kind]
                found = places.read(address) if places else None
                if found:
                    starts, targets, has_dict, in_lists = found
                else:
                    obj = object_at(address)
                    starts, found = self.ask(obj, reader.read)
                    targets, in_lists, has_dict = list(map(id, found)), is_tracked(obj), dict_start in starts
            else:
                starts, targets, parts, facts, obj = self.read_other(address, kind, entry)
                in_lists, length, size, preview, flags = facts
            while True:
                edge_starts += starts
                before, dropped = len(edge_nodes), None
                for target in targets:
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
                            wait = self.last.addresses.append
                        else:
                            slots[place] = to_node
                        wait(target)
                        add_node(to_node)
                    elif node == -1:
                        dropped = dropped or []
                        dropped.append(len(edge_nodes) - before + len(dropped))
                    else:
                        if not weak:
                            self.retain(object_at(target))
                        add_node(-node)
                if dropped:
                    starts = [start for index, start in enumerate(edge_starts[before:]) if index not in dropped]
                    edge_starts[before:] = starts
                count += len(edge_nodes) - before
                if parts is None:
                    break
                if len(edge_nodes) > MOST_EDGES:
                    self.write_edges(edge_starts, edge_nodes)
                    if len(self.last.addresses) >= PIECE:
                        self.begin_piece()
                    wait = self.last.addresses.append
                starts, targets = next(parts, (None, None))
                if targets is None:
                    break
            generation = 0
            if in_lists:
                generation = young.get(address, oldest) if young else oldest
                tracked += 1
            if way == FIELDS_WAY:
                key = (references, count, generation, has_dict)
                add_row(formats.get(key) or ways.instance_format(formats, key, entry))
                values.append(node_id)
            elif way == NAMED_TUPLE_WAY:
                key = (references, length, count, generation)
                add_row(formats.get(key) or ways.named_tuple_format(formats, key, entry, object_at(address)))
                values.append(node_id)
            elif way != OTHER_WAY:
                key = (references, length, size, count, generation)
                add_row(formats.get(key) or ways.container_format(formats, key, entry[0]))
                values.append(node_id)
            else:
                if obj is not None and entry[6]:
                    self.to_node, before = to_node, len(edge_nodes)
                    self.add_weak_edge(obj, edge_starts, edge_nodes)
                    to_node, wait = self.to_node, self.last.addresses.append
                    count += len(edge_nodes) - before
                key = (size, count, 0, references, length, generation, flags)
                add_row(formats.get(key) or ways.other_format(formats, key, entry[0]))
                values += (node_id, preview)
            # They may hold the next object.
            obj = found = starts = targets = parts = held = None
        if len(self.last.addresses) >= PIECE:
            self.begin_piece()
        strings.flush_lines()
        self.to_node = to_node
        self.tracked += tracked
        self.nodes.rows(("".join(rows) % tuple(values))[:-2])
        if edge_nodes:
            self.write_edges(edge_starts, edge_nodes)

    def read_other(self, address, kind, entry):
        """
        Of an object without a way of its own (beginnings of edges, addresses they lead to, parts of both or None, (whether the
        collector tracks it, length, size, preview, flags), the object itself where it was asked).
        """
        raw, text = self.raw, self.strings.text
        size, flags = entry[1], entry[5]
        if kind == BYTES_CLASS:
            length, size, shown = raw.bytes(address, None if self.redactor else PREVIEW_LENGTH + 1)
            preview = text(self.redactor.value(shown, "") if self.redactor else bytes_preview(shown))
            return NOTHING, NOTHING, None, (0, length, size, preview, flags), None
        if kind == SET_CLASS or kind == FROZEN_SET_CLASS:
            in_lists, length, table, room, size = raw.set(address)
            facts = in_lists, length, size + COLLECTED_HEADER, 0, flags
            if room > LARGE:
                return NOTHING, NOTHING, self.set_in_parts(table, room), facts, None
            targets = raw.items_of_set(table, room)
            return self.edge_reader.starts.indexes(len(targets)), targets, None, facts, None
        if kind == CELL_CLASS:
            in_lists, value = cell_at(raw.memory, address - 16)
            targets = [value] if value else NOTHING
            return [self.edge_reader.cell_start] * len(targets), targets, None, (in_lists, 0, size, 0, flags), None
        if kind == FUNCTION_CLASS and self.functions:
            starts, targets, shown = self.functions.read(address)
            return starts, targets, None, (word_at(raw.memory, address - 16)[0], 0, size, text(shown), flags), None
        return self.ask_all(object_at(address), entry)

    def ask_all(self, obj, entry):
        """As `read_other`."""
        _, size, reader, length_of, preview_of, flags, _, is_class = entry
        starts, found = self.ask(obj, reader) if reader else (NOTHING, NOTHING)
        if flags & FLAG_PYTHON_CLASS and self.edge_reader.dict_start in starts:
            flags |= FLAG_HAS_DICT
        length = length_of(obj) if length_of else 0
        if size.__class__ is not int:
            size = size(obj)
        shown = preview_of(obj) if preview_of else None
        if shown and self.redactor and flags & FLAG_VALUE:
            shown = self.redactor.value(obj, shown)
        preview = self.strings.text(shown) if shown else 0
        if is_class:
            flags |= class_flags(obj)
            size += class_extra(obj, self.edge_reader.inline_values)
        return starts, list(map(id, found)), None, (is_tracked(obj), length, size, preview, flags), obj

    def write_edges(self, starts, nodes):
        """Writes edges, and empties both lists."""
        self.edge_count += len(nodes)
        self.edges.rows("%d,\n".join(starts) % tuple(nodes[:-1]) + str(nodes[-1]))
        del starts[:], nodes[:]

    def in_parts(self, read, count):
        """(beginnings of edges, addresses) of items, again and again. `read(start, count)` gives those at some places."""
        number = 0
        for start in range(0, count, LARGE):
            found = read(start, min(LARGE, count - start))
            yield self.edge_reader.starts.indexes(len(found), number), found
            number += len(found)

    def items_in_parts(self, items, length):
        """The same of a list or tuple."""
        return self.in_parts(lambda start, count: list(filter(None, self.raw.run(items + 8 * start, count))), length)

    def set_in_parts(self, table, room):
        """The same of a set."""
        return self.in_parts(lambda start, count: self.raw.items_of_set(table + 16 * start, count), room)

    def pairs_in_parts(self, where):
        """The same of a dictionary: of its values, then of its keys."""
        used, number = where[2], 0
        for start in range(0, used, LARGE):
            keys, found = self.raw.pairs(where, start, min(used, start + LARGE))
            self.names.clear()
            starts = self.named(keys, number)
            number += sum(start.startswith(ITEM_EDGE) for start in starts)
            yield starts, found
        for start in range(0, used, LARGE):
            keys, _ = self.raw.pairs(where, start, min(used, start + LARGE))
            yield [self.edge_reader.key_start] * len(keys), keys

    def text_of_object(self, address):
        """The same of a text that has another form, too."""
        obj = object_at(address)
        return obj, str.__sizeof__(obj)
