"""Objects that no root leads to: held from outside Python's heap, or only by each other."""

import gc
import sys

from .own import exclude_frames
from .pages import OWN_SLOT
from .walk import count_held_by_loop


def find_islands(walk, state):
    """Walks what is left. Returns the `to_node` of what is held from C, and of garbage that waits for the collector."""
    pages = walk.pages
    exclude_frames(pages, state)
    # Before the functions of the comprehensions come into being.
    tracked = gc.get_objects()
    left = [obj for obj in tracked if pages.slot(obj) in (0, OWN_SLOT)]
    del tracked
    # Looking may add pages.
    slots = set(map(id, pages.values()))
    left = [obj for obj in left if not pages.slot(obj) and id(obj) not in slots]
    seen = {id(obj) for obj in left}
    inside = {}
    for obj in left:
        for referent in gc.get_referents(obj):
            if id(referent) in seen:
                inside[id(referent)] = inside.get(id(referent), 0) + 1
    # `left` stays until the end, so each count is taken with one more.
    held_by_loop = count_held_by_loop()
    walk.held_by_walk += 1
    held, cycles = [], []
    own_references = walk.own_references
    for obj in left:
        if sys.getrefcount(obj) - held_by_loop - own_references.get(id(obj), 0) > inside.get(id(obj), 0):
            held.append(obj)
    del seen, inside
    held_nodes = attach_island(walk, held)
    cycle_nodes = []
    for obj in left:
        if not pages.slot(obj):
            cycle_nodes += attach_island(walk, [obj])
    weak = walk.only_weakly_seen()
    while weak:
        held_nodes += attach_island(walk, weak)
        weak = walk.only_weakly_seen()
    return held_nodes, cycle_nodes


def attach_island(walk, objects):
    """Walks from these, which a list here holds besides the one of all that is left."""
    nodes = [node for node in map(walk.node_for, objects) if node]
    walk.run()
    return nodes
