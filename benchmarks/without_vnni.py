"""Run a command with an onnxruntime that believes that the processor has AVX2, and neither AVX-512, VNNI nor AMX.

    python -m benchmarks.without_vnni python -m benchmarks.engines --only kokoro

Emulators say what such a processor computes, but not how fast. Here the instructions are the processor's own: in a copy
of onnxruntime's library each CPUID is replaced by an instruction that does not exist, and a library that is loaded
first answers it with those features left out (benchmarks/mask_cpuid.c). Linux on x86-64, with `cc` and `objdump`; the
models that are prepared are kept apart, in the copy's folder.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path

_CPUID, _ABSENT = b"\x0f\xa2", b"\x0f\x0b"
_SEGMENT = re.compile(r"LOAD\s+(0x\w+) (0x\w+) 0x\w+ (0x\w+)")


def print_of(*command: str) -> str:
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout


def replace_instructions(library: Path) -> int:
    """Replace each CPUID of a library, and return how many there were."""
    segments = [[int(n, 16) for n in row] for row in _SEGMENT.findall(print_of("readelf", "-lW", str(library)))]
    listing = print_of("objdump", "-d", "--no-show-raw-insn", str(library))
    places = [int(line.split(":")[0], 16) for line in listing.splitlines() if line.rstrip().endswith("\tcpuid")]
    content = bytearray(library.read_bytes())
    for place in places:
        offset, address, _ = next(row for row in segments if row[1] <= place < row[1] + row[2])
        at = place - address + offset
        assert content[at : at + 2] == _CPUID
        content[at : at + 2] = _ABSENT
    library.write_bytes(content)
    return len(places)


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        spec = find_spec("onnxruntime")
        assert spec and spec.origin
        shutil.copytree(Path(spec.origin).parent, folder / "onnxruntime")
        (library,) = (folder / "onnxruntime" / "capi").glob("onnxruntime_pybind11_state*.so")
        print(f"{replace_instructions(library)} CPUID replaced", file=sys.stderr)
        mask = folder / "mask.so"
        source = str(Path(__file__).with_name("mask_cpuid.c"))
        subprocess.run(["cc", "-O1", "-shared", "-fPIC", source, "-o", str(mask)], check=True)
        masked = {"PYTHONPATH": name, "LD_PRELOAD": str(mask), "AUDIOBRIEF_CACHE": str(folder / "cache")}
        sys.exit(subprocess.run(sys.argv[1:], env=os.environ | masked, check=False).returncode)


if __name__ == "__main__":
    main()
