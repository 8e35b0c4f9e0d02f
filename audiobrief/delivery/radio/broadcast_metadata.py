"""Metadata for radio automation: the contents of the `bext` and `cart` chunks of a programme."""

from __future__ import annotations

import hashlib
import itertools
import re
from dataclasses import dataclass
from datetime import datetime

from audiobrief.delivery.mp3 import join_text
from audiobrief.delivery.radio import bext, cart
from audiobrief.delivery.radio.transliteration import keep_first_words, keep_last_words, transliterate
from audiobrief.model import Article, Cue, Loudness, Script, Timeline, Utterance

# What automation systems write for an item that never expires.
_NO_END = datetime(2099, 12, 31, 23, 59, 59)
_QUOTATION_MARKS = '"«»“”„‹› \N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}'
_SPACE_LEFT = re.compile(r"\s+([.,])")


@dataclass(frozen=True, slots=True)
class BroadcastInfo:
    """What a station adds to the data of an article.

    `produced` is when the sound was made. It may be broadcast from `start` (default: `produced`) to `end` (default:
    without end). `reference` is the station's own reference of the item (EBU R 99 if it has an organisation code); if
    empty, it is derived from the text. `title_as_intro` marks a spoken title as the intro, which automation counts down
    as time that a presenter may talk over. `album` (default: where the article was published) is what the information
    list says.
    """

    produced: datetime
    start: datetime | None = None
    end: datetime | None = None
    originator: str = ""
    reference: str = ""
    cut_id: str = ""
    client_id: str = ""
    category: str = "NEWS"
    classification: str = ""
    user_text: str = ""
    title_as_intro: bool = True
    album: str = ""


def make_bext(
    timeline: Timeline,
    article: Article,
    script: Script,
    loudness: Loudness,
    broadcast: BroadcastInfo,
    *,
    history: str,
    notice: str = "",
) -> bext.Bext:
    """The `bext` chunk of a programme; `history` is its coding history, `notice` what is said of the voice."""
    published = article.published.isoformat() if article.published else ""
    parts = (script.title, article.byline, article.source, published, notice.rstrip("."))
    return bext.Bext(
        description=" - ".join(part for part in parts if part),
        originator=broadcast.originator or article.source or "audiobrief",
        originator_reference=broadcast.reference or _make_reference(timeline, article, script, broadcast),
        origination_date=broadcast.produced.date().isoformat(),
        origination_time=f"{broadcast.produced:%H:%M:%S}",
        coding_history=history,
        loudness_value=loudness.integrated,
        loudness_range=loudness.range,
        max_true_peak_level=loudness.true_peak,
        max_momentary_loudness=loudness.momentary,
        max_short_term_loudness=loudness.short_term,
    )


def make_cart(
    timeline: Timeline, article: Article, script: Script, broadcast: BroadcastInfo, *, version: str
) -> cart.Cart:
    """The `cart` chunk of a programme."""
    start, end = broadcast.start or broadcast.produced, broadcast.end or _NO_END
    return cart.Cart(
        title=script.title,
        artist=article.byline or article.source,
        cut_id=broadcast.cut_id,
        client_id=broadcast.client_id or article.source,
        category=broadcast.category,
        classification=broadcast.classification,
        out_cue=find_out_cue(timeline),
        start_date=f"{start:%Y/%m/%d}",
        start_time=f"{start:%H:%M:%S}",
        end_date=f"{end:%Y/%m/%d}",
        end_time=f"{end:%H:%M:%S}",
        producer_app="audiobrief",
        producer_app_version=version,
        user_text=broadcast.user_text,
        timers=make_post_timers(timeline, title_as_intro=broadcast.title_as_intro),
        url=article.web_address,
        tag_text=join_text(script),
    )


def find_out_cue(timeline: Timeline) -> str:
    """The last words that are spoken, as written, in at most 63 ASCII characters."""
    for cue in reversed(timeline.cues):
        if words := transliterate(_get_spoken_text(cue.utterance)):
            return keep_last_words(words, cart.FIELD - 1)
    return ""


def find_first_words(timeline: Timeline, longest: int) -> str:
    """The first words that are spoken, as written, in at most `longest` characters."""
    return keep_first_words(next(filter(None, map(_join_line, timeline.cues)), ""), longest)


def find_last_words(timeline: Timeline, longest: int) -> str:
    """The last words that are spoken, as written, in at most `longest` characters."""
    return keep_last_words(next(filter(None, map(_join_line, reversed(timeline.cues))), ""), longest)


def _join_line(cue: Cue) -> str:
    return " ".join(_get_spoken_text(cue.utterance).split())


def _get_spoken_text(utterance: Utterance) -> str:
    """The text of an utterance without the parts that are not read aloud, but with its quotation marks."""
    if not utterance.speech:
        return utterance.text
    written = ((span.text, utterance.text[span.start : span.end]) for span in utterance.speech)
    spoken = "".join(text for said, text in written if said or not text.strip(_QUOTATION_MARKS))
    return _SPACE_LEFT.sub(r"\1", spoken)


def make_post_timers(timeline: Timeline, *, title_as_intro: bool = True) -> tuple[cart.PostTimer, ...]:
    """The post timers of a programme in time order, with as many chapters as fit.

    AUDs to AUDe is the audio to play, from the first word to the end of the sound. SEGs, SEC1 and EOM, of which every
    system supports one, are the end of the last word, where the next item may start. INTs to INTe is the spoken title;
    without one it is empty, so that no presenter talks over the first words. Music before the first word is audio to
    play, and time to talk over; music after the last is heard to its end. MRK1, MRK2 … are the chapters after the
    first.
    """
    if not timeline.cues:
        return ()
    first, last = timeline.cues[0].start, timeline.cues[-1].end
    if music := timeline.music:
        last = max(last, music[-1][1])
    begin = 0 if music and music[0][0] == 0 else first
    timers = [
        cart.PostTimer("AUDs", begin),
        cart.PostTimer("SEC1", last),
        cart.PostTimer("SEGs", last),
        cart.PostTimer("EOM ", last),
        cart.PostTimer("AUDe", timeline.frames),
    ]
    end = first
    if title_as_intro:
        titles = itertools.takewhile(lambda cue: cue.utterance.role == "title", timeline.cues)
        end = max((cue.end for cue in titles), default=first)
    timers += [cart.PostTimer("INTs", begin), cart.PostTimer("INTe", end)]
    room = cart.MOST_TIMERS - len(timers)
    timers += [cart.PostTimer(f"MRK{n}", mark.start) for n, mark in enumerate(timeline.chapters[1 : 1 + room], 1)]
    return tuple(sorted(timers, key=lambda timer: timer.frame))


def _make_reference(timeline: Timeline, article: Article, script: Script, broadcast: BroadcastInfo) -> str:
    """A reference of 32 characters that depends on the programme alone."""
    identity = "\n".join(
        [
            article.web_address,
            script.title,
            join_text(script),
            broadcast.produced.isoformat(),
            str(timeline.frames),
        ]
    )
    return hashlib.sha256(identity.encode("utf-8", "replace")).hexdigest()[: bext.REFERENCE]
