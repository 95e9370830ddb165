"""A heap as services have it: records with strings and numbers, instances, slots, dicts, lists, caches, closures."""

import collections


class Order:
    def __init__(self, number):
        self.number = number
        self.customer = "customer-%d" % (number % 5000)
        self.lines = [Line(number, place) for place in range(3)]
        self.total = number * 1.25


class Line:
    __slots__ = ("article", "count")

    def __init__(self, number, place):
        self.article = "article-%d-%d" % (number, place)
        self.count = 1000 + number


Point = collections.namedtuple("Point", "x y")


def parsed_row(number):
    """As `json.loads` leaves it: equal keys are one object, values are their own."""
    return {
        "id": number + 100000,
        "name": "name %d" % number,
        "tags": ["a", "b", "tag %d" % (number % 300)],
        "score": number / 7,
        "place": Point(number / 3, number / 5),
    }


def listener(number):
    seen = {number + 500000}
    return lambda event: seen.add(event)


def make_heap(count):
    """What holds about `count` objects more."""
    orders, cache, listeners = [], {}, []
    made = 0
    while made < count:
        number = len(orders)
        orders.append(Order(number))
        cache["key-%d" % number] = parsed_row(number)
        made += 25
        if number % 20 == 0:
            listeners.append(listener(number))
            made += 5
    return [orders, cache, listeners]
