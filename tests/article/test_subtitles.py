"""Subtitles: what is said, as sentences and paragraphs, without times, marks and sounds."""

import pytest

from audiobrief.article.formats.srt import parse_srt
from audiobrief.article.formats.vtt import parse_vtt


def srt(*cues):
    """Cues of (start in seconds, text); each lasts one second."""
    return "\n\n".join(
        f"{at}\n00:00:{start:02},000 --> 00:00:{start + 1:02},000\n{text}" for at, (start, text) in enumerate(cues, 1)
    )


CASES = {
    "a sentence over cues": (srt((1, "Le pont a"), (2, "rouvert mardi.")), ["Le pont a rouvert mardi."]),
    "two lines": (srt((1, "Le pont\na rouvert.")), ["Le pont a rouvert."]),
    "a pause": (srt((1, "Il neige."), (9, "Il vente.")), ["Il neige.", "Il vente."]),
    "a pause in a sentence": (srt((1, "Il neige"), (9, "et il vente.")), ["Il neige et il vente."]),
    "two speakers": (srt((1, "- Tu viens ?\n- Oui.")), ["Tu viens ?", "Oui."]),
    "marks": (srt((1, "{\\an8}<i>Il neige</i>, <font color='#fff'>dit-elle</font>.")), ["Il neige, dit-elle."]),
    "sounds": (srt((1, "[Musique]"), (2, "♪ La la ♪ (rires)"), (3, "Il neige.")), ["La la Il neige."]),
    "lines that roll up": (srt((1, "Il neige"), (2, "Il neige\net il vente.")), ["Il neige et il vente."]),
    "numbers that are said": (srt((1, "Elle a"), (2, "21"), (3, "ans.")), ["Elle a 21 ans."]),
    "points for commas": (srt((1, "Il neige.")).replace(",000", ".000"), ["Il neige."]),
    "no empty lines": (srt((1, "Il neige."), (2, "Il vente.")).replace("\n\n", "\n"), ["Il neige. Il vente."]),
    "who made them": (
        srt((1, "Sous-titres : Anne Le Roux"), (2, "Il neige."), (3, "Sous-titrage ST' 501")),
        ["Il neige."],
    ),
    "what machines hear in silence": (
        srt(
            (1, "Sous-titrage Société Radio-Canada"),
            (2, "Il neige."),
            (3, "Sous-titres réalisés par la communauté d'Amara.org"),
        ),
        ["Il neige."],
    ),
    "a paragraph behind a long one": (
        srt((1, "Il neige. " * 60), (2, "Il vente."), (3, "Il pleut.")),
        ["Il neige. " * 59 + "Il neige.", "Il vente. Il pleut."],
    ),
    "subtitles that are spoken of": (srt((1, "Sous-titrage ou doublage ?")), ["Sous-titrage ou doublage ?"]),
    "only sounds": (srt((1, "[Applaudissements]")), []),
}


@pytest.mark.parametrize(("text", "said"), CASES.values(), ids=CASES)
def test_what_is_said(text, said):
    assert [block.text for block in parse_srt(text, "").blocks] == said


CAPTIONS = """WEBVTT - Le pont
Language: fr-FR

STYLE
::cue { color: red }

NOTE une remarque

premier
00:01.000 --> 00:02.000 align:start
<v Anne Le Roux>Le pont <c.jaune>rouvre</c> &amp; tant mieux.

00:02.000 --> 00:03.000
<v Paul>Oui<00:00:02.500> vraiment.
"""


def test_captions_with_voices_styles_and_notes():
    article = parse_vtt(CAPTIONS, "")
    assert [block.text for block in article.blocks] == ["Le pont rouvre & tant mieux.", "Oui vraiment."]
    assert (article.title, article.language) == ("Le pont", "fr")
