"""A handler of logging that keeps all records with their arguments."""

import logging

from known import PAYLOAD_SIZE, captured, payload


class Order:
    def __init__(self):
        self.body = payload()


class Keeping(logging.Handler):
    def __init__(self):
        super().__init__()
        self.records = []

    def emit(self, record):
        self.records.append(record)


log = logging.getLogger("orders")
log.addHandler(Keeping())
log.propagate = False
for _ in range(70):
    log.warning("took %s", Order())

captured(
    **{"class": "__main__.Order"},
    count=70,
    path=["records"],
    holder="records",
    bytes=70 * PAYLOAD_SIZE,
)
