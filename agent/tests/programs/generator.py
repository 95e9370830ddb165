"""A generator that stands still and keeps its locals."""

from known import PAYLOAD_SIZE, captured, payload


class Chunk:
    def __init__(self):
        self.data = payload()


def stream():
    read = [Chunk() for _ in range(60)]
    for chunk in read:
        yield chunk


standing = stream()
next(standing)

captured(
    **{"class": "__main__.Chunk"},
    count=60,
    path=["__main__", "standing", "read", 0],
    holder="standing",
    bytes=60 * PAYLOAD_SIZE,
)
