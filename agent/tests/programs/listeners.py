"""Methods that an emitter keeps with their objects."""

from known import PAYLOAD_SIZE, captured, payload


class Emitter:
    def __init__(self):
        self.listeners = {}

    def on(self, name, listener):
        self.listeners.setdefault(name, []).append(listener)


class View:
    def __init__(self):
        self.model = payload()

    def update(self):
        return self.model


emitter = Emitter()
for _ in range(65):
    emitter.on("change", View().update)

captured(
    **{"class": "__main__.View"},
    count=65,
    path=["__main__", "emitter", "listeners", "change", 0],
    holder="listeners",
    bytes=65 * PAYLOAD_SIZE,
)
