"""The stages of words: the script, what is said for each sentence, and the phonemes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from audiobrief.messages import Message, counted, message
from audiobrief.model import Article, Script, Speech, Utterance
from audiobrief.options import Options, change_options
from audiobrief.pipeline.announcements import choose_announcements
from audiobrief.pipeline.choices import load_lexicon, load_show, resolve_profile
from audiobrief.pipeline.reading import Source, read

if TYPE_CHECKING:
    from audiobrief.delivery.formats import Delivery
    from audiobrief.pronunciation.words import Word
    from audiobrief.voice.profiles import Profile


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
    return write_spoken_script(read(article, wanted), wanted, profile, delivery, notice="")


def write_spoken_script(
    article: Article, options: Options, profile: Profile, delivery: Delivery, *, notice: str
) -> Script:
    """The chapters and utterances of an article, with what is announced and what is said for each, and at the end the
    `notice` if there is one."""
    from audiobrief.segmentation import announce, write_script
    from audiobrief.speech import gloss_acronyms, speak_script

    lexicon = load_lexicon(profile.lexicon, options.own_lexicon, options.lexicon)
    opening, closing = choose_announcements(article, load_show(options), options.episode)
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
        opening=opening if delivery.spoken_title else "",
        closing=(closing if delivery.spoken_title else "", notice),
    )
    spoken = speak_script(written, lexicon)
    return gloss_acronyms(spoken, lexicon) if options.acronyms == "gloss" else spoken


def spoken_text(text: str, lexicon: Path | None = None, own_lexicon: Path | None = None) -> str:
    """What a newsreader says for a French text, as one line.

    >>> spoken_text("Le 1er mars, 131 femmes")
    'Le premier mars, cent trente et une femmes'

    `lexicon` is a TOML file of words, which takes precedence over the reader's own ones in `own_lexicon`. Raises
    DataError if one is invalid.
    """
    from audiobrief.speech import speak_line

    return speak_line(text, load_lexicon(own_lexicon, lexicon))


def pronounce_text(text: str, lexicon: Path | None = None, own_lexicon: Path | None = None) -> tuple[Word, ...]:
    """The words of a French text as they are said, with their phonemes and where these come from.

    `lexicon` and `own_lexicon` are as for `spoken_text`. Raises DataError, and VoiceError if eSpeak NG, which reads
    foreign and unknown words, cannot be used.
    """
    from audiobrief.sanitize import unescape_references
    from audiobrief.speech import speak_text

    return pronounce(speak_text(unescape_references(" ".join(text.split())), load_lexicon(own_lexicon, lexicon)))


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


def summarize_script(script: Script) -> Message:
    sentences = sum(len(chapter.utterances) for chapter in script.chapters)
    return message(
        "Script: {chapters}, {sentences}",
        chapters=counted("{count} chapter", "{count} chapters", count=len(script.chapters)),
        sentences=counted("{count} sentence", "{count} sentences", count=sentences),
    )
