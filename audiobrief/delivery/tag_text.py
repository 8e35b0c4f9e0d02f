"""The article's words as one text, for tags."""

from __future__ import annotations

from audiobrief.model import Script

_BREAKS = {"paragraph", "heading", "chapter", "none"}


def join_text(script: Script) -> str:
    """The article's words as they stand in the tags: chapter titles and paragraphs, a blank line between."""
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
