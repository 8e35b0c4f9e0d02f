"""Run audiobrief on many articles in one process, within bounds.

    python -m tests.hostile.following MEGABYTES FOLDER

Each line of standard input is a command and the name of an article in the folder; a line of JSON says what became of
it. The command line itself is called, with its exit statuses and what it prints.
"""

from __future__ import annotations

import contextlib
import io
import json
import resource
import sys
import traceback
from pathlib import Path


def follow(arguments: list[str]) -> tuple[int, str, str, float]:
    """The exit status, what was printed on both, and the seconds of processor time (with those of children)."""
    from audiobrief.cli import main

    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", "replace", write_through=True) for _ in range(2))
    begun = sum(resource.getrusage(who).ru_utime for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    status = 0
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            main(arguments, prog_name="audiobrief")
        except SystemExit as end:
            status = end.code if isinstance(end.code, int) else 1
        except BaseException:
            status = -1
            traceback.print_exc()
    took = sum(resource.getrusage(who).ru_utime for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) - begun
    return status, *(stream.buffer.getvalue().decode("utf-8", "replace") for stream in (out, err)), took


def peak_megabytes() -> int:
    """The most memory this program had at once.

    getrusage's `ru_maxrss` would count that of the process that started this one too: it outlives exec.
    """
    status = Path("/proc/self/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) >> 10


def main() -> None:
    megabytes, folder = sys.argv[1:]
    if int(megabytes):
        resource.setrlimit(resource.RLIMIT_AS, (int(megabytes) << 20,) * 2)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    more = ["--voice", "espeak-fr", "--no-cache", "--page", "--daisy", "--epub", "--for", "podcast", "--rate", "400"]
    for line in sys.stdin:
        command, name = line.split()
        path = f"{folder}/{name}"
        if command == "script":
            status, out, err, took = follow(["script", path, "--diff", "--why"])
        else:
            status, out, err, took = follow(["make", path, "-o", f"{folder}/made/{name}.mp3", *more])
        told = {"status": status, "took": took, "peak": peak_megabytes(), "out": out[-20_000:], "err": err[-5000:]}
        print(json.dumps(told), flush=True)


if __name__ == "__main__":
    main()
