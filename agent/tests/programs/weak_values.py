"""A weak dictionary holds nothing: what else holds its values does."""

import weakref

from known import PAYLOAD_SIZE, captured, payload, size_of


class Image:
    def __init__(self):
        self.pixels = payload()


class Thumbnail:
    pass


images = weakref.WeakValueDictionary()
shown = []
for i in range(60):
    image = Image()
    images["image-%d" % i] = image
    if i % 2 == 0:
        shown.append(image)
    images["thumbnail-%d" % i] = Thumbnail()
del image

captured(
    **{"class": "__main__.Image"},
    count=30,
    path=["__main__", "shown", 0],
    holder="shown",
    bytes=size_of(shown) + 30 * (PAYLOAD_SIZE + size_of(shown[0])),
    gone=["__main__.Thumbnail"],
)
