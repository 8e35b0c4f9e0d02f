"""What may stand in a voice profile's file."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from audiobrief.messages import message
from audiobrief.model import Foreign
from audiobrief.options import FASTEST, SLOWEST

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


class ReadingTable(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`[quotes]` and `[headings]`: who reads them."""

    voice: str = ""
    rate: _Rate | None = None
    pitch: _Pitch | None = None


class ProfileFile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A voice profile. `lexicon` is named from where the profile stands, as `voice` and `model` are."""

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
    pauses: PauseTable = PauseTable()
    quotes: ReadingTable = ReadingTable()
    headings: ReadingTable = ReadingTable()
