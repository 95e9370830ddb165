"""The collector's lists of objects, followed without counting a reference: see `raw_objects.py`.

What is private about them is tried first: an object that was just made is the last of the youngest generation, and the
heads of the generations follow each other, each with its threshold.
"""

from array import array
from gc import get_threshold

from .raw_memory import object_at

ALL_GENERATIONS = range(3)
# Next, previous, threshold and count.
GENERATION_BYTES = 24
COLLECTOR_BYTES = 16
# The lowest bits of a link are the collector's own.
LINK = ~3


def first_generation(words):
    """The address of the head of the youngest generation; 0 where the heads are not as expected."""
    probe = []
    first = head = words[id(probe) - COLLECTOR_BYTES >> 3] & LINK
    for threshold in get_threshold():
        place = head >> 3
        if not head or words[place + 2] & 0xFFFFFFFF != threshold or not words[place] & LINK or not words[place + 1] & LINK:
            return 0
        # Each in one step, as what is made on the way comes last in the list and goes again.
        if words[((words[place] & LINK) >> 3) + 1] & LINK != head or words[(words[place + 1] & LINK) >> 3] & LINK != head:
            return 0
        head += GENERATION_BYTES
    return first


def tracked_addresses(raw, generations, pages=None):
    """
    The addresses of what is in these generations of the collector; with `pages`, of what has no slot there. None where that
    cannot be told. Makes no other object that the collector tracks, as that would be among them.
    """
    words = raw.words
    first = first_generation(words)
    if not first:
        return None
    found = array("Q")
    own = id(found)
    for index in generations:
        head = first + GENERATION_BYTES * index
        at = words[head >> 3] & LINK
        while at != head:
            address = at + COLLECTOR_BYTES
            slots = None if pages is None else pages.get(address >> 16)
            if address != own and (slots is None or not slots[address >> 4 & 4095]):
                found.append(address)
            at = words[at >> 3] & LINK
    return found


def tracked_objects(raw, is_wanted):
    """What the collector tracks of the classes that `is_wanted` says true of; None where that cannot be told."""
    addresses = tracked_addresses(raw, ALL_GENERATIONS)
    if addresses is None:
        return None
    wanted, found = {}, []
    for address in addresses:
        kind = raw.class_of(address)
        if kind not in wanted:
            wanted[kind] = is_wanted(object_at(kind))
        if wanted[kind]:
            found.append(object_at(address))
    return found
