"""Voice profiles: TOML files that name an engine, its voice, its pace and its pauses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from audiobrief.errors import AudiobriefError, DataError, VoiceError
from audiobrief.messages import Message, find_near, get_reason, message
from audiobrief.model import Foreign, Pause
from audiobrief.system.filesystem import read_text
from audiobrief.system.paths import get_voices_folder, list_own_voices
from audiobrief.system.toml_files import TomlError, parse_toml
from audiobrief.validation import find_faults
from audiobrief.voice.engine import Engine, Manner, engine_class, engines
from audiobrief.voice.profile_schema import ProfileFile

PAUSES: dict[Pause, float] = {
    "none": 0.0, "phrase": 0.25, "sentence": 0.55, "paragraph": 0.95, "heading": 1.0, "chapter": 1.8,
}  # fmt: skip
_USUAL_RATE = 165


@dataclass(frozen=True, slots=True)
class Reading:
    """Who reads quotations or headings: another profile's voice, or the same with another rate or pitch."""

    voice: str = ""
    rate: int = 0
    pitch: int | None = None


@dataclass(frozen=True, slots=True)
class Profile:
    """A voice as the listener names it. Rate in words a minute; pauses, lead-in and lead-out in seconds.

    `model` is the path of a model that the engine shall run in place of its own, or empty. `pace` is how many times as
    fast as its own rate it reads: another voice that reads a part of the programme does so too.
    """

    name: str
    description: str
    engine: str
    voice: str
    rate: int
    model: str = ""
    pitch: int = 50
    foreign: Foreign = "plain"
    pauses: Mapping[Pause, float] = field(default_factory=lambda: dict(PAUSES))
    lead_in: float = 0.3
    lead_out: float = 0.6
    quotes: Reading = Reading()
    headings: Reading = Reading()
    lexicon: Path | None = None
    pace: float = 1.0

    @property
    def manner(self) -> Manner:
        return Manner(self.rate, self.pitch, self.foreign)

    def files(self) -> list[Path]:
        """The files that it may name, to be read; the voice may be no file."""
        named = [Path(name) for name in (self.model, self.voice) if name]
        return [self.lexicon, *named] if self.lexicon else named

    def at_rate(self, rate: int) -> Profile:
        """The profile at another rate, its readings in proportion."""

        def scaled(reading: Reading) -> Reading:
            return replace(reading, rate=round(reading.rate * rate / self.rate))

        pace = self.pace * rate / self.rate
        return replace(self, rate=rate, quotes=scaled(self.quotes), headings=scaled(self.headings), pace=pace)

    def with_pauses(self, factor: float) -> Profile:
        """The profile with all its pauses and leads longer or shorter."""
        pauses = {kind: seconds * factor for kind, seconds in self.pauses.items()}
        return replace(self, pauses=pauses, lead_in=self.lead_in * factor, lead_out=self.lead_out * factor)

    def missing(self) -> Message | None:
        """None when the profile can be used here; else what to do."""
        return engine_class(self.engine).missing()

    def open(self) -> Engine:
        """The engine of this profile. Raises VoiceError, with the command that would make it usable."""
        kind = engine_class(self.engine)
        if missing := kind.missing():
            raise VoiceError("The voice '{name}' cannot be used yet: {missing}", name=self.name, missing=missing)
        return kind.open(self.voice, self.model)


def available() -> dict[str, Path]:
    """The profiles' files by name, in order: the user's own, then those that come with audiobrief."""
    # The later wins: a user's own profile may replace one of ours.
    files = {path.stem: path for path in (*get_voices_folder().glob("*.toml"), *list_own_voices("*.toml"))}
    return dict(sorted(files.items()))


def load(name: str) -> Profile:
    """The profile called `name`, or `name`-fr; or, for `ENGINE:VOICE`, any voice of an engine at its usual pace.

    Raises VoiceError when there is none, DataError when its file is wrong.
    """
    engine, colon, voice = name.partition(":")
    if colon:
        engine_class(engine)
        return Profile(
            name, f"a voice of the engine {engine}, at its usual pace", engine, voice, _USUAL_RATE, foreign="respell"
        )
    known = available()
    if name not in known and f"{name}-fr" in known:
        name = f"{name}-fr"
    if name not in known:
        if near := find_near(name, known):
            raise VoiceError("There is no voice '{name}': did you mean '{near}'?", name=name, near=near)
        raise VoiceError("There is no voice '{name}': use one of {known}.", name=name, known=", ".join(known))
    return read(known[name])


def read(path: Path) -> Profile:
    """A profile file. Raises DataError with file, key and reason."""
    try:
        table = parse_toml(read_text(path))
    except (OSError, UnicodeDecodeError, TomlError) as error:
        raise DataError(
            "The voice profile '{path}' cannot be read: {reason}.", path=path, reason=get_reason(error)
        ) from error
    if wrong := next(find_faults(ProfileFile, table), None):
        raise DataError(
            "The voice profile '{path}', key '{key}': {reason}.", path=path, key=wrong.key, reason=wrong.reason
        )
    if table["engine"] not in (known := engines()):
        reason = message(
            "no engine '{name}' is installed; use one of {known}", name=table["engine"], known=", ".join(known)
        )
        raise DataError("The voice profile '{path}', key '{key}': {reason}.", path=path, key="engine", reason=reason)
    # Files are named from where the profile stands, as its lexicon is.
    for key in ("voice", "model"):
        if (beside := path.parent / table.get(key, "")).is_file():
            table[key] = str(beside)
    pauses = {**PAUSES, **table.pop("pauses", {})}
    quotes, headings = Reading(**table.pop("quotes", {})), Reading(**table.pop("headings", {}))
    lexicon = path.parent / table.pop("lexicon") if "lexicon" in table else None
    return Profile(path.stem, pauses=pauses, lexicon=lexicon, quotes=quotes, headings=headings, **table)


def default_name() -> str:
    """The best offline voice that can be used here."""
    return "siwis" if not load("siwis").missing() else "espeak-fr"


@dataclass(frozen=True, slots=True)
class VoiceSummary:
    """A voice profile as `audiobrief voices` shows it; `missing` says what would make it usable, where it is not.
    `error` says what is wrong with its file: then only its name is known."""

    name: str
    description: str = ""
    engine: str = ""
    rate: int = 0
    missing: Message | None = None
    online: bool = False
    default: bool = False
    error: Message | None = None


def list_voices() -> list[VoiceSummary]:
    """Every voice profile that is known here, in the order of their names, those with a fault among them."""
    try:
        default = default_name()
    except AudiobriefError:  # told with the profile that it would be
        default = ""
    return [_summarize(name, path, default=name == default) for name, path in available().items()]


def _summarize(name: str, path: Path, *, default: bool) -> VoiceSummary:
    try:
        profile = read(path)
        online = engine_class(profile.engine).online
        return VoiceSummary(name, profile.description, profile.engine, profile.rate, profile.missing(), online, default)
    except AudiobriefError as error:
        return VoiceSummary(name, error=error.message)
