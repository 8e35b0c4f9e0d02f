"""Messages: told in a language, with what stands in them; and errors carry theirs through a pickle."""

from __future__ import annotations

import errno
import os
import pickle

import pytest
from mutagen import MutagenError

from audiobrief.errors import ArticleError, AudiobriefError
from audiobrief.messages import Message, counted, get_reason, listed, message, strip_advice

TEXTS = {
    "'{path}' is no folder: {advice}.": "« {path} » n’est pas un dossier : {advice}.",
    "name one": "nommez-en un",
    "{size} MB": "{size} Mo",
    "{size:.1f} MB, at most {most:g}": "{size:.1f} Mo, au plus {most:g}",
    " or ": " ou ",
    ".": ",",
    "No such file or directory": "Fichier introuvable",
}


class French:
    """As gettext's own classes; in French, none is as one."""

    @staticmethod
    def gettext(text: str) -> str:
        return TEXTS.get(text, text) if text else "the head of the catalogue"

    @staticmethod
    def ngettext(one: str, many: str, count: int) -> str:
        return {"{count} chapter": "{count} chapitre"}[one] if count < 2 else "{count} chapitres"


def chapters(number: int) -> Message:
    return counted("{count} chapter", "{count} chapters", count=number)


@pytest.mark.parametrize(
    ("told", "english", "french"),
    [
        (message("name one"), "name one", "nommez-en un"),
        (
            message("'{path}' is no folder: {advice}.", path="a{b}", advice=message("name one")),
            "'a{b}' is no folder: name one.",
            "« a{b} » n’est pas un dossier : nommez-en un.",
        ),
        (Message("braces { stay"), "braces { stay", "braces { stay"),
        (Message(""), "", ""),
        (
            message("{size:.1f} MB, at most {most:g}", size=10.25, most=2.5),
            "10.2 MB, at most 2.5",
            "10,2 Mo, au plus 2,5",
        ),
        (message("{size:.1f} MB, at most {most:g}", size=3.0, most=2), "3.0 MB, at most 2", "3,0 Mo, au plus 2"),
        (message("{size} MB", size=2.5), "2.5 MB", "2,5 Mo"),
        (chapters(0), "0 chapters", "0 chapitre"),
        (chapters(1), "1 chapter", "1 chapitre"),
        (chapters(2), "2 chapters", "2 chapitres"),
        (listed(["mp3", message("name one")], " or "), "mp3 or name one", "mp3 ou nommez-en un"),
        (
            strip_advice(message("'{path}' is no folder: {advice}.", path="x", advice="y")),
            "'x' is no folder",
            "« x » n’est pas un dossier",
        ),
        (
            get_reason(OSError(errno.ENOENT, os.strerror(errno.ENOENT))),
            "No such file or directory",
            "Fichier introuvable",
        ),
        (get_reason(ValueError(message("name one"))), "name one", "nommez-en un"),
        (
            get_reason(MutagenError(OSError(errno.ENOENT, os.strerror(errno.ENOENT)))),
            "No such file or directory",
            "Fichier introuvable",
        ),
        (get_reason(ValueError("a { of a stranger")), "a { of a stranger", "a { of a stranger"),
        (get_reason(ArticleError("name one")), "name one", "nommez-en un"),
    ],
)
def test_a_message_is_told_in_a_language(told: Message, english: str, french: str) -> None:
    assert str(told) == english
    assert told.translate(French()) == french
    assert pickle.loads(pickle.dumps(told)).translate(French()) == french


def test_an_error_says_it_in_english_and_carries_the_message() -> None:
    error = pickle.loads(pickle.dumps(ArticleError("'{path}' is no folder: {advice}.", path="x", advice="name one")))
    assert isinstance(error, AudiobriefError)
    assert str(error) == "'x' is no folder: name one."
    assert error.message.translate(French()) == "« x » n’est pas un dossier : name one."
