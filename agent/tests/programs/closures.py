"""Callbacks that keep what they close over."""

from known import PAYLOAD_SIZE, captured, payload, size_of


class Request:
    def __init__(self):
        self.body = payload()


callbacks = []


def listen(request):
    def on_done():
        return request

    callbacks.append(on_done)


for _ in range(100):
    listen(Request())

captured(
    **{"class": "__main__.Request"},
    count=100,
    path=["__main__", "callbacks", "request"],
    holder="callbacks",
    bytes=size_of(callbacks) + 100 * (PAYLOAD_SIZE + size_of(callbacks[0]) + size_of(Request())),
)
