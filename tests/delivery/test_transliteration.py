"""Texts where only ASCII may stand, and fields of a fixed length."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobrief.delivery.radio.transliteration import keep_first_words, keep_last_words, transliterate

ASCII = [
    ("L’été à Évreux", "L'ete a Evreux"),
    ("Cœur, ŒUVRE, Œuf", "Coeur, OEUVRE, Oeuf"),
    ("Ex æquo, Ævar, ÆON", "Ex aequo, Aevar, AEON"),
    ("« Bonjour », dit-il", '"Bonjour", dit-il'),
    ("L’« “intérieur” »", 'L\'""interieur""'),
    ("3 € la place — un prix…", "3 EUR la place - un prix..."),
    ("n° 5 et N°6", "no 5 et No 6"),
    ("21 °C", "21 degC"),
    ("½ litre, x², 1er №7", "1/2 litre, x2, 1er No7"),
    ("co\u00adupure et mot\u200binvisible", "coupure et motinvisible"),
    ("une\nligne\tet\u202fdes\u00a0espaces", "une ligne et des espaces"),
    ("🔴 Alerte 🔴", "Alerte"),
    ("Łódź, Đà Nẵng, Ångström, Gauß", "Lodz, Da Nang, Angstrom, Gauss"),
    ("مرحبا", ""),
]


@pytest.mark.parametrize(("written", "plain"), ASCII)
def test_ascii(written, plain):
    assert transliterate(written) == plain


@given(st.text())
def test_a_folded_text_can_always_be_written(text):
    written = transliterate(text)
    assert written.isascii() and written.isprintable()
    assert transliterate(written) == written


FIRST = [
    ("Le marché des brumes", 20, "Le marché des brumes"),
    ("Le marché des brumes", 19, "Le marché des"),
    ("Le marché des brumes", 13, "Le marché des"),
    ("Le marché, des brumes", 11, "Le marché"),
    ("anticonstitutionnellement", 10, "anticonsti"),
]
LAST = [
    ("les derniers mots.", 18, "les derniers mots."),
    ("ce sont les derniers mots.", 20, "...derniers mots."),
    ("ce sont les derniers mots.", 17, "...derniers mots."),
    ("anticonstitutionnellement", 10, "...llement"),
]


@pytest.mark.parametrize(("text", "longest", "cut"), FIRST)
def test_first_words(text, longest, cut):
    assert keep_first_words(text, longest) == cut


@pytest.mark.parametrize(("text", "longest", "cut"), LAST)
def test_last_words(text, longest, cut):
    assert keep_last_words(text, longest) == cut


@given(st.text(), st.integers(8, 80))
def test_cut_texts_fit_and_are_parts(text, longest):
    first, last = keep_first_words(text, longest), keep_last_words(text, longest)
    assert len(first) <= longest and len(last) <= longest
    assert text.startswith(first)
    assert text.endswith(last.removeprefix("...")) or text == last
