"""A dict of a module that nobody empties."""

from known import PAYLOAD_SIZE, captured, payload, size_of


class Session:
    def __init__(self, user):
        self.user = user
        self.data = payload()


cache = {"user-%d" % i: Session(i) for i in range(200)}

captured(
    **{"class": "__main__.Session"},
    count=200,
    path=["__main__", "cache", "user-"],
    holder="cache",
    bytes=size_of(cache) + 200 * (PAYLOAD_SIZE + size_of(Session(0))),
)
