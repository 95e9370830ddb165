"""A class of the program's own that is a dict and has attributes besides."""

from known import PAYLOAD_SIZE, captured, payload, size_of


class Registry(dict):
    def __init__(self):
        super().__init__()
        self.name = "a registry of things"
        self.owner = Owner()


class Owner:
    pass


class Entry:
    __slots__ = ("data",)

    def __init__(self):
        self.data = payload()


registry = Registry()
for i in range(75):
    registry["entry-%d" % i] = Entry()

captured(
    **{"class": "__main__.Entry"},
    count=75,
    path=["__main__", "registry", "entry-"],
    holder="registry",
    bytes=size_of(registry) + 75 * (PAYLOAD_SIZE + size_of(Entry())),
)
