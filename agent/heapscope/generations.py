"""Which generation of the collector an object is in."""

import gc


class Generations:
    """`by_address` for all but the largest group, `oldest` for the rest of what the collector tracks.

    1, 2, 3 for the generations 0, 1, 2; 4 for objects that `gc.freeze` set aside, once `unfreeze` was asked for.
    """

    def __init__(self, unfreeze):
        groups = [set(map(id, gc.get_objects(generation))) for generation in (0, 1)]
        self.by_address = {}
        self.oldest = 3
        if unfreeze and gc.get_freeze_count():
            groups.append(set(map(id, gc.get_objects(2))))
            gc.unfreeze()
            self.oldest = 4
        for number, group in enumerate(groups, 1):
            self.by_address.update(dict.fromkeys(group, number))
