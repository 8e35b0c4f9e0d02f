"""Messages: told in a language, with what stands in them; and errors carry theirs through a pickle."""

from __future__ import annotations

import pickle

import pytest

from audiobrief.errors import ArticleError, AudiobriefError
from audiobrief.messages import Message, message

FRENCH = {"'{path}' is no folder: {advice}.": "« {path} » n’est pas un dossier : {advice}.", "name one": "nommez-en un"}


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
    ],
)
def test_a_message_is_told_in_a_language(told: Message, english: str, french: str) -> None:
    assert str(told) == english
    assert told.told(lambda text: FRENCH.get(text, text)) == french


def test_an_error_says_it_in_english_and_carries_the_message() -> None:
    error = pickle.loads(pickle.dumps(ArticleError("'{path}' is no folder: {advice}.", path="x", advice="name one")))
    assert isinstance(error, AudiobriefError)
    assert str(error) == "'x' is no folder: name one."
    assert error.message.told(lambda text: FRENCH.get(text, text)) == "« x » n’est pas un dossier : name one."
