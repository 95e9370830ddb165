"""Small views that keep large buffers."""

from known import PAYLOAD, PAYLOAD_SIZE, captured

views = [memoryview(bytearray(PAYLOAD))[:8] for _ in range(85)]

captured(
    **{"class": "bytearray"},
    path=["__main__", "views", 0],
    holder="views",
    bytes=85 * PAYLOAD_SIZE,
)
