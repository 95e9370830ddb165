"""What to do where the system does not let one process trace another."""

from .target import AttachError


def not_traceable(pid: int) -> AttachError:
    """The error to raise where tracing process `pid` is refused; it tells the cure."""
    scope = _ptrace_scope()
    hint = "attach as root or with the capability SYS_PTRACE (docker run --cap-add SYS_PTRACE)"
    if scope == "1":
        hint += ", or allow it to all your processes: sysctl kernel.yama.ptrace_scope=0"
    elif scope in ("2", "3"):
        hint += "; kernel.yama.ptrace_scope is %s" % scope
    return AttachError("the system does not let you trace process %d: %s." % (pid, hint))


def _ptrace_scope() -> str:
    try:
        with open("/proc/sys/kernel/yama/ptrace_scope") as file:
            return file.read().strip()
    except OSError:
        return ""
