"""The pipeline from an article to a programme.

`make` reads the article, writes its script, resolves the voice, speaks, masters and exports. Nothing else calls two
stages; each stage gets what it needs from here and knows none of the others.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from audiobrief.errors import NetworkError
from audiobrief.messages import Message, counted, message, strip_advice
from audiobrief.model import Article, Block, Clip, Loudness, Script, Speech, Timeline, Utterance
from audiobrief.options import SLOWEST, Options, change_options
from audiobrief.system.file_names import make_slug
from audiobrief.system.unfinished import unfinished_folder
from audiobrief.version import __version__

if TYPE_CHECKING:
    import re

    from audiobrief.audio.programme import Recording
    from audiobrief.delivery.chapter_files import Place
    from audiobrief.delivery.cover import Cover
    from audiobrief.delivery.disclosure import Disclosure
    from audiobrief.delivery.exporter import Exporter, Rendition
    from audiobrief.delivery.formats import Delivery
    from audiobrief.pronunciation.words import Word
    from audiobrief.speech.lexicon import Lexicon
    from audiobrief.system.transaction import Transaction
    from audiobrief.voice.cache import ClipCache
    from audiobrief.voice.cast import Cast
    from audiobrief.voice.live import LiveClip
    from audiobrief.voice.profiles import Profile

Source = Article | str | Path | bytes | BinaryIO
Spoken = Iterator[tuple[Utterance, Clip]]

# Of the pace, for a sentence that is said again because it was not understood.
_SLOWLY = 0.75
_NOTICE = "Ce programme est lu par une voix de synthèse."


@dataclass(frozen=True, slots=True)
class ChapterTime:
    """A chapter of a programme: its title, and where it starts and ends, in seconds."""

    title: str
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Programme:
    """A programme on disk, with what it was made from.

    `mp3` is the sound, `files` everything that was written, the MP3 first. `voice` is the name of the profile that
    spoke; `online` says that the article's text was sent to a service for it. If it was split, `parts` are the
    programmes of its chapters, `mp3` is that of the first, and their playlist comes first in `files`.

    >>> programme = make(b"# Le pont\\n\\nIl a 21 ans.", voice="espeak-fr", output="pont.mp3", delivery="listening")
    >>> [path.name for path in programme.files], round(programme.loudness.integrated)
    (['pont.mp3', 'pont.vtt', 'pont.html'], -19)
    """

    mp3: Path
    files: tuple[Path, ...]
    article: Article
    script: Script
    timeline: Timeline
    loudness: Loudness
    voice: str
    online: bool
    parts: tuple[Programme, ...] = ()

    @property
    def duration(self) -> float:
        """The length in seconds."""
        return self.timeline.frames / self.timeline.sample_rate

    @property
    def chapters(self) -> tuple[ChapterTime, ...]:
        """The chapters in order; the first starts at 0, each ends where the next starts."""
        rate = self.timeline.sample_rate
        return tuple(ChapterTime(mark.title, mark.start / rate, mark.end / rate) for mark in self.timeline.chapters)


@dataclass(frozen=True, slots=True)
class Progress:
    """The progress of synthesis: utterances done and in all, seconds of speech made, seconds elapsed, and seconds left,
    estimated from the letters that are left.

    >>> Progress(done=3, utterances=12, spoken=9.5, elapsed=1.0, left=3.0).done
    3
    """

    done: int
    utterances: int
    spoken: float
    elapsed: float
    left: float


class Events:
    """Callbacks while a programme is made. Override those that you need; they do nothing by default.

    >>> class Stages(Events):
    ...     def start_stage(self, what):
    ...         print(what)
    >>> programme = make(b"Il a 21 ans.", voice="espeak-fr", output="a.mp3", events=Stages())
    Voice: espeak-fr (eSpeak NG, French: small and instant, offline)
    Article: Il a 21 ans (1 block)
    ...
    Sound: -19... LUFS, true peak ... dBTP
    """

    def start_stage(self, what: Message) -> None:
        """A stage begins, or reports a result, such as « Script: 3 chapters, 12 sentences »."""

    def warn(self, what: Message) -> None:
        """Something differs from what was asked for: a slot was missed, or a voice failed midway."""

    def advance(self, progress: Progress) -> None:
        """One more utterance has been spoken."""


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
        """The same utterances, spoken by a lexicon that has changed. Raises DataError."""
        from audiobrief.speech import speak_script

        return replace(self, script=speak_script(self.script, _load_lexicon(self.profile.lexicon, lexicon)))


@contextmanager
def open_performance(
    article: Source, options: Options | None = None, *, events: Events | None = None, **asked: Any
) -> Iterator[Performance]:
    """Read an article and make its voice ready, to be heard at once; nothing is written but the cache of clips.

    Takes the arguments of `make`. Raises ArticleError, EmptyArticleError, NetworkError, DataError, VoiceError.
    """
    from audiobrief.delivery.formats import load_delivery

    wanted, told = change_options(options, asked), events or Events()
    delivery = load_delivery(wanted.delivery)
    profile = resolve_profile(wanted, delivery)
    read_article = _read_article(article, wanted, told)
    with ExitStack() as stack:
        cast, written = _open_voice(read_article, wanted, profile, delivery, told)
        cache = _open_cache(wanted, stack)
        yield Performance(
            read_article,
            written,
            profile,
            delivery.loudness,
            delivery.true_peak,
            cast.text.engine.sample_rate,
            cast,
            cache,
        )


def make(article: Source, options: Options | None = None, *, events: Events | None = None, **asked: Any) -> Programme:
    """Make the programme of an article and write it, with the other files of its delivery.

    `article` is a path, an http(s) URL, the bytes of a file, an open binary file, or an `Article`. Options are
    given as `options`, or by name, such as `voice="siwis"` (`Options` lists the names). Unless a voice is online, only
    the request for a URL leaves the machine.

    >>> programme = make(b"# Le pont\\n\\nLe pont a rouvert mardi.", voice="espeak-fr", output="pont.mp3")
    >>> programme.mp3.name, [chapter.title for chapter in programme.chapters]
    ('pont.mp3', ['Le pont'])
    >>> 1 < programme.duration < 10
    True

    Raises a subclass of `AudiobriefError`; then no file was written, and a former one is untouched.
    """
    from audiobrief.delivery.formats import load_delivery

    wanted = change_options(options, asked)
    return _make(article, wanted, load_delivery(wanted.delivery), events or Events())


def make_sample(
    text: str, voice: str, target: Path, *, lexicon: Path | None = None, events: Events | None = None
) -> Path:
    """Write `text`, spoken by `voice` (default: the default voice), to the MP3 `target`. Raises what `make` raises."""
    from audiobrief.delivery.formats import make_sample_delivery

    article = Article(voice or text, (Block("paragraph", text),), title_guessed=True)
    options = Options(output=target, voice=voice, lexicon=lexicon)
    return _make(article, options, make_sample_delivery(), events or Events()).mp3


def read(article: Source, options: Options | None = None, **asked: Any) -> Article:
    """The article at a path or an http(s) URL, in bytes, or in an open binary file; it always has a title.

    >>> read("Le pont a rouvert mardi. Il était fermé depuis mai.".encode()).title
    'Le pont a rouvert mardi'

    Takes the arguments of `make`. Raises ArticleError, EmptyArticleError, NetworkError.
    """
    from audiobrief.segmentation import mark_intertitles, title_article

    if not isinstance(article, Article):
        article = mark_intertitles(_read_source(article, change_options(options, asked)))
    return title_article(article)


def _read_source(source: str | Path | bytes | BinaryIO, options: Options) -> Article:
    from audiobrief.article import ReadingOptions, read_article

    reading = ReadingOptions(
        tables=options.tables,
        captions=options.captions,
        notes=options.notes,
        any_language=options.force_french,
        follow_pages=options.follow_pages,
    )
    return read_article(source, reading, allow_private=options.allow_private)


def script(article: Source, options: Options | None = None, **asked: Any) -> Script:
    """What will be said of an article: its chapters, their sentences as written, and what is said for each.

    >>> chapter, = script(b"# Le pont\\n\\nIl a 21 ans.").chapters
    >>> [utterance.text for utterance in chapter.utterances]
    ['Le pont', 'Il a 21 ans.']

    Takes the arguments of `make`. Raises ArticleError, EmptyArticleError, NetworkError, DataError, VoiceError.
    """
    from audiobrief.delivery.formats import load_delivery

    wanted = change_options(options, asked)
    delivery = load_delivery(wanted.delivery)
    profile = resolve_profile(wanted, delivery)
    return _write_script(read(article, wanted), wanted, profile, delivery, notice="")


def spoken_text(text: str, lexicon: Path | None = None) -> str:
    """What a newsreader says for a French text, as one line.

    >>> spoken_text("Le 1er mars, 131 femmes")
    'Le premier mars, cent trente et une femmes'

    `lexicon` is a TOML file of the reader's own words. Raises DataError if it is invalid.
    """
    from audiobrief.speech import speak_line

    return speak_line(text, _load_lexicon(lexicon))


def pronounce_text(text: str, lexicon: Path | None = None) -> tuple[Word, ...]:
    """The words of a French text as they are said, with their phonemes and where these come from.

    `lexicon` is as for `spoken_text`. Raises DataError, and VoiceError if eSpeak NG, which reads foreign and unknown
    words, cannot be used.
    """
    from audiobrief.sanitize import unescape_references
    from audiobrief.speech import speak_text

    return pronounce(speak_text(unescape_references(" ".join(text.split())), _load_lexicon(lexicon)))


def pronounce(speech: Speech) -> tuple[Word, ...]:
    """The words of an utterance as the natural voice says them. Raises VoiceError."""
    from functools import partial

    from audiobrief.pronunciation.espeak_library import transcribe_text
    from audiobrief.pronunciation.foreign import transcribe_foreign
    from audiobrief.pronunciation.pronounce import pronounce_speech

    return pronounce_speech(speech, transcribe_text, partial(transcribe_foreign, way="respell"))


def format_phonemes(words: Sequence[Word]) -> str:
    """The phonemes of words as one line, with their punctuation."""
    from audiobrief.pronunciation import phonemes

    return phonemes.format_phonemes(words)


def join_speech(utterance: Utterance) -> str:
    """What an utterance of a script says, as one line."""
    from audiobrief.speech import join_spans

    return join_spans(utterance.speech)


def resolve_profile(options: Options, delivery: Delivery) -> Profile:
    """The voice profile asked for, with the pace and pauses of the delivery, and what the options change in it.

    Raises VoiceError, DataError.
    """
    from audiobrief.voice.profiles import VoiceOverride, find_default_voice, load_profile

    profile = load_profile(options.voice or find_default_voice())
    profile = profile.with_rate(options.rate or round(profile.rate * delivery.rate_factor))
    profile = profile.with_pauses(delivery.pause_factor)
    if options.model:
        profile = replace(profile, model=str(options.model))
    return replace(profile, quotes=VoiceOverride(options.quotes_voice)) if options.quotes_voice else profile


def plan_files(target: Path, options: Options) -> list[Path]:
    """The paths of all files of a programme whose MP3 is `target`, that MP3 first, or the folder of its chapters.

    Raises DataError.
    """
    from audiobrief.delivery.chapter_files import find_folder
    from audiobrief.delivery.exporter import choose_exporters, plan_targets
    from audiobrief.delivery.formats import load_delivery

    if options.split == "chapters":
        return [find_folder(target)]
    return plan_targets(target, choose_exporters(load_delivery(options.delivery), options.exports))


def _make(source: Source, options: Options, delivery: Delivery, events: Events) -> Programme:
    from audiobrief.delivery.chapter_files import find_folder
    from audiobrief.delivery.exporter import choose_exporters
    from audiobrief.system.transaction import transaction

    profile = resolve_profile(options, delivery)
    events.start_stage(
        message("Voice: {name} ({description})", name=profile.name, description=Message(profile.description))
    )
    article = _read_article(source, options, events)

    # Whatever may be refused is checked before the long work begins.
    cover, produced = _choose_cover(article, options, delivery), options.produced or _choose_date(article)
    exporters = choose_exporters(delivery, options.exports)
    target = options.output or Path("output", f"{make_slug(article.title)}.mp3")
    _check_targets(target, options, [*_list_source_files(source), *profile.named_files()])

    cast, written = _open_voice(article, options, profile, delivery, events)
    with ExitStack() as stack:
        cache = _open_cache(options, stack)
        if options.duration:
            from audiobrief.voice.duration_fitting import fit_duration

            profile = fit_duration(
                written, profile, cast, options.duration, cache, tell=events.start_stage, warn=events.warn
            )
            cast = cast.with_rate(profile.rate)
        clips = _speak_script(written, cast, options.fallback, cache, events)
        events.start_stage(message("Speaking"))
        disclosure = _make_disclosure(options, profile, delivery)
        production = _Production(
            profile, delivery, tuple(exporters), cover, disclosure, produced, cast.online, cache, clips
        )
        files = stack.enter_context(transaction())
        split = options.split == "chapters"
        write = production.write_chapters if split else production.write_programme
        programme = write(find_folder(target) if split else target, article, written, files)
        events.start_stage(
            message(
                "Sound: {integrated:.1f} LUFS, true peak {true_peak:.1f} dBTP",
                integrated=programme.loudness.integrated,
                true_peak=programme.loudness.true_peak,
            )
        )
    return programme


def _check_targets(target: Path, options: Options, reading: list[Path | int]) -> None:
    """Check that a programme can be written, and would not be written over what is read. Raises TargetError."""
    from audiobrief.delivery.chapter_files import find_folder, match_chapter_files
    from audiobrief.system.overwrite_guard import guard_files
    from audiobrief.system.transaction import check_folder_writable, check_writable

    if options.split == "chapters":
        folder = find_folder(target)
        check_folder_writable(folder, match_chapter_files(folder.name))
    else:
        check_writable(target, ending=".mp3")
    guard_files([*reading, *options.named_files()]).check(plan_files(target, options))


@dataclass(frozen=True, slots=True)
class _Production:
    """What makes programmes of the clips of a script, whole or chapter by chapter."""

    profile: Profile
    delivery: Delivery
    exporters: Sequence[Exporter]
    cover: Cover | None
    disclosure: Disclosure
    produced: datetime
    online: bool
    cache: ClipCache | None
    clips: Spoken

    def write_programme(self, target: Path, article: Article, script: Script, files: Transaction) -> Programme:
        """Write the programme whose MP3 is `target`, and the files beside it."""

        def stage(path: Path, folder: re.Pattern[str] | None) -> Path:
            return files.stage_folder(path, folder) if folder else files.stage_file(path)

        return self._write(target, article, script, stage)[0]

    def write_chapters(self, folder: Path, article: Article, script: Script, files: Transaction) -> Programme:
        """Write a programme for each chapter into `folder`, with their playlist."""
        from audiobrief.audio.loudness import integrate_loudness
        from audiobrief.audio.pieces import join_timelines
        from audiobrief.delivery.chapter_files import (
            format_playlist,
            get_playlist_name,
            match_chapter_files,
            split_programme,
        )

        place = files.stage_folder(folder, match_chapter_files(folder.name))

        def stage(path: Path, inner: re.Pattern[str] | None) -> Path:
            staged = place / path.name
            if inner:
                staged.mkdir()
            return staged

        made = [
            self._write(folder / part.name, part.article, part.script, stage, part.place)
            for part in split_programme(article, script)
        ]
        parts = tuple(programme for programme, _ in made)
        playlist = folder / get_playlist_name(folder.name)
        entries = [(part.mp3.name, part.article.title, part.duration) for part in parts]
        text = format_playlist(script.title, article.byline, entries)
        (place / playlist.name).write_bytes(text.encode())
        return Programme(
            parts[0].mp3,
            (playlist, *(path for part in parts for path in part.files)),
            article,
            script,
            join_timelines([part.timeline for part in parts]),
            Loudness(
                integrate_loudness([recording.blocks for _, recording in made]),
                max(part.loudness.true_peak for part in parts),
            ),
            self.profile.name,
            self.online,
            parts,
        )

    def _write(
        self,
        target: Path,
        article: Article,
        script: Script,
        stage: Callable[[Path, re.Pattern[str] | None], Path],
        place: Place | None = None,
    ) -> tuple[Programme, Recording]:
        """Write a programme to the files and folders that `stage` gives for their paths."""
        from audiobrief.delivery.exporter import Rendition

        with ExitStack() as stack:
            mp3 = stage(target, None)
            needs_master = any(exporter.needs_master for exporter in self.exporters)
            master = stack.enter_context(unfinished_folder(mp3.parent)) / "mastered.wav" if needs_master else None
            recording = _make_recording(script, self.clips, self.profile, self.delivery, mp3, master, self.cache)
            rendition = Rendition(
                target=target,
                mp3=mp3,
                master=master,
                article=article,
                script=script,
                timeline=recording.timeline,
                loudness=_measure_master(master) if master else recording.loudness,
                delivery=self.delivery,
                cover=self.cover,
                voice=self.profile.name,
                disclosure=self.disclosure,
                produced=self.produced,
                version=__version__,
                place=place,
            )
            paths = _run_exporters(rendition, self.exporters, stage)
        programme = Programme(
            target,
            tuple(paths),
            article,
            script,
            recording.timeline,
            recording.loudness,
            self.profile.name,
            self.online,
        )
        return programme, recording


def _read_article(source: Source, options: Options, events: Events) -> Article:
    article = read(source, options)
    blocks = counted("{count} block", "{count} blocks", count=len(article.blocks))
    events.start_stage(message("Article: {title} ({blocks})", title=article.title, blocks=blocks))
    for remark in article.remarks:
        events.warn(remark)
    return article


def _open_voice(
    article: Article, options: Options, profile: Profile, delivery: Delivery, events: Events
) -> tuple[Cast, Script]:
    """Open the voices of a profile while the script is written. Raises VoiceError, DataError."""
    from concurrent.futures import ThreadPoolExecutor

    from audiobrief.voice.cast import open_cast

    # Reported before the script is written, because the wait begins here.
    events.start_stage(message("Loading the voice"))
    with ThreadPoolExecutor(1) as pool:
        opening = pool.submit(open_cast, profile)
        spoken = (options.notice or delivery.notice) == "spoken"
        notice = _choose_notice(options, profile) if spoken else ""
        written = _write_script(article, options, profile, delivery, notice=notice)
        cast = opening.result()
    events.start_stage(_summarize_script(written))
    if cast.online:
        events.start_stage(
            message("Privacy: the text of the article is sent to the online service behind {name}", name=profile.name)
        )
    return cast, written


def _write_script(article: Article, options: Options, profile: Profile, delivery: Delivery, *, notice: str) -> Script:
    """The chapters and utterances of an article, with what is announced and what is said for each, and at the end the
    `notice` if there is one."""
    from audiobrief.segmentation import announce, write_script
    from audiobrief.speech import gloss_acronyms, speak_script

    lexicon = _load_lexicon(profile.lexicon, options.lexicon)
    written = announce(
        write_script(
            article,
            chapters=options.chapters,
            words_per_minute=profile.rate,
            shortest_chapter=options.shortest_chapter,
        ),
        title=delivery.spoken_title if options.say_title is None else options.say_title,
        contents=delivery.spoken_contents,
        chapters=delivery.spoken_chapters,
        notice=notice,
    )
    spoken = speak_script(written, lexicon)
    return gloss_acronyms(spoken, lexicon) if options.acronyms == "gloss" else spoken


def _choose_notice(options: Options, profile: Profile) -> str:
    """The sentence that says that the voice is synthetic: the publisher's, else the voice's, else the usual one."""
    return options.notice_text or profile.notice or _NOTICE


def _make_disclosure(options: Options, profile: Profile, delivery: Delivery) -> Disclosure:
    """What the files say of the voice; machines are told in any case."""
    from audiobrief.delivery.disclosure import Disclosure

    told = (options.notice or delivery.notice) != "none"
    return Disclosure(profile.name, profile.engine, profile.trained, _choose_notice(options, profile) if told else "")


def _load_lexicon(*paths: Path | None) -> Lexicon:
    """The built-in lexicon with the user's own over it, the last winning. Raises DataError."""
    from audiobrief.speech.lexicon import add_user_lexicon, load_builtin_lexicon

    lexicon = load_builtin_lexicon()
    for path in paths:
        lexicon = add_user_lexicon(lexicon, path) if path else lexicon
    return lexicon


def _speak_script(script: Script, cast: Cast, fallback: str, cache: ClipCache | None, events: Events) -> Spoken:
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


def _make_recording(
    script: Script,
    clips: Spoken,
    profile: Profile,
    delivery: Delivery,
    mp3: Path,
    master: Path | None,
    cache: ClipCache | None,
) -> Recording:
    from audiobrief.audio.mastering import Mastering
    from audiobrief.audio.pieces import Spacing
    from audiobrief.audio.programme import make_sound

    return make_sound(
        script,
        clips,
        spacing=Spacing(profile.pauses, profile.lead_in, profile.lead_out),
        mastering=Mastering(delivery.loudness, delivery.true_peak, delivery.sample_rate, delivery.bitrate),
        mp3=mp3,
        wav=master,
        store=cache.store if cache else None,
    )


def _measure_master(master: Path) -> Loudness:
    """The loudness of the master, with its range and maxima."""
    from audiobrief.audio.loudness import measure_file

    loudness = measure_file(master, "wav").loudness
    assert loudness is not None  # mastering has measured it already
    return loudness


def _run_exporters(
    rendition: Rendition, exporters: Sequence[Exporter], stage: Callable[[Path, re.Pattern[str] | None], Path]
) -> list[Path]:
    """Run every exporter into a staged file or folder; return their final paths, the MP3 first."""
    paths = []
    for exporter in exporters:
        path = exporter.target_beside(rendition.target)
        exporter.write(rendition, rendition.mp3 if path == rendition.target else stage(path, exporter.folder))
        paths.append(path)
    return paths


def _open_cache(options: Options, stack: ExitStack) -> ClipCache | None:
    """The cache of spoken clips, or None. It is shrunk to its size at the end."""
    from audiobrief.voice.cache import ClipCache

    if not options.cached:
        return None
    cache = ClipCache(largest=options.cache_size << 20) if options.cache_size else ClipCache()
    stack.callback(cache.store.shrink)
    return cache


def _choose_cover(article: Article, options: Options, delivery: Delivery) -> Cover | None:
    """The given cover, else one that is drawn if the delivery has covers."""
    from audiobrief.delivery.cover import draw_cover, load_cover

    if options.cover:
        return load_cover(options.cover)
    return draw_cover(article) if "cover" in delivery.contents else None


def _choose_date(article: Article) -> datetime:
    """The article's day, else today."""
    day = article.published or datetime.now(UTC).date()
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def _list_source_files(source: Source) -> list[Path | int]:
    """The file that is read, by its path or its descriptor."""
    if isinstance(source, str | Path):
        return [Path(source)]
    if isinstance(source, Article | bytes):
        return []
    try:
        return [source.fileno()]
    except (OSError, AttributeError):
        return []


def _summarize_script(script: Script) -> Message:
    sentences = sum(len(chapter.utterances) for chapter in script.chapters)
    return message(
        "Script: {chapters}, {sentences}",
        chapters=counted("{count} chapter", "{count} chapters", count=len(script.chapters)),
        sentences=counted("{count} sentence", "{count} sentences", count=sentences),
    )
