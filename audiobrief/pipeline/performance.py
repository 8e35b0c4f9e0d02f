"""An article that is heard while it is being spoken."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from audiobrief.model import Article, Block, Clip, Script, Speech
from audiobrief.options import SLOWEST, Options, change_options
from audiobrief.pipeline.choices import load_lexicon, open_cache, resolve_profile
from audiobrief.pipeline.programme import Events
from audiobrief.pipeline.reading import Source, read_and_report
from audiobrief.pipeline.voicing import open_voice

if TYPE_CHECKING:
    from audiobrief.delivery.formats import Delivery
    from audiobrief.voice.cache import ClipCache
    from audiobrief.voice.cast import Cast
    from audiobrief.voice.live import LiveClip
    from audiobrief.voice.profiles import Profile

# Of the pace, for a sentence that is said again because it was not understood.
_SLOWLY = 0.75


@dataclass(frozen=True, slots=True)
class Performance:
    """An article that can be heard while it is being spoken, by what `make` would say it with.

    `loudness` and `true_peak` are those of the delivery (LUFS of a mono signal, dBTP), `sample_rate` that of all clips
    in Hz, also of another voice's.
    """

    article: Article
    script: Script
    profile: Profile
    loudness: float
    true_peak: float
    sample_rate: int
    _cast: Cast
    _cache: ClipCache | None
    _lexicons: tuple[Path | None, ...]

    def speak(self, first: int = 0) -> Iterator[LiveClip]:
        """Yield the sound of the utterances from number `first` on, at the loudness of the delivery as nearly as can be
        told while they are being spoken. Raises VoiceError, NetworkError."""
        from audiobrief.audio.levelling import Leveller
        from audiobrief.voice.clips import join_clips
        from audiobrief.voice.live import synthesize_live

        leveller = Leveller(self.loudness, self.true_peak)
        for part in synthesize_live(self.script, first, self._cast, self._cache):
            clip = join_clips([part.clip], self.sample_rate, gap=0)
            yield replace(part, clip=leveller.level_clip(clip))

    def speak_words(self, speech: Speech, *, slowly: bool = False) -> Clip:
        """The sound of words beside the script: a sentence once more, the letters of a name. Raises VoiceError."""
        from audiobrief.audio.levelling import Leveller
        from audiobrief.voice.clips import join_clips

        cast = self._cast.with_rate(max(SLOWEST, round(_SLOWLY * self.profile.rate))) if slowly else self._cast
        (clip,) = cast.text.engine.speak([speech], cast.text.manner)
        return Leveller(self.loudness, self.true_peak).level_clip(join_clips([clip], self.sample_rate, gap=0))

    def with_rate(self, rate: int) -> Performance:
        """The same at another pace, in words a minute."""
        return replace(self, profile=self.profile.with_rate(rate), _cast=self._cast.with_rate(rate))

    def with_voice(self, name: str) -> Performance:
        """The same script spoken by another voice, at that voice's own pace. Raises VoiceError, DataError."""
        from audiobrief.voice.cast import open_cast
        from audiobrief.voice.profiles import load_profile

        profile = load_profile(name)
        return replace(self, profile=profile, _cast=open_cast(profile))

    def with_lexicon(self, lexicon: Path) -> Performance:
        """The same utterances, spoken by the lexicons as they are now and by `lexicon`, which may be new. Raises
        DataError."""
        from audiobrief.speech import speak_script

        lexicons = self._lexicons if lexicon in self._lexicons else (*self._lexicons, lexicon)
        spoken = speak_script(self.script, load_lexicon(self.profile.lexicon, *lexicons))
        return replace(self, script=spoken, _lexicons=lexicons)


@contextmanager
def open_performance(
    article: Source, options: Options | None = None, *, events: Events | None = None, **asked: Any
) -> Iterator[Performance]:
    """Read an article and make its voice ready, to be heard at once; nothing is written but the cache of clips.

    Takes the arguments of `make`. Raises ArticleError, EmptyArticleError, NetworkError, DataError, VoiceError.
    """
    from audiobrief.delivery.formats import load_delivery

    wanted = change_options(options, asked)
    with _perform(article, wanted, load_delivery(wanted.delivery), events or Events()) as performance:
        yield performance


@contextmanager
def _perform(article: Source, wanted: Options, delivery: Delivery, told: Events) -> Iterator[Performance]:
    profile = resolve_profile(wanted, delivery)
    read = read_and_report(article, wanted, told)
    with ExitStack() as stack:
        cast, written = open_voice(read, wanted, profile, delivery, told)
        cache = open_cache(wanted, stack)
        yield Performance(
            read,
            written,
            profile,
            delivery.loudness,
            delivery.true_peak,
            cast.text.engine.sample_rate,
            cast,
            cache,
            (wanted.own_lexicon, wanted.lexicon),
        )


def speak_sample(text: str, options: Options, events: Events | None = None) -> Clip:
    """The sound of a short `text`, to be played. Raises what `make` raises."""
    from audiobrief.delivery.formats import make_sample_delivery
    from audiobrief.voice.clips import join_clips

    article = Article(options.voice or text, (Block("paragraph", text),), title_guessed=True)
    with _perform(article, options, make_sample_delivery(), events or Events()) as performance:
        clips = [part.clip for part in performance.speak()]
        return join_clips(clips, performance.sample_rate, gap=0)
