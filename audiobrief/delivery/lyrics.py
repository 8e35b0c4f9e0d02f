"""The article's words as they stand in the tags: chapter titles, paragraphs, a blank line between."""

from __future__ import annotations

from audiobrief.model import Script

_BREAKS = {"paragraph", "heading", "chapter", "none"}


def lyrics(script: Script) -> str:
    """The text as written, for reading along."""
    paragraphs: list[str] = []
    for chapter in script.chapters:
        sentences: list[str] = []
        for utterance in chapter.utterances:
            sentences.append(utterance.text)
            if utterance.pause_after in _BREAKS:
                paragraphs.append(" ".join(sentences))
                sentences = []
        if sentences:
            paragraphs.append(" ".join(sentences))
    return "\n\n".join(paragraphs)
