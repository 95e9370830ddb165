"""What a thread keeps for itself as long as it lives."""

import threading

from known import PAYLOAD_SIZE, captured, payload


class Connection:
    def __init__(self):
        self.buffer = payload()


local = threading.local()
ready = threading.Barrier(5)
end = threading.Event()


def work():
    local.pool = [Connection() for _ in range(20)]
    ready.wait()
    end.wait()


threads = [threading.Thread(target=work, name="worker", daemon=True) for _ in range(4)]
for thread in threads:
    thread.start()
ready.wait()

captured(
    **{"class": "__main__.Connection"},
    count=80,
    path=["pool", 0],
    holder="pool",
    bytes=20 * PAYLOAD_SIZE,
)
end.set()
