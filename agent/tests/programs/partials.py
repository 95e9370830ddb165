"""Functions with arguments that are kept until they are called."""

import functools

from known import PAYLOAD_SIZE, captured, payload


class Job:
    def __init__(self):
        self.data = payload()


def run(job, priority):
    return job, priority


jobs = [functools.partial(run, Job(), priority=i) for i in range(55)]

captured(
    **{"class": "__main__.Job"},
    count=55,
    path=["__main__", "jobs", 0],
    holder="jobs",
    bytes=55 * PAYLOAD_SIZE,
)
