"""What the options and the delivery choose for a programme: its voice profile, words, notice, cover, date and files."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from audiobrief.errors import OptionError
from audiobrief.model import Article
from audiobrief.options import CREDENTIALS, Options
from audiobrief.pipeline.sound import choose_music_files

if TYPE_CHECKING:
    from audiobrief.delivery.cover import Cover
    from audiobrief.delivery.disclosure import Disclosure
    from audiobrief.delivery.exporter import Exporter
    from audiobrief.delivery.formats import Delivery
    from audiobrief.delivery.provenance import Credentials
    from audiobrief.show import Show
    from audiobrief.speech.lexicon import Lexicon
    from audiobrief.voice.cache import ClipCache
    from audiobrief.voice.profiles import Profile

# « 2026-12-31 »
_DAY_LENGTH = 10
_NOTICE = "Ce programme est lu par une voix de synthèse."


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
    from audiobrief.delivery.exporter import plan_targets
    from audiobrief.delivery.formats import load_delivery

    if options.split == "chapters":
        return [find_folder(target)]
    return plan_targets(target, list_exporters(options, load_delivery(options.delivery)))


def load_lexicon(*paths: Path | None) -> Lexicon:
    """The built-in lexicon with these over it, the last winning: a voice's, the user's, a file's. Raises DataError."""
    from audiobrief.speech.lexicon import add_user_lexicon, load_builtin_lexicon

    lexicon = load_builtin_lexicon()
    for path in paths:
        lexicon = add_user_lexicon(lexicon, path) if path else lexicon
    return lexicon


def list_exporters(options: Options, delivery: Delivery) -> list[Exporter]:
    """The exporters of the delivery, and those that the options ask for. Raises DataError."""
    from audiobrief.delivery.exporter import choose_exporters

    exporters = choose_exporters(delivery, _name_exporters(options, delivery))
    if options.sidecars:
        from audiobrief.delivery.radio.sidecar import make_sidecars

        exporters += make_sidecars(options.sidecars)
    return exporters


def _name_exporters(options: Options, delivery: Delivery) -> list[str]:
    """Those that are asked for; a programme of a show has its cover beside it, because the show's feed names it."""
    asked = [*options.formats, *options.exports]
    in_feed = options.show and "cover" in delivery.contents and options.split == "none"
    return [*asked, "cover"] if in_feed and "cover" not in asked else asked


def choose_validity(options: Options) -> tuple[datetime | None, datetime | None]:
    """When an item may first and last be aired, if that is said. Raises OptionError."""
    first = _parse_moment("valid_from", options.valid_from)
    last = _parse_moment("valid_until", options.valid_until)
    if last and len(options.valid_until) == _DAY_LENGTH:
        last = last.replace(hour=23, minute=59, second=59)
    if first and last and last < first:
        raise OptionError(
            "The item would be valid until {last}, before it is from {first}: give a later --valid-until.",
            last=options.valid_until,
            first=options.valid_from,
        )
    return first, last


def choose_credential_files(options: Options, show: Show | None) -> dict[str, Path]:
    """The files that the options name to sign with, or else the show, by the name of the option."""
    named = {name: getattr(options, name) for name in CREDENTIALS}
    if show and not any(named.values()):
        named = {name: getattr(show, name) for name in CREDENTIALS}
    return {name: Path(path) for name, path in named.items() if path}


def choose_credentials(options: Options, show: Show | None) -> Credentials | None:
    """What the sound is signed with, if anything. Raises OptionError, DataError."""
    files = choose_credential_files(options, show)
    if not files:
        return None
    if len(files) < len(CREDENTIALS):
        raise OptionError("To sign, give both --c2pa-key and --c2pa-certificate.")
    from audiobrief.delivery.provenance import load_credentials

    return load_credentials(*(files[name] for name in CREDENTIALS))


def list_named_files(options: Options) -> list[Path]:
    """The files that are read beside the article: those that the options name, and the show. Raises DataError."""
    show = load_show(options)
    of_show = (*choose_music_files(options, show).values(), *choose_credential_files(options, show).values())
    return [*dict.fromkeys((*options.named_files(), *of_show))]


def _parse_moment(name: str, written: str) -> datetime | None:
    try:
        return datetime.fromisoformat(written) if written else None
    except ValueError as error:
        raise OptionError(
            "The option '{name}' has '{written}', which is no date: check it.", name=name, written=written
        ) from error


def load_show(options: Options) -> Show | None:
    """The show that the programme belongs to, if one is named. Raises DataError."""
    if not options.show:
        return None
    from audiobrief.show import read_show

    return read_show(options.show)


def choose_notice(options: Options, profile: Profile) -> str:
    """The sentence that says that the voice is synthetic: the publisher's, else the voice's, else the usual one."""
    return options.notice_text or profile.notice or _NOTICE


def make_disclosure(options: Options, profile: Profile, delivery: Delivery) -> Disclosure:
    """What the files say of the voice; machines are told in any case."""
    from audiobrief.delivery.disclosure import Disclosure

    told = (options.notice or delivery.notice) != "none"
    return Disclosure(profile.name, profile.engine, profile.trained, choose_notice(options, profile) if told else "")


def choose_cover(
    article: Article, options: Options, delivery: Delivery, show: Show | None
) -> Callable[[], Cover | None]:
    """What gives the cover: the given one, which is loaded and checked now, else one that is drawn for the show if the
    delivery has covers. Raises DataError."""
    from audiobrief.delivery.cover import draw_cover, load_cover

    if options.cover:
        given = load_cover(options.cover)
        return lambda: given
    return lambda: draw_cover(article, show, options.episode) if "cover" in delivery.contents else None


def choose_date(article: Article) -> datetime:
    """The moment at which the article was published, in UTC, else its day, else today."""
    if article.published_at:
        return article.published_at.astimezone(UTC)
    day = article.published or datetime.now(UTC).date()
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def open_cache(options: Options, stack: ExitStack) -> ClipCache | None:
    """The cache of spoken clips, or None. It is shrunk to its size at the end."""
    from audiobrief.voice.cache import ClipCache

    if not options.cached:
        return None
    cache = ClipCache(largest=options.cache_size << 20) if options.cache_size else ClipCache()
    stack.callback(cache.store.shrink)
    return cache
