"""The tags of a WAV file. Its title can stand in four places, of which readers choose different ones: the labels of
automation systems (`cart`, `bext`), and those of players (the information list, an `id3 ` chunk)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import BinaryIO

from audiobrief.delivery.radio import riff
from audiobrief.delivery.radio.bext import DESCRIPTION, Bext
from audiobrief.delivery.radio.cart import FIELD, Cart
from audiobrief.delivery.radio.transliteration import transliterate
from audiobrief.inspection.sound_info import Tags, TitleInfo

INFO_PLACE, ID3_PLACE, CART_PLACE, BEXT_PLACE = "LIST INFO", "id3", "cart", "bext"
# Characters: the room in places that have little (AES46, 4.2; EBU Tech 3285, 2.3).
_ROOM = {CART_PLACE: FIELD, BEXT_PLACE: DESCRIPTION}
_MOST_TEXTS, _LONGEST_TEXT = 200, 64 << 10


def read_info_list(file: BinaryIO, place: riff.Chunk) -> dict[str, str]:
    """The texts of a LIST chunk of kind INFO by their names, such as INAM; none for one of another kind."""
    if riff.read_chunk(file, place, 4) != riff.INFO:
        return {}
    texts: dict[str, str] = {}
    inside = riff.find_chunks(file, place.start + 4, place.start + place.held)
    for _, chunk in zip(range(_MOST_TEXTS), inside, strict=False):
        text = riff.decode_text(riff.read_chunk(file, chunk, _LONGEST_TEXT))
        texts.setdefault(chunk.name.decode("latin-1"), text.strip())
    return texts


def merge_tags(label: Cart | None, about: Bext | None, listed: Mapping[str, str], id3: Tags) -> Tags:
    """The tags of a WAV file from all places: the first that has one, in the order of `list_titles`."""
    titles = list_titles(label, about, listed, id3)
    return replace(
        id3,
        version="",
        title=titles[0].title if titles else "",
        artist=listed.get("IART", "") or id3.artist or (label.artist if label else ""),
        album=listed.get("IPRD", "") or id3.album,
        date=(about.origination_date if about else "") or listed.get("ICRD", "") or id3.date,
        genre=listed.get("IGNR", "") or id3.genre,
        comment=listed.get("ICMT", "") or id3.comment,
        encoder=listed.get("ISFT", "") or id3.encoder,
        language=listed.get("ILNG", "") or id3.language,
    )


def list_titles(label: Cart | None, about: Bext | None, listed: Mapping[str, str], id3: Tags) -> tuple[TitleInfo, ...]:
    """Each title with the place where it stands: what players show first, which has its accents."""
    found = (
        (INFO_PLACE, listed.get("INAM", "")),
        (ID3_PLACE, id3.title),
        (CART_PLACE, label.title if label else ""),
        (BEXT_PLACE, about.description if about else ""),
    )
    return tuple(TitleInfo(place, title) for place, title in found if title)


def find_other_titles(titles: Sequence[TitleInfo]) -> Iterator[TitleInfo]:
    """The titles that differ from the fullest by more than accents, capitals, or being cut where their place has little
    room. A `bext` description may say more than the title."""
    plain = [(title, _simplify(title.title)) for title in titles]
    whole = max((text for title, text in plain if title.place != BEXT_PLACE), key=len, default="")
    for title, text in plain:
        room = _ROOM.get(title.place, 0)
        cut = len(text) > room / 2 > 0 and whole.startswith(text.rstrip(" .…"))
        holds = title.place == BEXT_PLACE and whole in text
        if text != whole and not cut and not holds:
            yield title


def _simplify(text: str) -> str:
    return " ".join((transliterate(text) or text).casefold().split())
