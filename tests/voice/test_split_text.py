"""Where text is cut for an engine that takes little at a time."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobrief.voice.splitting import ends_at_mark, split_text

# The most characters of a part, and the text with a bar where it is cut.
CUTS = [
    # After a mark, but not before one.
    (40, "Il pleut. Il vente."),
    (24, "Il pleut, il vente ;|la mer monte."),
    (24, "« Vous venez ? »|a-t-il crié."),
    # Before a conjunction or a relative, even where a preposition stands nearer to the middle.
    (60, "Le maire a promis mardi soir|que les travaux du pont seraient achevés avant Noël"),
    (40, "Les uns partaient|tandis que les autres restaient"),
    (40, "Le conseil a oublié|ce que la commune avait promis"),
    # Before a preposition that opens a group, else before one that ties a complement.
    (50, "Une centaine de bénévoles ont nettoyé la plage|pendant toute la matinée"),
    (60, "Les anciens de la vallée montent encore chaque été|aux alpages et redescendent à la Toussaint"),
    (40, "La réouverture progressive|de la bibliothèque municipale"),
    (40, "Une soixantaine|d’habitants inquiets d’Ormeville"),
    # Between two words, but not after one that leans on the next, nor inside an acronym.
    (20, "Voici notre grand|théâtre neuf"),
    (24, "Elle préside la S N C F|depuis mai"),
    (18, "Il voit|la S N C F arriver"),
    # What just fits is whole, and stands with what follows as long as both fit.
    (12, "Il neige ici"),
    (11, "Il neige|ici"),
    (19, "Il pleut. Il vente."),
    (18, "Il pleut.|Il vente."),
    (12, "Il neige,|ici là"),
    # Only a word longer than a part is cut itself.
    (10, "abcdefghij|klmno pqr"),
]


@pytest.mark.parametrize(("most", "text"), CUTS)
def test_text_is_cut_where_a_reader_breathes(most, text):
    whole = "abcdefghijklmno pqr" if text.startswith("abc") else text.replace("|", " ")
    assert split_text(whole, most) == text.split("|")


WORDS = [
    "de",
    "et",
    "qui",
    "la",
    "S",
    "mot",
    "villageois",
    "d’une",
    "fin.",
    "alors,",
    "»",
    "?",
    "\u00a0",
    "parce",
    "que",
]


@given(st.lists(st.sampled_from(WORDS)), st.integers(12, 100))
def test_nothing_is_lost_and_every_part_is_short_enough(words, most):
    text = " ".join(words)
    parts = split_text(text, most)
    assert " ".join(parts).split() == text.split()
    assert all(0 < len(part) <= most for part in parts)


@given(st.text(max_size=300))
def test_any_text_comes_out_in_order(text):
    parts = split_text(text, 40)
    assert "".join("".join(parts).split()) == "".join(text.split())
    assert all(len(part) <= 40 for part in parts)


def test_a_part_that_ends_at_a_mark_is_told_apart():
    assert ends_at_mark("Il pleut,") and ends_at_mark("« Quoi ? »") and not ends_at_mark("Il pleut")
