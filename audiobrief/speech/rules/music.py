"""Signs of written music that are said: `fa ♯` « fa dièse », `♩ = 120` « noire égale cent vingt »."""

import re

from audiobrief.lazy_regex import lazy_regex
from audiobrief.speech.rule import Context, Piece, Rule, Said, keep_full_stop

_ACCIDENTALS = {"♯": "dièse", "♭": "bémol", "♮": "bécarre"}
_NOTES = {"♩": "noire", "♪": "croche"}


def _say_accidental(match: re.Match[str], context: Context) -> Said:
    return f" {_ACCIDENTALS[match['mark']]}"


def _say_mode(match: re.Match[str], context: Context) -> Said:
    """`en ut dièse min.`, `en ré maj.`"""
    mode = "mineur" if match["mode"] == "min" else "majeur"
    return [Piece(*match.span("short"), mode + keep_full_stop(match, context))]


def _say_note(match: re.Match[str], context: Context) -> Said:
    """The note that a metronome counts."""
    return _NOTES[match["mark"]]


# Before icons, among which these signs are.
RULES = (
    Rule(
        "music",
        # fa ♯, si♭
        lazy_regex(
            r"(?:(?<=\b[A-Ga-g])|(?<=(?i:\bdo|\bré|\bmi|\bfa|\bsi|\bla|\but))|(?<=(?i:\bsol)))\s?(?P<mark>[♯♭♮])"
        ),
        _say_accidental,
        needs=frozenset(_ACCIDENTALS),
    ),
    Rule(
        "music",
        # en fa min.
        lazy_regex(
            r"\b(?:[eE]n|[sS]onate|[sS]ymphonie|[mM]esse|[cC]oncerto)\s(?:en\s)?(?:do|ut|ré|mi|fa|sol|la|si)\s(?:dièse\s|bémol\s|[♯♭]\s?)?"
            r"(?P<short>(?P<mode>min|maj)\.)"
        ),
        _say_mode,
        scans=True,
        needs_any=("min.", "maj."),
    ),
    # ♩ = 120
    Rule(
        "music",
        lazy_regex(r"(?P<mark>[♩♪])(?=\s?=\s?\d)"),
        _say_note,
        needs=frozenset(_NOTES),
        has_digits=True,
    ),
)
