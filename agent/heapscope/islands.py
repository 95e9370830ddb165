"""Objects that no root leads to: held from outside Python's heap, or only by each other."""

import gc
import sys

from .own import exclude_frames, exclude_interned
from .walk import count_held_by_loop, unseen_of


def find_islands(walk, state):
    """Walks what is left. Returns the `to_node` of what is held from C, and of garbage that waits for the collector."""
    pages = walk.pages
    exclude_frames(pages, state)
    left = walk.unseen()
    exclude_interned(pages, left)
    left = unseen_of(left, pages)
    seen = {id(obj) for obj in left}
    inside = {}
    for obj in left:
        for referent in gc.get_referents(obj):
            if id(referent) in seen:
                inside[id(referent)] = inside.get(id(referent), 0) + 1
    held_by_loop = count_held_by_loop()
    own_references = walk.own_references
    held, obj = [], None
    for obj in left:
        if sys.getrefcount(obj) - held_by_loop - own_references.get(id(obj), 0) > inside.get(id(obj), 0):
            held.append(obj)
    del seen, inside, obj
    # `left` stays until the end.
    for address in map(id, left):
        own_references.add(address)
    held_nodes = attach_island(walk, held)
    cycle_nodes = []
    for index in range(len(left)):
        if not pages.slot(left[index]):
            cycle_nodes += attach_island(walk, left[index : index + 1])
    weak = walk.only_weakly_seen()
    while weak:
        held_nodes += attach_island(walk, weak)
        weak = walk.only_weakly_seen()
    return held_nodes, cycle_nodes


def attach_island(walk, objects):
    """Walks from these, which the list holds, too."""
    for address in map(id, objects):
        walk.own_references.add(address)
    nodes = [node for node in map(walk.node_for, objects) if node]
    walk.run()
    return nodes
