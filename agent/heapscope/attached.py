"""What runs inside a program that somebody attached to."""

import _thread
import json
import os
from typing import Callable, Union

from .dump import dump


def answer_attach(folder: str, forget: Union[Callable[[], None], bool]) -> None:
    """
    Makes the capture that `request.json` in `folder` asks for, and writes `answer.json` there: the path, or what went
    wrong. `forget` is called last, to take an agent away that was brought for this; False for the program's own.
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
        forget()


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
