"""What the walk in Python knows of each class: the way it reads its objects, and the texts of their records."""

from .edges import SubclassReader
from .fields import FieldReader
from .layout import FLAG_HAS_DICT, FLAG_IMMORTAL, FLAG_PYTHON_CLASS, FLAG_VALUE, IMMORTAL_COUNT, IMMORTAL_FROM
from .sizes import header_size
from .typefacts import is_python_class, type_mro

STRING_WAY, FLOAT_WAY, INT_WAY, LIST_WAY, TUPLE_WAY, DICT_WAY, FIELDS_WAY, NAMED_TUPLE_WAY, OTHER_WAY = range(9)
LAST_TEXT_WAY = INT_WAY
KNOWN_WAYS = ((float, FLOAT_WAY), (int, INT_WAY), (list, LIST_WAY), (tuple, TUPLE_WAY), (dict, DICT_WAY))
COLLECTED_HEADER = header_size(list)
FORMATS_REMEMBERED = 1 << 15


class Ways(dict):
    """By the address of a class: (way, formats, reader of edges, `__sizeof__` of builtins, what `KindTable` says).

    Formats are records with places left for what few objects share. `plain`: neither stacks nor redaction are asked for,
    so that usual classes have ways of their own. `by_address`: for `RawWalk`.
    """

    def __init__(self, kinds, plain, by_address=False):
        super().__init__()
        self.by_address = by_address
        self.kinds = kinds
        self.plain = plain
        self.room = FORMATS_REMEMBERED

    def add(self, kind):
        if kind is str and self.plain:
            # Its records show no name of the class.
            found = self[id(kind)] = (STRING_WAY, {}, None, str.__sizeof__, None)
            return found
        entry = self.kinds.get(id(kind)) or self.kinds.add(kind)
        way, reader = self.way_of(kind, entry)
        # Of builtins only: what `sys.getsizeof` adds for the collector comes with the record.
        size_of = kind.__sizeof__ if way in (INT_WAY, LIST_WAY, TUPLE_WAY, DICT_WAY) else None
        found = self[id(kind)] = (way, {}, reader, size_of, entry)
        return found

    def way_of(self, kind, entry):
        _, size, reader, length_of, preview_of, _, is_weak, is_class = entry
        # By identity: a class of the program may compare in Python.
        for known, way in (KNOWN_WAYS if self.plain else ()):
            if known is kind:
                return way, reader
        fields = getattr(reader, "__self__", None)
        if self.plain and type(fields) is SubclassReader and self.is_named_tuple(kind, fields) and not preview_of:
            return NAMED_TUPLE_WAY, reader
        # Read by address an instance leads to its class in any case.
        knows_class = type(fields) is FieldReader and (self.by_address or not fields.adds_class)
        if self.plain and knows_class and size.__class__ is int:
            if not (length_of or preview_of or is_weak or is_class):
                return FIELDS_WAY, fields
        return OTHER_WAY, reader

    def is_named_tuple(self, kind, reader):
        """Whether the collector reports the items of an instance and the class alone."""
        made_in_python = all(is_python_class(base) for base in type_mro(kind) if base is not tuple and base is not object)
        return reader.bare and reader.items_of == self.kinds.edge_reader.of_tuple_part and made_in_python

    def string_format(self, formats, key):
        references, length, size = key
        return self.keep(formats, key, "2,%d,%d" + self.middle(size, 0, 0, references, length, 0, FLAG_VALUE) + "0,\n")

    def number_format(self, formats, key, entry):
        references, size = key if type(key) is tuple else (key, entry[1])
        return self.keep(formats, key, entry[0] + "%d" + self.middle(size, 0, 0, references, 0, 0, FLAG_VALUE) + "%d,\n")

    def container_format(self, formats, key, head):
        references, length, size, count, generation = key
        size += COLLECTED_HEADER
        return self.keep(formats, key, head + "%d" + self.middle(size, count, 0, references, length, generation, 0) + "0,\n")

    def instance_format(self, formats, key, entry):
        references, count, generation, has_dict = key
        flags = entry[5] | (FLAG_HAS_DICT if has_dict and entry[5] & FLAG_PYTHON_CLASS else 0)
        text = self.middle(entry[1], count, 0, references, 0, generation, flags)
        return self.keep(formats, key, entry[0] + "%d" + text + "0,\n")

    def named_tuple_format(self, formats, key, entry, obj):
        references, length, count, generation = key
        text = self.middle(entry[1](obj), count, 0, references, length, generation, entry[5])
        return self.keep(formats, key, entry[0] + "%d" + text + "0,\n")

    def other_format(self, formats, key, head):
        return self.keep(formats, key, head + "%d" + self.middle(*key) + "%d,\n")

    def middle(self, size, edge_count, trace, references, length, generation, flags):
        if references > IMMORTAL_FROM:
            references = IMMORTAL_COUNT
            flags |= FLAG_IMMORTAL
        return ",%d,%d,%d,0,%d,%d,%d,%d," % (size, edge_count, trace, references, length, generation, flags)

    def keep(self, formats, key, text):
        if self.room:
            self.room -= 1
            formats[key] = text
        return text
