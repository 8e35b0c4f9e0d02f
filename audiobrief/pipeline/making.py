"""The whole way: an article goes in, the files of its programme come out."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from audiobrief.messages import Message, message
from audiobrief.model import Article, Block
from audiobrief.options import Options, change_options
from audiobrief.pipeline.announcements import choose_announcements
from audiobrief.pipeline.checking import check_books
from audiobrief.pipeline.choices import (
    choose_cover,
    choose_credentials,
    choose_date,
    choose_validity,
    list_exporters,
    list_named_files,
    load_show,
    make_disclosure,
    open_cache,
    plan_files,
    resolve_profile,
)
from audiobrief.pipeline.preparation import Preparation
from audiobrief.pipeline.production import Production
from audiobrief.pipeline.programme import Events, Programme
from audiobrief.pipeline.reading import Source, list_source_files, read_and_report
from audiobrief.pipeline.sound import (
    choose_channels,
    choose_music,
    choose_music_files,
    choose_music_rights,
    choose_sound,
    count_opening,
)
from audiobrief.pipeline.voicing import open_voice, speak_with_fallback
from audiobrief.system.file_names import make_slug

if TYPE_CHECKING:
    from audiobrief.delivery.formats import Delivery


def make(article: Source, options: Options | None = None, *, events: Events | None = None, **asked: Any) -> Programme:
    """Make the programme of an article and write it, with the other files of its delivery.

    `article` is a path, an http(s) URL, the bytes of a file, an open binary file, or an `Article`. Options are
    given as `options`, or by name, such as `voice="aurore"` (`Options` lists the names). Unless a voice is online, only
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
    text: str,
    voice: str,
    target: Path,
    *,
    lexicon: Path | None = None,
    own_lexicon: Path | None = None,
    events: Events | None = None,
) -> Path:
    """Write `text`, spoken by `voice` (default: the default voice), to the MP3 `target`. Raises what `make` raises."""
    from audiobrief.delivery.formats import make_sample_delivery

    article = Article(voice or text, (Block("paragraph", text),), title_guessed=True)
    options = Options(output=target, voice=voice, lexicon=lexicon, own_lexicon=own_lexicon)
    return _make(article, options, make_sample_delivery(), events or Events()).mp3


def _make(source: Source, options: Options, delivery: Delivery, events: Events) -> Programme:
    from audiobrief.delivery.chapter_files import find_folder
    from audiobrief.system.transaction import transaction

    profile = resolve_profile(options, delivery)
    events.start_stage(
        message("Voice: {name} ({description})", name=profile.name, description=Message(profile.description))
    )
    article = read_and_report(source, options, events)

    # Whatever may be refused is checked before the long work begins.
    show = load_show(options)
    cover, produced = choose_cover(article, options, delivery, show), options.produced or choose_date(article)
    exporters = list_exporters(options, delivery)
    validity, credentials = choose_validity(options), choose_credentials(options, show)
    if options.sidecars:
        from audiobrief.delivery.radio.sidecar import check_sidecars

        check_sidecars(options.sidecars, article, show, options.episode, validity)
    target = options.output or Path("output", f"{make_slug(article.title)}.mp3")
    music_files = choose_music_files(options, show)
    _check_targets(target, options, [*list_source_files(source), *profile.named_files()])
    check_books(exporters, options)

    with ExitStack() as stack:
        channels = choose_channels(options, music_files)
        music = choose_music(music_files, delivery, channels, stack)
        preparation = stack.enter_context(Preparation(exporters, cover))
        cast, written = open_voice(article, options, profile, delivery, events, meanwhile=preparation.start)
        music = replace(music, opening=count_opening(written, choose_announcements(article, show, options.episode)[0]))
        cache = open_cache(options, stack)
        if options.duration:
            from audiobrief.voice.duration_fitting import fit_duration

            profile = fit_duration(
                written,
                profile,
                cast,
                options.duration,
                cache,
                music=music.count_seconds(written),
                tell=events.start_stage,
                warn=events.warn,
            )
            cast = cast.with_rate(profile.rate)
        clips = speak_with_fallback(written, cast, options.fallback, cache, events)
        events.start_stage(message("Speaking"))
        disclosure = make_disclosure(options, profile, delivery)
        production = Production(
            profile=profile,
            delivery=delivery,
            exporters=tuple(exporters),
            cover=preparation.get_cover,
            disclosure=disclosure,
            show=show,
            episode=options.episode,
            validity=validity,
            credentials=credentials,
            produced=produced,
            online=cast.online,
            cache=cache,
            clips=clips,
            by_word=options.by_word,
            mastering=choose_sound(options, delivery, channels),
            music=music,
            music_rights=choose_music_rights(options, show),
            id3=options.id3,
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
    return replace(programme, slot=options.duration)


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
    guard_files([*reading, *list_named_files(options)]).check(plan_files(target, options))
