"""The memory of this process."""


def process_memory():
    return {}
