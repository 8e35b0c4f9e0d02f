"""The stage of the voice: it is opened while the script is written, and speaks it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from audiobrief.errors import NetworkError
from audiobrief.messages import message, strip_advice
from audiobrief.model import Article, Clip, Script, Utterance
from audiobrief.options import Options
from audiobrief.pipeline.choices import choose_notice
from audiobrief.pipeline.programme import Events, Progress
from audiobrief.pipeline.scripting import summarize_script, write_spoken_script

if TYPE_CHECKING:
    from audiobrief.delivery.formats import Delivery
    from audiobrief.voice.cache import ClipCache
    from audiobrief.voice.cast import Cast
    from audiobrief.voice.profiles import Profile

Spoken = Iterator[tuple[Utterance, Clip]]


def open_voice(
    article: Article,
    options: Options,
    profile: Profile,
    delivery: Delivery,
    events: Events,
    meanwhile: Callable[[], None] = lambda: None,
) -> tuple[Cast, Script]:
    """Open the voices of a profile while the script is written. `meanwhile` is called when it is: voices that have a
    model to load take longer. Raises VoiceError, DataError."""
    from concurrent.futures import ThreadPoolExecutor

    from audiobrief.voice.cast import open_cast

    # Reported before the script is written, because the wait begins here.
    events.start_stage(message("Loading the voice"))
    with ThreadPoolExecutor(1) as pool:
        opening = pool.submit(open_cast, profile)
        spoken = (options.notice or delivery.notice) == "spoken"
        notice = choose_notice(options, profile) if spoken else ""
        written = write_spoken_script(article, options, profile, delivery, notice=notice)
        meanwhile()
        cast = opening.result()
    events.start_stage(summarize_script(written))
    if cast.online:
        events.start_stage(
            message("Privacy: the text of the article is sent to the online service behind {name}", name=profile.name)
        )
    return cast, written


def speak_with_fallback(script: Script, cast: Cast, fallback: str, cache: ClipCache | None, events: Events) -> Spoken:
    """The script spoken by `cast`. If an online voice fails, the fallback continues, and a warning is given."""
    from audiobrief.voice.profiles import load_profile
    from audiobrief.voice.synthesis import Fallback, open_offline_reader, synthesize_script, synthesize_with_fallback

    if not fallback:
        return _report_progress(synthesize_script(script, cast, cache), script, events.advance)
    other = load_profile(fallback)

    def warn(error: NetworkError, sentence: int) -> None:
        # An error says what was wrong, then, after a colon, what to do; here that has been done.
        events.warn(
            message(
                "Fallback: {wrong}; from sentence {sentence} on, {name} speaks",
                wrong=strip_advice(error.message),
                sentence=sentence,
                name=other.name,
            )
        )

    spoken = synthesize_with_fallback(script, cast, cache, Fallback(open_offline_reader(other), warn))
    return _report_progress(spoken, script, events.advance)


def _report_progress(clips: Spoken, script: Script, advance: Callable[[Progress], None]) -> Spoken:
    """The same clips; `advance` is called with the progress after each."""
    letters = [len(utterance.text) for chapter in script.chapters for utterance in chapter.utterances]
    begun, spoken, read = time.monotonic(), 0.0, 0
    for done, (utterance, clip) in enumerate(clips, 1):
        spoken += clip.frames / clip.sample_rate
        read += len(utterance.text)
        elapsed = time.monotonic() - begun
        advance(Progress(done, len(letters), spoken, elapsed, elapsed * (sum(letters) - read) / max(1, read)))
        yield utterance, clip
