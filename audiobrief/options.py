"""The options of a programme, declared once.

The command line's options, the keys of `config.toml`, the keyword arguments of `audiobrief.make`, what a batch sends to
its workers and the JSON schema are all made from the fields of `Options`: their types, limits, defaults and help.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from audiobrief.errors import OptionError
from audiobrief.messages import Message, message
from audiobrief.mpeg_header import BITRATES
from audiobrief.validation import describe_unknown, find_faults

DeliveryName = Literal["podcast", "listening", "radio"]
ChapterMode = Literal["headings", "auto", "none"]
AcronymMode = Literal["say", "gloss"]
NoticeMode = Literal["spoken", "text", "none"]
TableMode = Literal["read", "name", "skip"]
CaptionMode = Literal["read", "skip"]
NoteMode = Literal["read", "skip"]
SplitMode = Literal["none", "chapters"]
Id3Version = Literal["2.3", "2.4", "2.3+v1", "2.4+v1"]
SoundFormat = Literal["wav", "m4b", "opus", "flac", "mp2"]

SLOWEST, FASTEST = 80, 450
"""Limits of the rate, in words a minute."""
MUSIC = ("intro", "outro", "jingle", "bed")
"""The names of the options, and keys of a show, that name music."""
CREDENTIALS = ("c2pa_key", "c2pa_certificate")
"""The names of the options, and keys of a show, that name what the sound is signed with."""
SIDECARS = ("xml", "json")
"""The templates of sidecar files that come with audiobrief."""
SIDECAR_ENDINGS = (".xml", ".json", ".txt", ".csv")
"""What the name of a template may end in, and so that of its file; `.j2` may follow."""
_MOMENT = r"^(\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d)?)?)?$"
SHOW_NAME = "show.toml"
"""The name of a show's file beside its programmes."""


def _option(flags: str, help: str, **more: Any) -> Meta:
    """Declare a field's option on the command line: its `flags`, its `help`, and the `metavar` of its value. `least`
    and `most` are limits, `unit` is that of a number; `complete` names the values that a shell completes."""
    limits = {limit: more.pop(name) for name, limit in (("least", "ge"), ("most", "le")) if name in more}
    return Meta(description=help, extra={"flags": tuple(flags.split()), **more}, **limits)


class Options(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The options of a programme. Empty texts and None mean the default that the description names.

    >>> options = Options(voice="espeak-fr", delivery="radio", rate=170)
    >>> make(b"# Le pont\\n\\nIl a 21 ans.", options, output="pont.mp3").files[-1].name
    'pont.wav'

    Raises OptionError for an invalid value.
    """

    voice: Annotated[
        str,
        _option(
            "--voice",
            "A voice profile, such as those in voices/, or ENGINE:VOICE, such as piper:PATH. "
            "Default: aurore where it is installed, else espeak-fr.",
            complete="voices",
        ),
    ] = ""
    delivery: Annotated[
        DeliveryName,
        _option(
            "--for",
            "A podcast episode, a programme to listen to with your eyes closed, or an item for radio automation.",
        ),
    ] = "podcast"
    rate: Annotated[
        Annotated[int, Meta(ge=SLOWEST, le=FASTEST)] | None,
        _option(
            "--rate",
            "Words a minute. Default: the voice profile's (radio news has 160 to 180).",
            unit=message("words a minute"),
        ),
    ] = None
    model: Annotated[
        Path | None,
        _option("--model", "Another Kokoro model in ONNX, for a voice of the engine kokoro.", metavar="PATH"),
    ] = None
    quotes_voice: Annotated[
        str,
        _option("--quotes-voice", "Another voice for quotations of some length.", metavar="VOICE", complete="voices"),
    ] = ""
    fallback: Annotated[
        str,
        _option(
            "--fallback",
            "An offline voice, such as espeak, that finishes the programme if an online one fails.",
            metavar="VOICE",
            complete="voices",
        ),
    ] = ""
    chapters: Annotated[
        ChapterMode, _option("--chapters", "By headings, by headings or else by subject, or as a single chapter.")
    ] = "auto"
    shortest_chapter: Annotated[
        Annotated[float, Meta(ge=15, le=3600)],
        _option(
            "--shortest-chapter",
            "The shortest chapter that is cut by subject, as 1:30. Default: 3:00.",
            metavar="M:SS",
            unit=message("seconds"),
        ),
    ] = 180.0
    split: Annotated[
        SplitMode,
        _option(
            "--split",
            "chapters: one programme for each chapter, in a folder with a playlist, as of a book.",
        ),
    ] = "none"
    acronyms: Annotated[
        AcronymMode,
        _option("--acronyms", "gloss: say what an acronym stands for at its first mention, unless the article does."),
    ] = "say"
    tables: Annotated[
        TableMode,
        _option(
            "--tables",
            "Read small tables row by row and name the others, only name each, or skip them all.",
        ),
    ] = "read"
    captions: Annotated[CaptionMode, _option("--captions", "Read or skip the captions of pictures.")] = "skip"
    notes: Annotated[NoteMode, _option("--notes", "Read footnotes at the end of the article, or skip them.")] = "skip"
    follow_pages: Annotated[
        bool,
        _option("--follow-pages", "Of a URL, read the next pages too if the site has cut the article into several."),
    ] = False
    force_french: Annotated[
        bool, _option("--force-french", "Read an article in another language as if it were French.")
    ] = False
    lexicon: Annotated[
        Path | None,
        _option(
            "--lexicon",
            "A TOML file of words and acronyms; it takes precedence over your own lexicon and the built-in one.",
        ),
    ] = None
    own_lexicon: Annotated[
        Path | None,
        _option("--own-lexicon", "Your own lexicon. Default: lexicon.toml beside the config file, where there is one."),
    ] = None
    duration: Annotated[
        Annotated[float, Meta(ge=0, le=24 * 3600)],
        _option(
            "--duration",
            "Fit a slot, such as 1:30, by the pace of reading, as far as it sounds natural.",
            metavar="M:SS",
            unit=message("seconds"),
        ),
    ] = 0.0
    say_title: Annotated[
        bool | None, _option("--say-title/--no-title", "Say the title, or not. Default: the delivery's.")
    ] = None
    notice: Annotated[
        NoticeMode | None,
        _option(
            "--notice",
            "Where people are told that the voice is synthetic: at the end and in texts; in texts; nowhere. "
            "Default: the delivery's. Files are marked for machines in any case.",
        ),
    ] = None
    notice_text: Annotated[
        str, _option("--notice-text", "The sentence of --notice, in your own words.", metavar="TEXT")
    ] = ""
    show: Annotated[
        Path | None,
        _option(
            "--show",
            "The show that the programme belongs to: title, author, spoken opening and closing, and more. "
            "Default: show.toml in the folder of the programme, if there is one.",
        ),
    ] = None
    episode: Annotated[
        Annotated[int, Meta(ge=1)] | None, _option("--episode", "The number of the episode.", metavar="NUMBER")
    ] = None
    intro: Annotated[
        Path | None, _option("--intro", "Music before the programme: any sound file. Default: the show's.")
    ] = None
    outro: Annotated[Path | None, _option("--outro", "Music after the programme. Default: the show's.")] = None
    jingle: Annotated[Path | None, _option("--jingle", "Music between chapters. Default: the show's.")] = None
    bed: Annotated[
        Path | None, _option("--bed", "Music under the spoken opening and the title. Default: the show's.")
    ] = None
    music_rights: Annotated[
        str,
        _option("--music-rights", "Who wrote and owns the music, for the tags. Default: the show's.", metavar="TEXT"),
    ] = ""
    stereo: Annotated[
        bool | None,
        _option("--stereo/--mono", "Two channels, or one. Default: two where music has two."),
    ] = None
    bitrate: Annotated[
        Annotated[int, Meta(ge=64, le=320)] | None,
        _option(
            "--bitrate",
            "The constant bit rate of the MP3, such as 128. Default: the delivery's, and more in stereo.",
            metavar="KBIT/S",
            unit=message("kbit/s"),
        ),
    ] = None
    vbr: Annotated[
        Annotated[int, Meta(ge=0, le=9)] | None,
        _option(
            "--vbr",
            "A variable bit rate for the MP3, by LAME's quality: 0 is the best, 9 the smallest.",
            metavar="QUALITY",
        ),
    ] = None
    id3: Annotated[
        Id3Version,
        _option("--id3", "The version of the MP3's tags; +v1 adds the short ones of ID3v1 for very old players."),
    ] = "2.3"
    cover: Annotated[Path | None, _option("--cover", "A square JPEG or PNG. Default: drawn for a podcast.")] = None
    formats: Annotated[
        tuple[SoundFormat, ...],
        _option(
            "--format",
            "Another sound file beside the MP3: for radio, an audiobook with chapters, smaller, lossless. "
            "Can be given several times.",
        ),
    ] = ()
    sidecars: Annotated[
        tuple[Path, ...],
        _option(
            "--sidecar",
            "The facts of an item for radio automation, by a template: xml, json, or the file of your own. "
            "Can be given several times.",
            metavar="TEMPLATE",
        ),
    ] = ()
    valid_from: Annotated[
        Annotated[str, Meta(pattern=_MOMENT, examples=["2026-12-31T18:00"])],
        _option(
            "--valid-from",
            "When an item may first be aired, as 2026-12-31 or 2026-12-31T18:00. Default: the date of the programme.",
            metavar="DATE",
        ),
    ] = ""
    valid_until: Annotated[
        Annotated[str, Meta(pattern=_MOMENT, examples=["2026-12-31T18:00"])],
        _option(
            "--valid-until",
            "When an item may last be aired; a day counts to its end. Default: without end.",
            metavar="DATE",
        ),
    ] = ""
    c2pa_key: Annotated[
        Path | None,
        _option(
            "--c2pa-key",
            "Sign MP3, WAV and M4B with this private key (Content Credentials), so that anybody can see who made them. "
            "Needs --c2pa-certificate and the extra `provenance`. Default: the show's.",
        ),
    ] = None
    c2pa_certificate: Annotated[
        Path | None,
        _option(
            "--c2pa-certificate", "The certificate of --c2pa-key, with those above it, in PEM. Default: the show's."
        ),
    ] = None
    exports: Annotated[
        tuple[str, ...],
        Meta(description="Names of exporters to run beside those of the delivery; some have a flag, such as --epub."),
    ] = ()
    by_word: Annotated[
        bool,
        _option("--by-word", "Time WebVTT captions and the EPUB by the word, if the voice knows when it says each."),
    ] = False
    allow_private: Annotated[
        bool, _option("--allow-private", "Allow URLs that lead into your own network: an intranet, this machine.")
    ] = False
    cached: Annotated[bool, _option("--no-cache", "Neither read nor keep spoken clips on disk.", inverse=True)] = True
    cache_size: Annotated[
        Annotated[int, Meta(ge=1)] | None,
        _option("--cache-size", "The most disk space that spoken clips may take. Default: 2048.", metavar="MB"),
    ] = None
    output: Annotated[
        Path | None,
        Meta(
            description="Where the MP3 goes; everything else is written beside it. "
            "Default: output/<title>.mp3 in the current folder. Chapters that are split go into a folder of that name."
        ),
    ] = None
    produced: Annotated[
        datetime | None, Meta(description="The date of the programme. Default: the article's day, else today.")
    ] = None

    def __post_init__(self) -> None:
        """Check the values, and turn texts into paths and lists into tuples. Raises OptionError."""
        for fault in find_faults(Options, msgspec.structs.asdict(self)):
            raise _make_error(fault.key, fault.reason)
        if self.bitrate and self.vbr is not None:
            raise _make_error("vbr", message("makes the bit rate variable, and bitrate makes it constant: choose one"))
        if self.bitrate and self.bitrate not in BITRATES:
            known = ", ".join(map(str, BITRATES))
            raise _make_error(
                "bitrate", message("must be one of {known}, not {value}", known=known, value=self.bitrate)
            )
        for name in (
            "model",
            "lexicon",
            "show",
            "own_lexicon",
            "cover",
            "output",
            *CREDENTIALS,
            *MUSIC,
        ):
            if (path := getattr(self, name)) is not None:
                msgspec.structs.force_setattr(self, name, Path(path))
        for name in ("exports", "formats"):
            msgspec.structs.force_setattr(self, name, tuple(getattr(self, name)))
        msgspec.structs.force_setattr(self, "sidecars", tuple(Path(path) for path in self.sidecars))

    def named_files(self) -> list[Path]:
        """The files that are named, to be read."""
        named = (
            self.lexicon,
            self.own_lexicon,
            self.show,
            self.cover,
            self.model,
            self.c2pa_key,
            self.c2pa_certificate,
        )
        own = (path for path in self.sidecars if str(path) not in SIDECARS)
        return [path for path in (*named, *(getattr(self, name) for name in MUSIC), *own) if path]


def change_options(options: Options | None, asked: Mapping[str, Any]) -> Options:
    """`options`, or the defaults, with the values of `asked` in place of theirs. Paths may be texts.

    Raises OptionError for the first unknown name or invalid value.
    """
    known = Options.__struct_fields__
    for name in asked:
        if name not in known:
            raise _make_error(name, describe_unknown(name, known))
    return Options(**asked) if options is None else msgspec.structs.replace(options, **asked)


def _make_error(name: str, reason: Message) -> OptionError:
    return OptionError("The option '{name}' {reason}.", name=name, reason=reason)


def make_schema() -> dict[str, Any]:
    """The JSON schema (2020-12) of the options, as a file or a server may give them."""
    return msgspec.json.schema(Options, schema_hook=_path_schema)


def _path_schema(kind: type) -> dict[str, Any]:
    if kind is Path:
        return {"type": "string", "format": "path"}
    raise NotImplementedError(kind)
