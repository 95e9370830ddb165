"""The folder in which a target finds the agent and the request, and leaves the answer."""

import json
import os
import shutil
import tempfile
import time
from typing import Any, Callable, Dict, Optional

from .rendezvous import read_private
from .target import AttachError, Target

# Runs in the target, through a debugger or sys.remote_exec: starts a thread and returns at once. It binds no name in
# the program's modules, uses the agent that is loaded there if there is one, and works once whoever runs it. An agent
# that is brought has a name of its own there, so that nobody else imports it before it is forgotten.
INJECTED = '''
def run(folder, name):
    import os, sys, _thread
    def forget():
        for place in [place for place in sys.path_importer_cache if place.startswith(folder)]:
            del sys.path_importer_cache[place]
        # Functions and their modules hold each other: left alone they would stay until the program's collector comes by.
        for each in [each for each in sys.modules if each.split(".")[0] == name]:
            sys.modules.pop(each).__dict__.clear()
    def answer():
        import json
        from importlib import import_module
        from importlib.util import module_from_spec, spec_from_file_location
        own = name
        try:
            if "heapscope" in sys.modules:
                own = "heapscope"
            else:
                package = os.path.join(folder, "heapscope")
                inside = os.path.isdir(package)
                path = os.path.join(package, "__init__.py") if inside else package + ".py"
                search = [package] if inside else None
                spec = spec_from_file_location(own, path, submodule_search_locations=search)
                module = sys.modules[own] = module_from_spec(spec)
                spec.loader.exec_module(module)
            try:
                answer_attach = import_module(own + ".attached").answer_attach
            except ImportError:
                answer_attach = sys.modules[own].answer_attach
            _thread.start_new_thread(answer_attach, (folder, own == name and forget))
        except BaseException as error:
            forget()
            try:
                with open(os.path.join(folder, "answer.part"), "w") as file:
                    json.dump({"error": "%s: %s" % (type(error).__name__, error)}, file)
                os.rename(os.path.join(folder, "answer.part"), os.path.join(folder, "answer.json"))
            except OSError:
                pass  # whoever asked has gone, with the folder
    try:
        os.close(os.open(os.path.join(folder, "started"), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    except OSError:
        return
    _thread.start_new_thread(answer, ())
'''


class Exchange:
    """
    A private folder of the target's user in the target's own /tmp; removed by `remove`. `inner` is its path there,
    `folder` the same from here; `remote` is the script for `sys.remote_exec`, by its path there.
    """

    def __init__(self, target: Target):
        self.target = target
        self.folder = tempfile.mkdtemp(prefix="heapscope-attach-", dir=target.root + target.folder)
        self.inner = self.folder[len(target.root) :]
        self.remote = os.path.join(self.inner, "remote.py")

    def put(self, out: str, traces: bool, redact: bool) -> None:
        """Writes agent, request and the code to inject, and hands the folder to the target's user."""
        _copy_agent(self.folder)
        with open(os.path.join(self.folder, "request.json"), "w") as file:
            json.dump({"out": out, "traces": traces, "redact": redact}, file)
        with open(os.path.join(self.folder, "inject.py"), "w") as file:
            name = "_heapscope_" + self.inner.rpartition("-")[2]
            file.write("__name__ = '%s.inject'" % name + INJECTED + "run(%s, '%s')\n" % (ascii(self.inner), name))
        with open(os.path.join(self.folder, "remote.py"), "wb") as file:
            file.write(self.code())
        if self.target.uid != os.geteuid():
            for folder, _, names in os.walk(self.folder):
                for name in [*names, ""]:
                    os.chown(os.path.join(folder, name), self.target.uid, self.target.gid, follow_symlinks=False)

    def code(self) -> bytes:
        """Python source that runs what is to be injected; `open` and `__main__`'s names may be the program's."""
        path = ascii(os.path.join(self.inner, "inject.py"))
        return ("exec(__import__('io').open(%s).read(), {})" % path).encode()

    def started(self) -> bool:
        """Whether the target has begun."""
        return os.path.lexists(os.path.join(self.folder, "started"))

    def wait_start(self, seconds: float) -> bool:
        """Waits until the target has begun; False after so many seconds, or when it has ended."""
        end = time.monotonic() + seconds
        while not self.started():
            if time.monotonic() > end or not self.target.alive():
                return False
            time.sleep(0.02)
        return True

    def wait_answer(self, end: float, meanwhile: Callable[[], None]) -> None:
        """
        Waits for the answer until a moment of `time.monotonic`, and calls `meanwhile` again and again. Raises AttachError
        if the answer is bad or does not come.
        """
        pid = self.target.pid
        while True:
            answer: Optional[Dict[str, Any]] = read_private(os.path.join(self.folder, "answer.json"), self.target.uid)
            if answer is not None:
                break
            if not self.target.alive():
                raise AttachError("process %d ended before the capture was written." % pid)
            if time.monotonic() > end:
                why = "the capture is not written yet" if self.started() else _NOT_STARTED
                raise AttachError("process %d did not answer in time: %s. Try a longer --timeout." % (pid, why))
            meanwhile()
            time.sleep(0.02)
        if "error" in answer:
            raise AttachError("process %d could not make the capture: %s" % (pid, answer["error"]))

    def remove(self) -> None:
        """Removes the folder with all that is in it."""
        shutil.rmtree(self.folder, ignore_errors=True)


_NOT_STARTED = "it came to no point where the agent can run, as when it is in a long call of C code"


def _copy_agent(folder: str) -> None:
    here = os.path.abspath(__file__)
    if not __package__:
        shutil.copyfile(here, os.path.join(folder, "heapscope.py"))
        return
    skip = shutil.ignore_patterns("__pycache__")
    shutil.copytree(os.path.dirname(here), os.path.join(folder, "heapscope"), ignore=skip)
