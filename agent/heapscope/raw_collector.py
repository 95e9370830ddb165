"""The collector's lists of objects, followed without counting a reference: see `raw_objects.py`.

What is private about them is tried first: an object that was just made is the last of the youngest generation, and the
heads of the generations follow each other, each with its threshold.
"""

from array import array
from gc import get_threshold

from .raw_memory import object_at
from .raw_objects import word_at

GENERATIONS = 3
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


def generation_addresses(raw, index):
    """The addresses of what is in one generation; None where that cannot be told."""
    words = raw.words
    head = first_generation(words)
    if not head:
        return None
    head += GENERATION_BYTES * index
    found = array("Q")
    own, at = id(found), words[head >> 3] & LINK
    while at != head:
        if at + COLLECTOR_BYTES != own:
            found.append(at + COLLECTOR_BYTES)
        at = words[at >> 3] & LINK
    return found


def unseen_addresses(words, pages):
    """
    What the collector tracks and has no slot in `pages`, from the youngest generation on; None where that cannot be told.
    Makes no other object that the collector tracks, as that would be among them.
    """
    head = first_generation(words)
    if not head:
        return None
    found = array("Q")
    own = id(found)
    for _ in range(GENERATIONS):
        at = words[head >> 3] & LINK
        while at != head:
            address = at + COLLECTOR_BYTES
            slots = pages.get(address >> 16)
            if address != own and (slots is None or not slots[address >> 4 & 4095]):
                found.append(address)
            at = words[at >> 3] & LINK
        head += GENERATION_BYTES
    return found


def tracked_objects(raw, is_wanted):
    """What the collector tracks of the classes that `is_wanted` says true of; None where that cannot be told."""
    words, memory = raw.words, raw.memory
    head = first_generation(words)
    if not head:
        return None
    found, wanted = array("Q"), {}
    for _ in range(GENERATIONS):
        at = words[head >> 3] & LINK
        while at != head:
            kind = word_at(memory, at + COLLECTOR_BYTES + 8)[0]
            if kind not in wanted:
                wanted[kind] = is_wanted(object_at(kind))
            if wanted[kind]:
                found.append(at + COLLECTOR_BYTES)
            at = words[at >> 3] & LINK
        head += GENERATION_BYTES
    return list(map(object_at, found))
