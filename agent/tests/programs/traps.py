"""Objects whose own code must not be run: it would leave traces."""

from known import captured

called = []


class Trap:
    def __init__(self):
        object.__setattr__(self, "inner", ["kept"])

    def _sprung(self, *args):
        called.append(args)
        raise RuntimeError("the program's own code was run")

    __getattr__ = __getattribute__ = __len__ = __iter__ = __sizeof__ = __repr__ = __str__ = _sprung
    __eq__ = __hash__ = __bool__ = __getitem__ = __contains__ = __dir__ = __setattr__ = _sprung

    @property
    def __class__(self):
        called.append("__class__")
        return int


traps = [Trap() for _ in range(25)]

captured(**{"class": "__main__.Trap"}, count=25, path=["__main__", "traps", 0], empty="called")
