"""What the walk in C is told of each class: how to read its objects, by number where C knows how."""

from sys import getsizeof

from .fields import FieldReader
from .edges import CELL_TYPE, SubclassReader
from .kinds import KindTable, length_reader
from .previews import bytes_preview, number_preview
from .sizes import size_method
from .typefacts import COLLECTED_FLAG, HEAP_TYPE_FLAG, TYPE_DICT_OFFSET, TYPE_FLAGS

NO_EDGES, LIST_EDGES, TUPLE_EDGES, SET_EDGES, DICT_EDGES, FIELD_EDGES, TUPLE_PART_EDGES = range(7)
CELL_EDGES, PYTHON_EDGES = 7, 8
NO_PREVIEW, NUMBER_PREVIEW, BYTES_PREVIEW, PYTHON_PREVIEW = range(4)
# So many attributes have a bit in C.
MOST_INLINE_NAMES = 64


class FastKinds(KindTable):
    """`plan_of(kind)`, the tuple that `kind_fill` in native/kinds.h takes apart. It is kept here."""

    def __init__(self, strings, edge_reader, redactor):
        super().__init__(strings, edge_reader)
        self.redactor = redactor
        self.plans = []
        readers = edge_reader.readers
        self.known = [(readers[list], LIST_EDGES), (readers[tuple], TUPLE_EDGES), (readers[dict], DICT_EDGES)]
        self.known += [(readers[set], SET_EDGES), (readers[frozenset], SET_EDGES), (None, NO_EDGES)]
        self.known += [(readers[CELL_TYPE], CELL_EDGES)]

    def plan_of(self, kind):
        head, size, reader, length, preview, flags, is_weak, is_class = self.add(kind)
        inline = self.edge_reader.inline_values.shape_of(kind) if self.edge_reader.inline_values else None
        header, sizeof = size_method(kind, inline)
        edges, fields = self.edges_of(reader, kind, inline)
        plan = (
            head,
            header if sizeof is None else -1,
            -1 if sizeof is None or header is None else header,
            sizeof,
            getsizeof if size.__class__ is int else size,
            edges,
            reader,
            fields,
            length_reader(kind),
            self.preview_of(preview, kind),
            preview,
            flags,
            is_weak,
            is_class,
            bool(TYPE_FLAGS(kind) & HEAP_TYPE_FLAG),
            bool(TYPE_FLAGS(kind) & COLLECTED_FLAG),
            TYPE_DICT_OFFSET(kind) != 0,
            len(inline.names) if inline else -1,
        )
        self.plans.append(plan)
        return plan

    def edges_of(self, reader, kind, inline):
        """(the number of the way to read edges, the fields of the instance itself or None)."""
        for known, number in self.known:
            if reader is known:
                return number, None
        owner = getattr(reader, "__self__", None)
        if inline and len(inline.names) > MOST_INLINE_NAMES:
            return PYTHON_EDGES, None
        if type(owner) is FieldReader:
            return FIELD_EDGES, owner
        if type(owner) is SubclassReader and owner.items_of == self.edge_reader.of_tuple_part:
            return TUPLE_PART_EDGES, owner.fields
        return PYTHON_EDGES, None

    def preview_of(self, preview, kind):
        if preview is None:
            return NO_PREVIEW
        if self.redactor:
            return PYTHON_PREVIEW
        if preview is number_preview:
            return NUMBER_PREVIEW
        return BYTES_PREVIEW if preview is bytes_preview and kind is bytes else PYTHON_PREVIEW
