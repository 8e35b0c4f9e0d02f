"""The numbers before list items, in the forms that office programs give them."""

from __future__ import annotations

# Raised digits are exponents, or the calls of notes, which are not said.
SUPERSCRIPT_DIGITS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"),
    (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
# The names of the forms in Word (ECMA-376 part 1, 17.18.59) and in OpenDocument (style:num-format).
_LETTERS = {"lowerLetter": str.lower, "a": str.lower, "upperLetter": str.upper, "A": str.upper}
_NUMERALS = {"lowerRoman": str.lower, "i": str.lower, "upperRoman": str.upper, "I": str.upper}


def format_number(number: int, form: str) -> str:
    """A number as a digit, a letter or a Roman numeral.

    >>> [format_number(4, form) for form in ("decimal", "lowerLetter", "upperRoman")]
    ['4', 'd', 'IV']
    """
    if form in ("bullet", "none"):
        return ""
    if form in _LETTERS and 0 < number <= 26 * 9:
        # The second round has each letter twice: aa, bb.
        return _LETTERS[form](chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1))
    if form in _NUMERALS and 0 < number < 4000:
        return _NUMERALS[form](_make_roman(number))
    return str(number)


def _make_roman(number: int) -> str:
    parts: list[str] = []
    for value, sign in _ROMAN:
        parts.append(sign * (number // value))
        number %= value
    return "".join(parts)
