"""Which generation of the collector an object is in."""

import gc

from .raw_collector import tracked_addresses


class Generations:
    """`by_address` for all but the largest group, `oldest` for the rest of what the collector tracks.

    1, 2, 3 for the generations 0, 1, 2; 4 for objects that `gc.freeze` set aside, once `unfreeze` was asked for.
    """

    def __init__(self, unfreeze, raw=None):
        # Without a comprehension, whose function would be among the youngest.
        groups = [addresses_in(0, raw), addresses_in(1, raw)]
        self.by_address = {}
        self.oldest = 3
        if unfreeze and gc.get_freeze_count():
            groups.append(addresses_in(2, raw))
            gc.unfreeze()
            self.oldest = 4
        for number, group in enumerate(groups, 1):
            self.by_address.update(dict.fromkeys(group, number))


def addresses_in(generation, raw):
    found = tracked_addresses(raw, (generation,)) if raw else None
    return set(map(id, gc.get_objects(generation))) if found is None else set(found)
