"""The walk in C behind the interface of the one in Python: its pages, its string table and the walk itself.

Only for a forked child: the C code counts no reference to the objects that wait, as nothing there ends their lives.
"""

import gc
import os
from importlib.machinery import EXTENSION_SUFFIXES
from importlib.util import module_from_spec, spec_from_file_location

from .fast_kinds import FastKinds
from .generations import Generations
from .kinds import class_flags
from .own import OWN_NAME
from .references import OwnReferences
from .sizes import class_extra
from .strings import TEXTS_REMEMBERED
from .walk import long_text, unseen_of


def load_accelerator():
    """
    The extension module, or None: not built, or switched off by `HEAPSCOPE_PURE`. Without the finders of `import`, which
    may be the program's, so that a child can load it: what is loaded once stays in its process. Not in `sys.modules`, whose
    table the capture shows.
    """
    alone = __name__.rpartition(".")[2] != "fast_walk"  # the single file
    if alone or os.environ.get("HEAPSCOPE_PURE"):
        return None
    name = OWN_NAME + "._walk"
    for suffix in EXTENSION_SUFFIXES:
        path = os.path.join(os.path.dirname(__file__), "_walk" + suffix)
        if os.path.exists(path):
            try:
                spec = spec_from_file_location(name, path)
                module = module_from_spec(spec)
                spec.loader.exec_module(module)
                return module
            except ImportError:
                pass  # the next one may fit
    return None


class FastPages:
    """As `PageMap`, as far as others than the walk use it."""

    def __init__(self, core):
        self.slot = core.slot
        self.exclude = core.exclude
        self.node_id = core.node_id
        self.page_table = core.page_table

    def values(self):
        """Objects of Python that keep the slots: none."""
        return ()

    @property
    def table(self):
        return self.page_table()


class FastStrings:
    """As `StringTable`. It does not tell when it forgets."""

    names_until_forgotten = None

    def __init__(self, core):
        self.text = self.own_text = core.text
        self.add = core.add
        self.flush = core.flush_texts
        self.labels = {}
        self.label("")

    def label(self, text):
        index = self.labels.get(text)
        if index is None:
            index = self.labels[(text + " ")[:-1]] = self.add(text)
        return index


class FastReferences(OwnReferences):
    """As `OwnReferences`, which C is told of, too."""

    def __init__(self, core):
        super().__init__()
        self.tell = core.own

    def add(self, address, count=1):
        super().add(address, count)
        self.tell(address, count)


class FastWalk:
    """As `Walk`."""

    def __init__(self, core, pages, strings, edge_reader, own_references, trace_of, redactor):
        self.core = core
        self.pages = pages
        self.strings = strings
        self.kinds = FastKinds(strings, edge_reader, redactor)
        self.edge_reader = edge_reader
        self.own_references = own_references
        self.redactor = redactor
        self.thresholds = gc.get_threshold()
        self.edge_count = 0
        self.traced = 0
        self.node_for = core.node_for
        self.reserve = core.reserve
        self.only_weakly_seen = core.only_weakly_seen
        starts = edge_reader.starts
        # Held here as well, where what belongs to the agent is looked for.
        self.told = (
            starts.internal["key"],
            edge_reader.dict_start,
            starts.weak["referent"],
            edge_reader.cell_start,
            self.mark_generations(),
            self.kinds.plan_of,
            starts.keys,
            long_text,
            redactor.text if redactor else None,
            self.preview_text,
            self.class_facts,
            str.__dict__["__sizeof__"],
            trace_of,
            self.traced_node,
        )
        core.prepare(*self.told)

    @property
    def to_node(self):
        return self.core.to_node

    @to_node.setter
    def to_node(self, value):
        self.core.to_node = value

    @property
    def tracked(self):
        return self.core.tracked

    def mark_generations(self):
        """Tells C what is in a young generation, or not frozen. Returns the number for the rest."""
        frozen = gc.get_freeze_count() > 0
        if self.core.mark_generations(self.thresholds, 3 if frozen else 2):
            if frozen:
                gc.unfreeze()
            return 4 if frozen else 3
        generations = Generations(True)
        for address, number in generations.by_address.items():
            self.core.mark(address, number)
        return generations.oldest

    def run(self):
        self.edge_count += self.core.run()

    def unseen(self):
        """What the collector tracks and the walk has not seen."""
        found = self.core.unseen(self.thresholds)
        return unseen_of(gc.get_objects(), self.pages) if found is None else found

    def preview_text(self, plan, obj):
        shown = plan[10](obj)
        return self.redactor.value(obj, shown) if self.redactor and plan[11] & 4 and shown else shown

    def class_facts(self, kind):
        return class_flags(kind), class_extra(kind, self.edge_reader.inline_values)

    def traced_node(self, trace, size):
        self.traced += 1
        trace.count += 1
        trace.size += size
        return trace.number
