"""The language of messages: chosen once when the process starts, and used when messages become text.

Click translates its own texts with gettext's default domain, so the default domain is set to audiobrief's catalogue,
which contains Click's texts too. The functions of the gettext module then translate every message.
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
# Without pathlib, whose import would take as long as the rest of this module.
_CATALOGUES = os.path.join(os.path.dirname(os.path.dirname(__file__)), "locale")  # noqa: PTH118, PTH120
# In gettext's order; the first that is not empty decides.
_VARIABLES = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")


def choose_language(
    arguments: Sequence[str], environment: Mapping[str, str], of_system: Callable[[], str] = detect_language
) -> str:
    """The language of the command line, else of the environment, else of the system, else English.

    The command line is searched before Click parses it, because its errors are printed in that language too.
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
    # Such as fr_CA.UTF-8@euro; LANGUAGE may list several, by preference.
    named = (part.partition(".")[0].partition("@")[0].partition("_")[0].lower() for part in said.split(":"))
    return next((_OF_LOCALES[name] for name in named if name in _OF_LOCALES), ENGLISH)


def set_language(language: str) -> None:
    """Set the language of this process and of the processes that it starts."""
    os.environ["LANGUAGE"] = language
    gettext.bindtextdomain(_DOMAIN, _CATALOGUES)
    gettext.textdomain(_DOMAIN)


def translate(what: Message | str) -> str:
    """The text of a message in the language of the process; plain text is returned as it is."""
    return what.translate(gettext) if isinstance(what, Message) else what


def translate_text(text: str) -> str:
    """Translate a text that is not a message, such as the help of an option."""
    return gettext.gettext(text) if text else ""
