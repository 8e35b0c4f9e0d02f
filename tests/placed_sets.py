"""Files and a folder that belong together, written as one set."""

import re

from audiobrief.system.transaction import transaction

OURS = re.compile(r"[a-z]+\.txt")


def write_set(folder, words):
    with transaction() as files:
        for name in ("p.mp3", "p.vtt"):
            files.stage_file(folder / name).write_text(words)
        (files.stage_folder(folder / "book", OURS) / "a.txt").write_text(words)


def told(folder):
    return {path.relative_to(folder).as_posix(): path.read_text() for path in folder.rglob("*") if path.is_file()}


def whole(words):
    return {"book/a.txt": words, "p.vtt": words, "p.mp3": words}
