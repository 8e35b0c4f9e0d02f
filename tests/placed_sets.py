"""Files and a folder that belong together, written as one set."""

import re

from audiobrief.delivery.folder import atomic_folder
from audiobrief.delivery.placing import together
from audiobrief.delivery.target import atomic_target

OURS = re.compile(r"[a-z]+\.txt")


def write_set(folder, words):
    with together(folder):
        with atomic_folder(folder / "book", OURS) as book:
            (book / "a.txt").write_text(words)
        for name in ("p.vtt", "p.mp3"):
            with atomic_target(folder / name) as unfinished:
                unfinished.write_text(words)


def told(folder):
    return {path.relative_to(folder).as_posix(): path.read_text() for path in folder.rglob("*") if path.is_file()}


def whole(words):
    return {"book/a.txt": words, "p.vtt": words, "p.mp3": words}
