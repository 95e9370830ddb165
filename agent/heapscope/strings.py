"""The strings of a capture, written while they come; and the beginnings of edge records that name them."""

from json.encoder import encode_basestring_ascii

from .layout import INTERNAL, PROPERTY, WEAK

# A generation of texts: when there are so many, they become the old ones, and those before them are forgotten, which are
# written again if they come again. Bounds what the agent holds.
TEXTS_REMEMBERED = 1 << 14


def detached_copy(text):
    """An equal string that is another object, so that remembering it adds no reference to the program's."""
    return (text + " ")[:-1]


class StringTable:
    """`label` for the program's names (always one entry each), `text` for what may be many."""

    def __init__(self, segment):
        self.segment = segment
        self.count = 0
        self.labels = {}
        self.texts = {}
        self.old_texts = {}
        # (names, name) of `EdgeNames` that stand for one of `texts`.
        self.names_until_forgotten = []
        # What else knows of texts only as long as these are remembered: emptied with them.
        self.names_by_address = {}
        self.lines = []
        self.label("")

    def label(self, text):
        index = self.labels.get(text)
        if index is None:
            text = detached_copy(text)
            index = self.labels[text] = self.add(text)
        return index

    def text(self, text):
        index = self.texts.get(text)
        return self.new_text(detached_copy(text)) if index is None else index

    def own_text(self, text):
        """As `text`, for one that is nobody else's."""
        index = self.texts.get(text)
        return self.new_text(text) if index is None else index

    def new_text(self, text):
        """As `text`, for one that is not in `texts`, and is kept: which adds a reference to it."""
        index = self.old_texts.get(text)
        if index is None:
            index = self.add(text)
        if len(self.texts) >= TEXTS_REMEMBERED:
            self.forget()
        self.texts[text] = index
        return index

    def forget(self):
        """The texts become old ones. In place, as the walk looks into both itself."""
        for names, name in self.names_until_forgotten:
            del names[name]
        self.names_until_forgotten.clear()
        self.names_by_address.clear()
        self.old_texts.clear()
        self.old_texts.update(self.texts)
        self.texts.clear()

    def add(self, text):
        index = self.count
        self.count = index + 1
        self.lines.append(text)
        self.flush_lines()
        return index

    def flush_lines(self):
        if len(self.lines) >= 8192:
            self.flush()

    def flush(self):
        if self.lines:
            self.segment.rows(",\n".join(map(encode_basestring_ascii, self.lines)))
            self.lines.clear()


class EdgeNames(dict):
    """From a name to the beginning of an edge record, `type,name,`. Grows by looking up exact `str` only.

    Keeps the first TEXTS_REMEMBERED, others as long as the string table has them among the newer texts."""

    def __init__(self, strings, edge_type, redactor=None):
        super().__init__()
        self.strings = strings
        self.start = "%d," % edge_type
        self.redactor = redactor

    def __missing__(self, name):
        name = detached_copy(name)
        shown = self.redactor.dict_key(name) if self.redactor else name
        start = "%s%d," % (self.start, self.strings.own_text(shown))
        if len(self) < TEXTS_REMEMBERED:
            self[name] = start
        elif self.strings.names_until_forgotten is not None:
            self[name] = start
            self.strings.names_until_forgotten.append((self, name))
        return start


class EdgeStarts:
    """The beginnings of all kinds of edge records."""

    def __init__(self, strings, redactor=None):
        self.names = EdgeNames(strings, PROPERTY)
        self.keys = EdgeNames(strings, PROPERTY, redactor) if redactor else self.names
        self.internal = EdgeNames(strings, INTERNAL)
        self.context = EdgeNames(strings, 0)
        self.weak = EdgeNames(strings, WEAK)
        self.elements = []

    def indexes(self, count, first=0):
        """The beginnings of `count` element edges, the first of which has the number `first`."""
        known = len(self.elements)
        if first or count > 65536:
            return map("1,{},".format, range(first, first + count))
        if count > known:
            self.elements += map("1,{},".format, range(known, max(count, 2 * known)))
        return self.elements[:count] if count < len(self.elements) else self.elements
