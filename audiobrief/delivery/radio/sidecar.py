"""Sidecar files for radio automation, by templates in Jinja: the facts of an item in the XML or JSON of any system.

Two templates are shipped, `xml` and `json`; a station writes its own for the system that it has. Templates run in a
sandbox: they see the facts of the item and nothing else.
"""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from functools import cache, partial
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from xml.parsers import expat

import msgspec

from audiobrief.delivery.books.xml import remove_illegal
from audiobrief.delivery.exporter import Exporter, Rendition
from audiobrief.delivery.mp3 import join_text
from audiobrief.delivery.radio.broadcast_metadata import find_first_words, find_last_words, make_post_timers
from audiobrief.delivery.radio.transliteration import transliterate
from audiobrief.delivery.timecode import format_timestamp, to_milliseconds
from audiobrief.errors import DataError
from audiobrief.messages import Message, get_reason, message
from audiobrief.options import SIDECAR_ENDINGS, SIDECARS
from audiobrief.sanitize import sanitize_text
from audiobrief.system.filesystem import read_bytes
from audiobrief.system.toml_files import load_shipped

if TYPE_CHECKING:
    from jinja2 import Environment, Template

    from audiobrief.model import Article
    from audiobrief.show import Show

_TEMPLATE_ENDINGS = (".j2", ".jinja")
_LONGEST_CUE = 63
_ENCODING = re.compile(r"""<\?xml[^>]*?\bencoding\s*=\s*["']([\w.-]+)["']""")


@dataclass(frozen=True, slots=True)
class ItemChapter:
    """A chapter of an item: times in seconds."""

    number: int
    title: str
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Item:
    """What a template can say of an item: its fields are the names that a template knows, each with what it is.

    Texts are empty, and other values None, where nothing is known. Times are in seconds from the start of the sound,
    dates and hours those of the station, without a time zone.
    """

    cut: Annotated[str, "the name of the sound, without its ending"]
    file: Annotated[str, "the name of the main sound, for radio the WAV"]
    title: Annotated[str, "the title"]
    artist: Annotated[str, "the author"]
    source: Annotated[str, "where the article was published"]
    show: Annotated[str, "the show"]
    season: Annotated[int | None, "the number of the season"]
    episode: Annotated[int | None, "the number of the episode"]
    copyright: Annotated[str, "the copyright of the show"]
    address: Annotated[str, "the web address of the article"]
    language: Annotated[str, "the language of the article, as `fr`"]
    published: Annotated[date | None, "the day of the article"]
    produced: Annotated[datetime, "the date of the programme"]
    valid_from: Annotated[datetime, "when the item may first be aired"]
    valid_until: Annotated[datetime | None, "when it may last be aired"]
    duration: Annotated[float, "the length of the sound"]
    spoken_from: Annotated[float, "where the first word begins"]
    spoken_until: Annotated[float, "where the last word ends"]
    intro_until: Annotated[float, "where the spoken title ends"]
    sample_rate: Annotated[int, "samples a second"]
    loudness: Annotated[float, "integrated, in LUFS"]
    true_peak: Annotated[float, "in dBTP"]
    loudness_range: Annotated[float | None, "in LU"]
    momentary: Annotated[float | None, "the highest momentary loudness in LUFS"]
    short_term: Annotated[float | None, "the highest short-term loudness in LUFS"]
    in_cue: Annotated[str, "the first words, at most 63 characters"]
    out_cue: Annotated[str, "the last words, at most 63 characters"]
    chapters: Annotated[tuple[ItemChapter, ...], "each with `number`, `title`, `start` and `end`"]
    text: Annotated[str, "all that is said"]
    voice: Annotated[str, "voice and engine"]
    source_type: Annotated[str, "how the voice is made, as a URI of the IPTC"]
    notice: Annotated[str, "what people are told of the voice"]
    generator: Annotated[str, "audiobrief and its version"]


@cache
def load_sample() -> Item:
    """An item with as little known as can be, to try a template with."""
    unknown = dict.fromkeys(field.name for field in fields(Item))
    return msgspec.convert(unknown | load_shipped(__package__, "sample"), Item)


def make_sidecars(templates: Sequence[Path]) -> list[Exporter]:
    """An exporter for each template. Raises DataError for a name with another ending, or two of the same."""
    found: dict[str, Path] = {}
    for path in templates:
        ending = find_ending(path)
        if ending in found:
            raise DataError(
                "The templates '{first}' and '{second}' would write the same file: each needs another ending.",
                first=found[ending],
                second=path,
            )
        found[ending] = path
    return [
        Exporter(
            f"sidecar {path}",
            ending,
            "the facts of an item for radio automation, by a template",
            partial(_write_sidecar, path),
            needs_master=True,
        )
        for ending, path in found.items()
    ]


def check_sidecars(
    templates: Sequence[Path],
    article: Article,
    show: Show | None = None,
    episode: int | None = None,
    validity: tuple[datetime | None, datetime | None] = (None, None),
) -> None:
    """Try each template, before anything is spoken, with what is known of the item then. Raises DataError for one that
    fails."""
    sample = load_sample()
    known = replace(
        sample,
        title=article.title,
        artist=article.byline,
        source=article.source,
        published=article.published,
        show=show.title if show else "",
        season=show.season if show else None,
        episode=episode,
        valid_from=validity[0] or sample.valid_from,
        valid_until=validity[1],
    )
    for path in templates:
        render_sidecar(path, known)


def find_ending(path: Path) -> str:
    """The ending of the file that a template makes: that of its own name, without `.j2`. Raises DataError."""
    if str(path) in SIDECARS:
        return f".{path}"
    name = path.with_suffix("") if path.suffix.lower() in _TEMPLATE_ENDINGS else path
    if (ending := name.suffix.lower()) not in SIDECAR_ENDINGS:
        raise DataError(
            "The template '{path}' must have a name that ends in one of {endings}, before a .j2 if it has one; the "
            "templates that come with audiobrief are {shipped}.",
            path=path,
            endings=", ".join(SIDECAR_ENDINGS),
            shipped=", ".join(SIDECARS),
        )
    return ending


def render_sidecar(path: Path, item: Item) -> bytes:
    """The file that a template makes of an item, in the encoding that its XML declares, else in UTF-8.

    Raises DataError with the line where the template is wrong, or makes no XML or JSON.
    """
    source = _read_template(path)
    ending = find_ending(path)
    template = _compile_template(path, source, ending)
    try:
        text = template.render({field.name: getattr(item, field.name) for field in fields(item)})
    except Exception as error:  # whatever an expression of the template raises
        raise _make_error(path, _find_line(error), error) from error
    if ending == ".json":
        _check_json(path, text)
    return _encode_xml(path, text) if ending == ".xml" else text.encode()


def describe_item(rendition: Rendition) -> Item:
    """What templates can say of a rendition."""
    timeline, article, show = rendition.timeline, rendition.article, rendition.show
    rate, loudness = timeline.sample_rate, rendition.loudness
    timers = {timer.use: timer.frame for timer in make_post_timers(timeline)}

    def clean(text: str) -> str:
        return remove_illegal(sanitize_text(text))

    def seconds(frame: int) -> float:
        return to_milliseconds(frame, rate) / 1000

    stem = rendition.sound_name.rpartition(".")[0]
    return Item(
        cut=clean(stem),
        file=clean(f"{stem}.{rendition.delivery.formats[0]}"),
        title=clean(rendition.script.title),
        artist=clean(article.byline),
        source=clean(article.source),
        show=clean(show.title if show else ""),
        season=show.season if show else None,
        episode=rendition.episode,
        copyright=clean(show.copyright if show else ""),
        address=clean(article.web_address),
        language=clean(article.language),
        published=article.published,
        produced=rendition.produced.replace(tzinfo=None),
        valid_from=(rendition.valid_from or rendition.produced).replace(tzinfo=None),
        valid_until=rendition.valid_until,
        duration=seconds(timeline.frames),
        spoken_from=seconds(timeline.cues[0].start if timeline.cues else 0),
        spoken_until=seconds(timeline.cues[-1].end if timeline.cues else 0),
        intro_until=seconds(timers.get("INTe", 0)),
        sample_rate=rate,
        loudness=loudness.integrated,
        true_peak=loudness.true_peak,
        loudness_range=loudness.range,
        momentary=loudness.momentary,
        short_term=loudness.short_term,
        in_cue=clean(find_first_words(timeline, _LONGEST_CUE)),
        out_cue=clean(find_last_words(timeline, _LONGEST_CUE)),
        chapters=tuple(
            ItemChapter(number, clean(mark.title), seconds(mark.start), seconds(mark.end))
            for number, mark in enumerate(timeline.chapters, 1)
        ),
        text="\n".join(clean(line) for line in join_text(rendition.script).split("\n")),
        voice=clean(rendition.disclosure.described_voice),
        source_type=rendition.disclosure.source_type,
        notice=clean(rendition.disclosure.notice),
        generator=rendition.generator,
    )


def _write_sidecar(template: Path, rendition: Rendition, path: Path) -> None:
    path.write_bytes(render_sidecar(template, describe_item(rendition)))


def _read_template(path: Path) -> str:
    if str(path) in SIDECARS:
        return resources.files(__package__).joinpath("templates", f"item.{path}").read_text(encoding="utf-8")
    try:
        return read_bytes(path).decode("utf-8-sig")  # with the ends of its lines
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(
            "The template '{path}' cannot be read ({reason}): check the path.", path=path, reason=get_reason(error)
        ) from error


def _compile_template(path: Path, source: str, ending: str) -> Template:
    from jinja2 import TemplateSyntaxError, nodes

    environment = _make_environment(source, ending)
    try:
        tree = environment.parse(source)
        if other := next(iter(tree.find_all((nodes.Include, nodes.Extends, nodes.Import, nodes.FromImport))), None):
            raise _make_error(path, other.lineno, message("a template stands alone and takes in no other"))
        return environment.from_string(source)
    except TemplateSyntaxError as error:
        raise _make_error(path, error.lineno, error.message or "") from error


def _make_environment(source: str, ending: str) -> Environment:
    from jinja2 import StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    environment = ImmutableSandboxedEnvironment(
        autoescape=ending == ".xml",
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        newline_sequence="\r\n" if "\r\n" in source else "\n",
    )
    environment.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "sort_keys": False}
    environment.filters.update(ascii=transliterate, clock=_format_clock)
    return environment


def _format_clock(seconds: float) -> str:
    """Seconds as `HH:MM:SS.mmm`."""
    return format_timestamp(round(seconds * 1000))


def _find_line(error: BaseException) -> int:
    """The line of the template in which an error was raised; 0 if it is not known."""
    line, frame = 0, error.__traceback__
    while frame:
        if frame.tb_frame.f_code.co_filename == "<template>":
            line = frame.tb_lineno
        frame = frame.tb_next
    return line


def _check_json(path: Path, text: str) -> None:
    try:
        json.loads(text)
    except ValueError as error:
        raise DataError(
            "What the template '{path}' makes is no JSON (its line {line}: {reason}): use the filter tojson.",
            path=path,
            line=getattr(error, "lineno", 1),
            reason=getattr(error, "msg", str(error)),
        ) from error


def _encode_xml(path: Path, text: str) -> bytes:
    """The bytes of an XML text. Characters that its encoding lacks become character references."""
    found = _ENCODING.match(text)
    try:
        encoding = codecs.lookup(found[1] if found else "utf-8").name
    except LookupError as error:
        raise _make_error(path, 1, message("there is no encoding '{name}'", name=found[1] if found else "")) from error
    data = text.encode(encoding, "xmlcharrefreplace")
    parser = expat.ParserCreate(encoding)
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise DataError(
            "What the template '{path}' makes is no XML (its line {line}: {reason}): mend the template.",
            path=path,
            line=error.lineno,
            reason=expat.ErrorString(error.code),
        ) from error
    return data


def _make_error(path: Path, line: int, reason: object) -> DataError:
    told: Any = get_reason(reason) if isinstance(reason, BaseException) else reason
    told = told if isinstance(told, Message) else " ".join(str(told).split()).rstrip(".")
    return DataError("The template '{path}', line {line}: {reason}.", path=path, line=line, reason=told)
