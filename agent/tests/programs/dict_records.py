"""A table as a list of dicts."""

from known import PAYLOAD_SIZE, captured, payload, size_of

rows = [{"id": 10**6 + i, "name": "name-%d" % i, "data": payload()} for i in range(100)]

captured(
    **{"class": "dict"},
    path=["__main__", "rows", 0],
    holder="rows",
    bytes=size_of(rows)
    + 100 * (PAYLOAD_SIZE + size_of(rows[0]) + size_of(rows[0]["name"], rows[0]["id"])),
)
