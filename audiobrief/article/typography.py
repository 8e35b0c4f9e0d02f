"""Put right the signs of a text as it is shown and read: icons, wrong quotation marks, signs glued to the next word."""

from __future__ import annotations

from audiobrief.lazy_regex import lazy_regex

# Private characters are the icons of fonts; variation selectors belong to removed ones too.
_ICONS = lazy_regex("[\ue000-\uf8ff\U000f0000-\U0010fffd]")
_SIGN = (
    "[\u2139\u2190-\u21ff\u2300-\u23ff\u2500-\u27bf\u2900-\u297f\u2b00-\u2bff\ufe0f\u200d\u20e3\U0001f000-\U0001faff]"
)
_ENDS = lazy_regex(rf"^(?:{_SIGN}\s*)+(?=\S)|(?:\s*{_SIGN})+$")
_ANGLES = lazy_regex(r"<<\s*([^<>]{1,2000}?)\s*>>")
# « Rien« , dit-il: an opening mark where only a closing one can be.
_WRONG_CLOSING = lazy_regex(r"(«[^«»]{1,2000}?[\w.!?…])\s?«(?=\s?[,.;:!?)]|\s*$)")
_SPACE_BEFORE = lazy_regex(r"(?<=[\w»”])\s*(?:[\u2139\ufe0f]\s*)*\s([,.])(?=\s|$)")
# « la fin.Le début »: a sentence glued to the one before.
_GLUED = lazy_regex(r"(?<=[a-zà-ÿ]{3}[.!?…])(?=[A-ZÀ-Þ][a-zà-ÿ]+[ ’'])|(?<=[a-zà-ÿ]{3}[.!?…])(?=«)")
_ADDRESS = lazy_regex(r"www\.|://|@")


def correct_typography(text: str) -> str:
    """The text with its signs put right; what a listener hears of it does not change.

    >>> correct_typography("➡ Il a dit << oui >> , puis non.Le maire est parti. 🎉")
    'Il a dit « oui », puis non. Le maire est parti.'
    """
    plain = _ICONS.sub("", text)
    plain = _ENDS.sub("", plain)
    plain = _WRONG_CLOSING.sub(r"\1 »", _ANGLES.sub(r"« \1 »", plain))
    plain = _SPACE_BEFORE.sub(r"\1", plain)
    return plain if _ADDRESS.search(plain) else _GLUED.sub(" ", plain)
