"""In which language people are spoken to: chosen and set once, in the process's entry; told in one place.

Click finds its own words in gettext's default domain when it says them, so that the default domain is ours: it holds
the French of both. The standard library's functions then are the language of every message.
"""

from __future__ import annotations

import gettext
import os
from collections.abc import Callable, Mapping, Sequence

from audiobrief.messages import Message
from audiobrief.system.localization import detect_language

ENGLISH = "en"
LANGUAGES = (ENGLISH, "fr")
_OF_LOCALES = {"en": "en", "fr": "fr", "c": "en", "posix": "en"}
OPTION = "--lang"
_DOMAIN = "audiobrief"
# Not by pathlib: to load it would take as long as all of this.
_CATALOGUES = os.path.join(os.path.dirname(os.path.dirname(__file__)), "locale")  # noqa: PTH118, PTH120
# In the order in which gettext asks them; the first that says something decides.
_VARIABLES = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")


def choose_language(
    arguments: Sequence[str], environment: Mapping[str, str], of_system: Callable[[], str] = detect_language
) -> str:
    """The language of a command line, else of its environment, else of the system, else English.

    The command line is looked through before Click reads it: what is wrong with it must be told in that language too.
    """
    asked = ""
    for number, argument in enumerate(arguments, 1):
        if argument == "--":
            break
        if argument == OPTION:
            asked = next(iter(arguments[number:]), "")
        elif argument.startswith(f"{OPTION}="):
            asked = argument.partition("=")[2]
    if asked in LANGUAGES:
        return asked
    said = next((environment[name] for name in _VARIABLES if environment.get(name)), "") or of_system()
    # As fr_CA.UTF-8@euro; LANGUAGE may name several, the dearest first.
    named = (part.partition(".")[0].partition("@")[0].partition("_")[0].lower() for part in said.split(":"))
    return next((_OF_LOCALES[name] for name in named if name in _OF_LOCALES), ENGLISH)


def set_language(language: str) -> None:
    """Say everything in `language` from now on, in this process and in those that it starts."""
    os.environ["LANGUAGE"] = language
    gettext.bindtextdomain(_DOMAIN, _CATALOGUES)
    gettext.textdomain(_DOMAIN)


def translate(what: Message | str) -> str:
    """What is said to people, as text."""
    return what.translate(gettext) if isinstance(what, Message) else what


def translate_text(text: str) -> str:
    """A text that is no message, as the help of an option."""
    return gettext.gettext(text) if text else ""
