"""What an acronym stands for, said in apposition at its first mention: « la SNCF, Société nationale…, »."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from audiobrief.model import Script, Spoken, Utterance
from audiobrief.speech.definitions import defined
from audiobrief.speech.lexicon import Lexicon

_RULE = "acronym:"


def glossed(script: Script, lexicon: Lexicon) -> Script:
    """The script, its speech made, with each listed acronym explained once, unless the article itself does so."""
    texts = [utterance.text for chapter in script.chapters for utterance in chapter.utterances]
    whole = " ".join(texts).casefold()
    known = set(defined(texts)) | {
        written for written, entry in lexicon.acronyms.items() if entry.means and entry.means.casefold() in whole
    }

    def explained(utterance: Utterance) -> Utterance:
        if utterance.role in ("title", "heading"):
            return utterance
        return replace(utterance, speech=tuple(_with_glosses(utterance, lexicon, known)))

    return replace(
        script,
        chapters=tuple(
            replace(chapter, utterances=tuple(explained(utterance) for utterance in chapter.utterances))
            for chapter in script.chapters
        ),
    )


def _with_glosses(utterance: Utterance, lexicon: Lexicon, known: set[str]) -> Iterator[Spoken]:
    """The spans, and an empty one that carries the gloss behind each first mention; `known` grows."""
    spans = utterance.speech
    for at, span in enumerate(spans):
        last = at + 1 == len(spans) or spans[at + 1].rule != span.rule
        written = span.rule.removeprefix(_RULE)
        entry = lexicon.acronyms.get(written)
        if not (span.rule.startswith(_RULE) and last and entry and entry.means) or written in known:
            yield span
            continue
        known.add(written)
        following = utterance.text[span.end :].lstrip()[:1]
        closing = "" if following in (",", ";", ":", ".", "!", "?", ")", "…", "") else ","
        said = span.text.rstrip()
        yield replace(span, text=said)
        gap = span.text[len(said) :]
        yield Spoken(span.end, span.end, f", {entry.means}{closing}{gap}", rule=f"gloss:{written}")
