"""Which node stands for which address: one array of slots for each 64 KiB of addresses that hold objects."""

from array import array

# An object has at least 16 bytes, so no two of them begin in the same slot.
SLOTS_PER_PAGE = 4096
# The slot of an object that belongs to the agent and stays out of the capture.
OWN_SLOT = -1


class PageMap(dict):
    """`pages[address >> 16][address >> 4 & 4095]` is what `to_node` says of the object there; 0 where none was seen.

    Each page costs 16 KiB and holds the places of 64 KiB: a quarter of the heap, with objects of 64 bytes 16 bytes
    an object. `numbers` gives pages the numbers that ids are made of, `table` leads back. An object's id is
    `first_ids[address >> 16] + (address >> 3)`.
    """

    def __init__(self):
        super().__init__()
        self.numbers = {}
        self.first_ids = {}
        self.table = []
        self.number_of(0)

    def __missing__(self, page):
        self.number_of(page)
        slots = self[page] = array("i", bytes(4 * SLOTS_PER_PAGE))
        return slots

    def number_of(self, page):
        if page not in self.numbers:
            self.numbers[page] = len(self.table)
            self.table.append(page)
            self.first_ids[page] = (self.numbers[page] - page) << 13
        return self.numbers[page]

    def node_id(self, address):
        return self.number_of(address >> 16) << 13 | (address & 0xFFFF) >> 3

    def slot(self, obj):
        address = id(obj)
        return self[address >> 16][address >> 4 & 4095]

    def exclude(self, obj):
        """The object stays out: edges to it are dropped and nothing is read from it."""
        address = id(obj)
        self[address >> 16][address >> 4 & 4095] = OWN_SLOT
