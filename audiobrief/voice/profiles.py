"""Voice profiles: TOML files that name an engine, its voice, its pace and its pauses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta

from audiobrief.errors import AudiobriefError, DataError, VoiceError
from audiobrief.messages import Message, find_near, get_reason, message
from audiobrief.model import Foreign, Pause
from audiobrief.options import FASTEST, SLOWEST
from audiobrief.system.filesystem import read_text
from audiobrief.system.paths import get_voices_folder, list_own_voices
from audiobrief.system.toml_files import TomlError, parse_toml
from audiobrief.validation import find_faults
from audiobrief.voice.engine import Engine, Manner, has_engine, list_engines, load_engine_class

PAUSES: dict[Pause, float] = {
    "none": 0.0, "phrase": 0.25, "sentence": 0.55, "paragraph": 0.95, "heading": 1.0, "chapter": 1.8,
}  # fmt: skip
_DEFAULT_RATE = 165

_Rate = Annotated[int, Meta(ge=SLOWEST, le=FASTEST, extra={"unit": message("words a minute")})]
_Pitch = Annotated[int, Meta(ge=0, le=100, extra={"unit": message("the engine's scale")})]
_Seconds = Annotated[float, Meta(ge=0, le=30, extra={"unit": message("seconds")})]


class PauseTable(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """`[pauses]`: the silence after each kind of utterance."""

    none: _Seconds | None = None
    phrase: _Seconds | None = None
    sentence: _Seconds | None = None
    paragraph: _Seconds | None = None
    heading: _Seconds | None = None
    chapter: _Seconds | None = None


class OverrideTable(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`[quotes]` and `[headings]`: how these are read, if not as the text is."""

    voice: str = ""
    rate: _Rate | None = None
    pitch: _Pitch | None = None


class ProfileFile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The schema of a profile's file. Paths in `lexicon`, `voice` and `model` are relative to its folder."""

    description: str
    engine: str
    voice: str
    rate: _Rate
    model: str = ""
    pitch: _Pitch = 50
    foreign: Foreign = "plain"
    lead_in: _Seconds = 0.3
    lead_out: _Seconds = 0.6
    lexicon: str = ""
    notice: str = ""
    pauses: PauseTable = PauseTable()
    quotes: OverrideTable = OverrideTable()
    headings: OverrideTable = OverrideTable()


@dataclass(frozen=True, slots=True)
class VoiceOverride:
    """How quotations or headings are read: by another profile's voice, or at another rate or pitch.

    An empty voice, a rate of 0 and a pitch of None stand for those of the profile.
    """

    voice: str = ""
    rate: int = 0
    pitch: int | None = None


@dataclass(frozen=True, slots=True)
class Profile:
    """A voice by the name that users know. Rate in words a minute; pauses, lead-in and lead-out in seconds.

    `notice` is the sentence that says that the voice is synthetic, if the profile has one of its own.
    `model` is the path of a model to be used instead of the engine's own, or empty. `pace` is the rate in proportion to
    the one in the profile's file: another voice that reads a part of the programme is made as much faster.
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
    quotes: VoiceOverride = VoiceOverride()
    headings: VoiceOverride = VoiceOverride()
    lexicon: Path | None = None
    notice: str = ""
    pace: float = 1.0

    @property
    def manner(self) -> Manner:
        return Manner(self.rate, self.pitch, self.foreign)

    def named_files(self) -> list[Path]:
        """The files that the profile names as input. The voice is among them, though it may be no file."""
        named = [Path(name) for name in (self.model, self.voice) if name]
        return [self.lexicon, *named] if self.lexicon else named

    def with_rate(self, rate: int) -> Profile:
        """The profile at another rate, its overrides in proportion."""

        def scale_rate(override: VoiceOverride) -> VoiceOverride:
            return replace(override, rate=round(override.rate * rate / self.rate))

        pace = self.pace * rate / self.rate
        return replace(self, rate=rate, quotes=scale_rate(self.quotes), headings=scale_rate(self.headings), pace=pace)

    def with_pauses(self, factor: float) -> Profile:
        """The profile with its pauses, lead-in and lead-out multiplied by `factor`."""
        pauses = {kind: seconds * factor for kind, seconds in self.pauses.items()}
        return replace(self, pauses=pauses, lead_in=self.lead_in * factor, lead_out=self.lead_out * factor)

    @property
    def trained(self) -> bool:
        """Whether the voice is a model made from recordings. Engines that do not say so are taken for one. Raises
        VoiceError."""
        return bool(getattr(load_engine_class(self.engine), "trained", True))

    def missing(self) -> Message | None:
        """None if the profile can be used here; otherwise what to do. Raises VoiceError for an unknown engine."""
        return load_engine_class(self.engine).missing()

    def open(self) -> Engine:
        """Open the engine with the profile's voice. Raises VoiceError, with the command that makes it usable."""
        kind = load_engine_class(self.engine)
        if missing := kind.missing():
            raise VoiceError("The voice '{name}' cannot be used yet: {missing}", name=self.name, missing=missing)
        return kind.open(self.voice, self.model)


def find_profiles() -> dict[str, Path]:
    """The files of all profiles by name, sorted. A user's own profile replaces a shipped one of the same name."""
    files = {path.stem: path for path in (*get_voices_folder().glob("*.toml"), *list_own_voices("*.toml"))}
    return dict(sorted(files.items()))


def load_profile(name: str) -> Profile:
    """Load the profile called `name` or `name`-fr. `ENGINE:VOICE` is any voice of an engine, at the default rate.

    Raises VoiceError if there is none, DataError if its file is wrong.
    """
    engine, colon, voice = name.partition(":")
    if colon:
        load_engine_class(engine)
        return Profile(
            name, f"a voice of the engine {engine}, at its usual pace", engine, voice, _DEFAULT_RATE, foreign="respell"
        )
    known = find_profiles()
    if name not in known and f"{name}-fr" in known:
        name = f"{name}-fr"
    if name not in known:
        if near := find_near(name, known):
            raise VoiceError("There is no voice '{name}': did you mean '{near}'?", name=name, near=near)
        raise VoiceError("There is no voice '{name}': use one of {known}.", name=name, known=", ".join(known))
    return read_profile(known[name])


def read_profile(path: Path) -> Profile:
    """Read a profile's file. Raises DataError with file, key and reason."""
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
    if not has_engine(table["engine"]):
        known = ", ".join(list_engines())
        reason = message("no engine '{name}' is installed; use one of {known}", name=table["engine"], known=known)
        raise DataError("The voice profile '{path}', key '{key}': {reason}.", path=path, key="engine", reason=reason)
    for key in ("voice", "model"):
        if (file := path.parent / table.get(key, "")).is_file():
            table[key] = str(file)
    pauses = {**PAUSES, **table.pop("pauses", {})}
    quotes, headings = VoiceOverride(**table.pop("quotes", {})), VoiceOverride(**table.pop("headings", {}))
    lexicon = path.parent / table.pop("lexicon") if "lexicon" in table else None
    return Profile(path.stem, pauses=pauses, lexicon=lexicon, quotes=quotes, headings=headings, **table)


def find_default_voice() -> str:
    """The name of the best offline voice that can be used here."""
    return "aurore" if not load_profile("aurore").missing() else "espeak-fr"


@dataclass(frozen=True, slots=True)
class VoiceSummary:
    """A profile as `audiobrief voices` lists it.

    `missing` says how to make it usable, if it is not. `error` says what is wrong with its file, of which nothing but
    the name is known then.
    """

    name: str
    description: str = ""
    engine: str = ""
    rate: int = 0
    missing: Message | None = None
    online: bool = False
    default: bool = False
    error: Message | None = None


def list_voices() -> list[VoiceSummary]:
    """All profiles by name, including those whose file is wrong."""
    try:
        default = find_default_voice()
    except AudiobriefError:  # shown in the list, with the profile that is wrong
        default = ""
    return [_summarize_voice(name, path, default=name == default) for name, path in find_profiles().items()]


def _summarize_voice(name: str, path: Path, *, default: bool) -> VoiceSummary:
    try:
        profile = read_profile(path)
        online = load_engine_class(profile.engine).online
        return VoiceSummary(name, profile.description, profile.engine, profile.rate, profile.missing(), online, default)
    except AudiobriefError as error:
        return VoiceSummary(name, error=error.message)
