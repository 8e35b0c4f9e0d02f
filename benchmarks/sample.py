"""A programme to hear, and its page: the example of this repository, made by the voice that is best here.

    python -m benchmarks.sample [--voice NAME] [FOLDER]

FOLDER (build/sample if none is given) then holds the MP3, the page that follows the voice, and what else `audiobrief
make --page` writes. Nothing of it is kept in the repository: it is made again in half a minute.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
ARTICLE = ROOT / "docs" / "examples" / "marche-des-brumes.md"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n\n")[0])
    parser.add_argument("--voice", help="a voice profile; the best that is installed, if none is given")
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT / "build" / "sample")
    options = parser.parse_args()
    target = options.folder / "marche-des-brumes.mp3"
    command = [Path(sys.executable).with_name("audiobrief"), "make", ARTICLE, "--page", "-o", target]
    subprocess.run([*command, *(["--voice", options.voice] if options.voice else [])], check=True)
    print(f"Open {target.with_suffix('.page.html')}")


if __name__ == "__main__":
    main()
