"""A list of a class that keeps every instance of it."""

from known import PAYLOAD_SIZE, captured, payload, size_of


class Leaky:
    instances = []

    def __init__(self):
        self.data = payload()
        Leaky.instances.append(self)


for _ in range(150):
    Leaky()

captured(
    **{"class": "__main__.Leaky"},
    count=150,
    path=["__main__", "Leaky", "instances", 0],
    holder="instances",
    bytes=size_of(Leaky.instances) + 150 * (PAYLOAD_SIZE + size_of(Leaky.instances[0])),
)
