"""What holds for any text: nothing unread is left, spans cover the text, runaway input ends."""

import re
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from audiobrief.speech import join_spans, speak_line, speak_text
from audiobrief.speech.lexicon import load_builtin_lexicon
from audiobrief.speech.rules import build_rules

RULES = build_rules(load_builtin_lexicon())

PARTS = st.sampled_from(
    [
        "131", "1,5", "-3", "12 000", "2024", "1er", "XXIe", "21e", "3-1", "14h30", "28/01/2024", "12,50 €", "3,5 M€",
        "50 %", "km/h", "m²", "SNCF", "ONU", "O.N.U.", "RN7", "A380", "M. Roux", "Mme Roux", "etc.", "p. 12", "&",
        "+", "=", "@", "#metoo", "*", "/", "§", "%", "€", "$", "«", "»", "“", "”", '"', "’", "'", "(", ")", "[", "]",
        "…", "...", ".", ",", ";", ":", "?", "!", "–", "—", "-", "ℹ️", "🔴", "\u200b", "\u202f", "\xa0", "e\u0301",
        "½", "²", "°", "exemple.fr", "aide@mairie.fr", "https://exemple.fr/a?b=1", "New York Times", "le", "la", "de",
        "femmes", "d’", "l’", "qu’", "août", "ÉCOLE", "LE MAIRE", "tome II", "Louis XIV", "x3", "04 91 00 12 34", "→",
        "|", "~", "^", "{", "}",
    ]
)  # fmt: skip
SENTENCES = st.lists(PARTS, max_size=14).map(" ".join)
TEXTS = SENTENCES | st.lists(PARTS, max_size=8).map("".join) | st.text(max_size=60)
# What may be left for a voice to see: words, the marks that make it pause, apostrophes and hyphens inside words.
SAID = re.compile(r"(?:[^\W\d_]|[\s.,;:?!…()’'–—-])*")


@given(TEXTS)
@settings(deadline=None)
def test_spans_are_ordered_disjoint_and_cover_the_text(text):
    position = 0
    for span in speak_text(text):
        assert span.start == position and span.end >= span.start
        position = span.end
    assert position == len(text)


@given(TEXTS)
@settings(deadline=None)
def test_nothing_is_left_that_a_voice_would_guess_at(text):
    for span in speak_text(text):
        if span.kind == "letters":
            assert span.text.isalpha() and span.text.isupper()
            continue
        left = [mark for mark in span.text if mark.isdigit() or (mark.isascii() and not SAID.fullmatch(mark))]
        assert not left, (span, left)
    words = "".join(" " if span.kind == "letters" else span.text for span in speak_text(text) if span.kind != "foreign")
    assert not re.search(r"(?<![^\W\d_])[A-Z]{2,}(?![^\W\d_])", words), words


@given(SENTENCES)
@settings(deadline=None)
def test_what_is_said_is_said_the_same_when_read_again(text):
    said = speak_line(text)
    assert speak_line(said) == said


@given(TEXTS)
@settings(deadline=None)
def test_one_line_is_said_for_one_line(text):
    assert "\n" not in speak_line(text) and "\r" not in join_spans(speak_text(text))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_whatever_a_rule_may_find_is_said(rule):
    """Texts are made from the rule's own pattern, so that it meets whatever its pattern lets in."""

    # Rules compile their patterns late; hypothesis takes compiled ones alone.
    pattern = re.compile(rule.pattern.pattern, rule.pattern.flags)

    @given(st.sampled_from(["", "Le ", "À "]), st.from_regex(pattern), st.sampled_from(["", " de sel.", " MONDE"]))
    @settings(deadline=None, max_examples=25, suppress_health_check=list(HealthCheck))
    def said(before, found, after):
        text = before + found + after
        assert "".join(text[span.start : span.end] for span in speak_text(text)) == text

    said()


HOSTILE = {
    "digits": "1234567890" * 10_000,
    "groups": "123 456 " * 12_500,
    "commas": "1,5," * 25_000,
    "brackets": "(" * 50_000 + ")" * 50_000,
    "square brackets": "[" * 100_000,
    "combining marks": "e" + "\u0301" * 100_000,
    "capitals": "SNCF " * 20_000,
    "one word": "a" * 100_000,
    "one capital word": "A" * 100_000,
    "dots": "." * 100_000,
    "dotted": "A." * 50_000,
    "quotes": "«" * 100_000,
    "hyphens": "1-" * 50_000,
    "slashes": "1/" * 50_000,
    "addresses": "a.b@" * 25_000,
    "host": "a." * 50_000 + "fr",
    "icons": "ℹ️" * 50_000,
    "spaces": " " * 100_000,
    "no-break spaces": "\u00a0" * 100_000,
    "roman": "XIV " * 25_000,
    "names": "New York " * 11_100,
    "minutes": "5' " * 33_000,
    "inches": '5,2" ' * 20_000,
    "one currency": "le €" * 25_000,
    "colons": "1:" * 50_000,
    "rows of numbers": "1 " * 50_000,
    "degrees": "1° " * 33_000,
    "formulas": "(Na2" * 25_000,
    "numerals in a list": "I, " * 33_000,
    "quotients": "km/" * 33_000,
    "capitals without accents": "ETE " * 25_000,
    "nations": "Roux (FRA) " * 9_100,
    "rooms": "3 p. " * 20_000,
    "prices by length": "3 € le ml " * 10_000,
    "raised letters": "Mᵐᵉ " * 25_000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_runaway_input_of_any_kind_ends(text):
    """Forty thousand characters of what nobody writes. Speed itself is measured in benchmarks/speech.md; here a rule
    that looks again and again at the same characters would take sixteen times as long for four times as many."""

    def measure_seconds(length):
        begun = time.process_time()
        assert "".join(text[span.start : span.end] for span in speak_text(text[:length])) == text[:length]
        return time.process_time() - begun

    quarter = measure_seconds(10_000)
    assert measure_seconds(40_000) < 10 * quarter + 2.0
