"""An exception that is kept, with the frames it came through."""

from known import PAYLOAD_SIZE, captured, payload


class Upload:
    def __init__(self):
        self.body = payload()


def receive():
    upload = Upload()
    raise ValueError(len(upload.body))


errors = []
for _ in range(50):
    try:
        receive()
    except ValueError as error:
        errors.append(error)

captured(
    **{"class": "__main__.Upload"},
    count=50,
    path=["__main__", "errors", "__traceback__", "upload"],
    holder="errors",
    bytes=50 * PAYLOAD_SIZE,
)
