"""What runs inside a program that somebody attached to."""

import _thread
import json
import os
import sys

from .dump import dump
from .own import is_own_name


def answer_attach(folder: str, forget: bool) -> None:
    """
    Makes the capture that `request.json` in `folder` asks for, and writes `answer.json` there: the path, or what went
    wrong. `forget`: the agent was brought for this, and goes again.
    """
    try:
        with open(os.path.join(folder, "request.json")) as file:
            request = json.load(file)
        dump(request["out"], traces=request["traces"], redact=request["redact"])
        answer = {"path": request["out"]}
    except BaseException as error:
        answer = {"error": "%s: %s" % (type(error).__name__, error)}
    try:
        part = os.path.join(folder, "answer.part")
        with open(part, "w") as file:
            json.dump(answer, file)
        os.rename(part, os.path.join(folder, "answer.json"))
    except OSError:
        pass  # whoever asked has gone, with the folder
    if forget:
        # Functions and their modules hold each other: left alone they would stay until the program's collector comes by.
        for place in [place for place in sys.path_importer_cache if place.startswith(folder)]:
            del sys.path_importer_cache[place]
        modules = sys.modules
        for name in [name for name in modules if is_own_name(name)]:
            modules.pop(name).__dict__.clear()


def start_answer(folder: str) -> bool:
    """Answers in a thread of its own, once; False if the folder is not this user's or somebody began already."""
    try:
        if os.lstat(folder).st_uid != os.geteuid():
            return False
        os.close(os.open(os.path.join(folder, "started"), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    except OSError:
        return False
    _thread.start_new_thread(answer_attach, (folder, False))
    return True
