"""Compiles audiobrief's data files when it is built or installed: `acronyms.toml` also as `acronyms.json`, read faster.

A compiled file names the text it was made of by its length and check sum. `audiobrief.system.toml_files.load_shipped`
reads the TOML where that is another one, so that an edited file of a checkout is never hidden by an old compiled one.
Beside them, audiobrief's own entry points are written for `audiobrief.system.plugins`.
"""

from __future__ import annotations

import json
import tomllib
import zlib
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


def compile_tables(text: bytes) -> bytes:
    """The tables of a TOML text as JSON, beside the text's length and check sum (CRC-32).

    Raises ValueError if JSON cannot hold them.
    """
    tables = tomllib.loads(text.decode("utf-8"))
    source = [len(text), zlib.crc32(text)]
    compiled = json.dumps({"source": source, "tables": tables}, ensure_ascii=False, separators=(",", ":"))
    if json.loads(compiled)["tables"] != tables:
        raise ValueError("JSON cannot hold these tables")
    return compiled.encode("utf-8")


class CompileDataHook(BuildHookInterface[Any]):
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if self.target_name == "sdist":  # whoever builds a wheel of it compiles them then
            return
        for source in sorted(Path(self.root, "audiobrief").rglob("*.toml")):
            compiled = source.with_suffix(".json")
            compiled.write_bytes(compile_tables(source.read_bytes()))
            build_data["artifacts"].append(f"/{compiled.relative_to(self.root).as_posix()}")
        entry_points = Path(self.root, "audiobrief", "own_entry_points.json")
        entry_points.write_text(json.dumps(self.metadata.core.entry_points), encoding="utf-8")
        build_data["artifacts"].append("/audiobrief/own_entry_points.json")
