"""The command line: `python -m heapscope run | attach | sample`."""

import argparse
import gc
import sys
from typing import List, Tuple

from .amounts import parse_duration, parse_signal, parse_size
from .attach import attach_to
from .install import install
from .program import ProgramError, load_program, run_program
from .sample import SampleError, sample_command, sample_process
from .sampled import report_to
from .target import AttachError

_WITH_VALUE = ("--every", "--rss-above", "--signal", "--out", "--keep", "--traces", "--interval")
_EPILOG = """examples:
  python -m heapscope run --rss-above 2G app.py      a capture when the RSS crosses 2 GB
  python -m heapscope attach 4711                    a capture of a running program
  python -m heapscope sample 4711 --out mem.jsonl    memory over time
"""


def main() -> None:
    """Runs a command and ends the process with its exit code: 0, 1 for a failure, 2 for a wrong command line."""
    arguments, program = _split(sys.argv[1:])
    if arguments[:1] == ["sampled"]:  # started by `sample`
        report_to(int(arguments[1]), float(arguments[2]), int(arguments[3]))
        run_program(*load_program(program))
    options = _parsed(arguments, program)
    try:
        options.command(options)
    except (AttachError, ProgramError, SampleError) as error:
        sys.exit("heapscope: %s" % error)


def _run(options: argparse.Namespace) -> None:
    if options.traces:
        import tracemalloc

        tracemalloc.start(options.traces)
    wanted = {"rss_above": options.rss_above, "every": options.every, "signal": options.signal}
    at_exit = options.at_exit or not any(wanted.values())
    gc.collect()  # the parser's cycles are not the program's
    program = load_program(options.program)
    install(at_exit=at_exit, out=options.out, keep=options.keep, redact=options.redact, **wanted)
    run_program(*program)


def _attach(options: argparse.Namespace) -> None:
    path = attach_to(options.pid, options.out, options.traces, options.redact, options.timeout, options.tee)
    if path and not options.tee:
        print("wrote %s" % path)


def _sample(options: argparse.Namespace) -> None:
    if options.pid is None:
        code = sample_command(
            options.program, options.interval, options.children, options.gc, options.traces, options.out
        )
        sys.exit(code if code >= 0 else 128 - code)
    if options.gc or options.traces:
        raise SampleError("--gc and --traces need the program to be started by this command: write -- script.py.")
    sample_process(options.pid, options.interval, options.children, options.out)


def _parsed(arguments: List[str], program: List[str]) -> argparse.Namespace:
    parser = _parser()
    options = parser.parse_args(arguments)
    options.program = program
    if options.command is _run and not program:
        parser.error("say what to run: a script, or -m and a module")
    if options.command is _sample and (options.pid is None) != bool(program):
        parser.error("say what to sample: either a process number, or -- and a program")
    return options


def _split(arguments: List[str]) -> Tuple[List[str], List[str]]:
    """Our own arguments, and the program with its: after `--`, or from the first word of `run` that is no option."""
    own = 1
    while own < len(arguments):
        word = arguments[own]
        if word == "--":
            return arguments[:own], arguments[own + 1 :]
        if arguments[0] == "run" and (not word.startswith("-") or word == "-m"):
            return arguments[:own], arguments[own:]
        own += 2 if word in _WITH_VALUE else 1
    return arguments, []


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="heapscope", description="Heap captures of CPython programs.", epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")
    commands.required = True

    run = commands.add_parser("run", usage="heapscope run [options] script.py|-m module [arguments]", help="run a program and make captures of it by themselves")
    run.add_argument("--at-exit", action="store_true", help="when it ends (the default if nothing else is given)")
    run.add_argument("--every", metavar="60s", type=_checked(parse_duration))
    run.add_argument("--rss-above", metavar="2G", type=_checked(parse_size), help="when its RSS crosses this")
    run.add_argument("--signal", metavar="USR2", type=_checked(parse_signal))
    run.add_argument("--out", default=".", metavar="DIR", help="folder, or DIR/NAME.heapsnapshot.gz")
    run.add_argument("--keep", type=_positive, default=10, metavar="N", help="captures kept (default 10)")
    run.add_argument("--traces", type=_positive, default=0, metavar="N", help="tracemalloc with N frames")
    run.add_argument("--redact", action="store_true", help="leave out the values of strings and numbers")
    run.set_defaults(command=_run)

    attached = commands.add_parser("attach", help="make a capture of a running program")
    attached.add_argument("pid", type=_positive)
    attached.add_argument("--out", metavar="FILE", help="default: pid-PID-TIME.heapsnapshot.gz; - is standard output")
    attached.add_argument("--tee", action="store_true", help="to standard output as well, while it is written")
    attached.add_argument("--traces", action="store_true", help="with allocation stacks, if tracemalloc runs there")
    attached.add_argument("--redact", action="store_true", help="leave out the values of strings and numbers")
    attached.add_argument("--timeout", metavar="300s", type=_checked(parse_duration), default=300.0)
    attached.set_defaults(command=_attach)

    sample = commands.add_parser("sample", help="write a program's memory over time as JSON lines")
    sample.add_argument("--interval", metavar="1s", type=_checked(parse_duration), default=1.0)
    sample.add_argument("--children", action="store_true", help="its child processes as well")
    sample.add_argument("--gc", action="store_true", help="the collector's counts and pauses (only with -- PROGRAM)")
    sample.add_argument("--out", metavar="FILE.jsonl", default="-")
    sample.add_argument("--traces", type=_positive, default=0, metavar="N", help="tracemalloc with N frames")
    sample.add_argument("pid", type=_positive, nargs="?", help="or -- and a program")
    sample.set_defaults(command=_sample)
    return parser


def _checked(parse):
    def checked(text: str):
        try:
            return parse(text)
        except ValueError as error:
            raise argparse.ArgumentTypeError(str(error)) from None

    return checked


def _positive(text: str) -> int:
    if not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError("%r is no whole number above 0" % text)
    return int(text)
