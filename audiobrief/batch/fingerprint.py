"""Digests of what a programme depends on: the article's text, the voice, the version and the options."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import structs

from audiobrief.model import Article
from audiobrief.options import Options
from audiobrief.pipeline.choices import choose_credential_files, load_show
from audiobrief.pipeline.sound import choose_music_files
from audiobrief.system.filesystem import read_bytes
from audiobrief.version import __version__

if TYPE_CHECKING:
    from audiobrief.voice.profiles import Profile

# Options that do not change the files, or are part of the voice's identity.
_IGNORED = {"output", "cached", "cache_size", "voice", "model", "allow_private", "produced"}
# Part of the engine's identity, which does not depend on their paths.
_IN_ENGINE = {"voice", "model"}


def compute_programme_key(article: Article, batch_key: str) -> str:
    """The key of a programme: equal keys mean equal programmes. `batch_key` is from `compute_batch_key`."""
    about = asdict(article)
    # The same text at another address gives the same programme; remarks are not in it.
    del about["address"], about["remarks"]
    return _hash_json([batch_key, about])


def compute_batch_key(options: Options, voice: str) -> str:
    """The key of what the programmes of a batch share. `voice` is from `compute_voice_identity`."""
    asked = {name: _hash_path(value) for name, value in structs.asdict(options).items() if name not in _IGNORED}
    show = load_show(options)
    for files in (choose_music_files(options, show), choose_credential_files(options, show)):
        asked |= {name: _hash_path(path) for name, path in files.items()}
    return _hash_json([__version__, voice, asked])


def load_reading_profiles(options: Options) -> list[Profile]:
    """Load the profile of the voice and those for quotations, headings and fallback. Raises VoiceError, DataError."""
    from audiobrief.delivery.formats import load_delivery
    from audiobrief.pipeline import resolve_profile
    from audiobrief.voice.profiles import load_profile

    first = resolve_profile(options, load_delivery(options.delivery))
    others = (options.fallback, first.quotes.voice, first.headings.voice)
    return [first, *(load_profile(name) for name in others if name)]


def compute_voice_identity(options: Options) -> str:
    """The digest of all reading profiles and their engines, computed on the machine that will speak.

    Opens the engines. Raises VoiceError, DataError.
    """
    profiles = load_reading_profiles(options)
    engines = {(profile.engine, profile.voice, profile.model): profile for profile in profiles}
    return _hash_json(
        [
            __version__,
            [_describe_profile(profile) for profile in profiles],
            sorted(profile.open().identity for profile in engines.values()),
        ]
    )


def _describe_profile(profile: Profile) -> dict[str, Any]:
    return {name: _hash_path(value) for name, value in asdict(profile).items() if name not in _IN_ENGINE}


def _hash_path(value: Any) -> Any:
    """The SHA-256 of the file's content if `value` is a path, or of each of several, because content can change under
    the same name."""
    if isinstance(value, Path):
        try:
            return hashlib.sha256(read_bytes(value)).hexdigest()
        except OSError:
            return str(value)
    return [_hash_path(one) for one in value] if isinstance(value, tuple) else value


def _hash_json(what: Any) -> str:
    return hashlib.sha256(json.dumps(what, ensure_ascii=False, sort_keys=True, default=str).encode()).hexdigest()
