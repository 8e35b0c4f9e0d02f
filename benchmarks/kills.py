"""audiobrief killed many times: `.venv/bin/python -m benchmarks.kills [--moments 60] [--renamings 32]
[--seed 1]`, from a checkout.

`make` and `batch` are each killed so many times (see tests/robustness/killing.py for what is looked at). One line a
kill that found something, a table at the end; the exit status is 1 where anything was found.
"""

import argparse
import sys
import tempfile
from pathlib import Path

from tests.robustness.killing import kills


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--moments", type=int, default=60, help="runs that died at a random one")
    parser.add_argument("--renamings", type=int, default=32, help="just before one")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    faults = 0
    print("| command | kills | died of it | at a renaming | left files | damaged entries | longest child | faults |")
    print("| :-- | --: | --: | --: | --: | --: | --: | --: |")
    for command in ("make", "batch"):
        with tempfile.TemporaryDirectory() as folder:
            found = []
            for kill in kills(Path(folder), command, asked.moments, asked.renamings, asked.seed):
                found.append(kill)
                if kill.faults:
                    print(f"{command}: {kill}", file=sys.stderr)
        wrong = sum(bool(kill.faults) for kill in found)
        faults += wrong
        print(
            f"| {command} | {len(found)} | {sum(kill.died for kill in found)} |"
            f" {sum(kill.died and kill.renaming > 0 for kill in found)} | {sum(kill.left > 0 for kill in found)} |"
            f" {sum(kill.damaged for kill in found)} | {max(kill.waited for kill in found):.1f} s | {wrong} |",
            flush=True,
        )
    return bool(faults)


if __name__ == "__main__":
    sys.exit(main())
