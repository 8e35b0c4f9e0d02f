"""Utterances for the tests of engines."""

from audiobrief.model import Chapter, Script, Spoken, Utterance


def said(text):
    """An utterance of one span of French words."""
    return (Spoken(0, len(text), text),)


def script_of(*texts):
    return Script("T", (Chapter("A", tuple(Utterance(text, speech=said(text)) for text in texts)),))
