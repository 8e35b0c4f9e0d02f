"""Where a sentence too long for one breath is cut."""

import pytest

from audiobrief.segmentation.sentences import split_sentence


def text_of(*parts):
    """A text of runs of letters (their lengths) and of what stands between them."""
    return "".join("m" * part if isinstance(part, int) else part for part in parts)


# A text, and the lengths of its phrases.
CUT = [
    (text_of(600), [600]),
    (text_of(300, " ", 299), [600]),
    (text_of(300, " ", 300), [301, 300]),
    (text_of(10, " ", 295, " ", 293), [600]),
    # At the last breath of the best kind: a semicolon, a colon or a dash, else a comma, else a space.
    (text_of(200, "; ", 200, ", ", 100, " ", 300), [202, 202, 401]),
    (text_of(200, ": ", 200, ", ", 100, " ", 300), [202, 202, 401]),
    (text_of(200, " – ", 200, ", ", 100, " ", 300), [203, 202, 401]),
    (text_of(200, " — ", 100, "; ", 300), [305, 300]),
    (text_of(200, ", ", 200, ", ", 100, " ", 300), [404, 401]),
    (text_of(200, " ", 200, " ", 300), [402, 300]),
    (text_of(200, ";", 200, ",", 150, " ", 300), [553, 300]),
    # Not in the first quarter, nor behind the six hundredth letter.
    (text_of(147, ", ", 500), [649]),
    (text_of(148, "  ", 500), [650]),
    (text_of(149, ", ", 500), [151, 500]),
    (text_of(100, "; ", 300, " ", 300), [403, 300]),
    (text_of(597, "; ", 200), [599, 200]),
    (text_of(598, "; ", 200), [600, 200]),
    (text_of(599, "; ", 200), [800, 1]),
    (text_of(601, "; ", 199), [800, 2]),
    # A run without any breath is cut all the same.
    (text_of(799), [799]),
    (text_of(800), [800]),
    (text_of(801), [800, 1]),
    (text_of(2000), [800, 800, 400]),
]


@pytest.mark.parametrize(("text", "lengths"), CUT)
def test_a_long_sentence_is_cut_where_one_breathes(text, lengths):
    spans = split_sentence(text, 0, len(text))
    assert [end - start for start, end in spans] == lengths
    assert "".join(text[start:end] for start, end in spans) == text


def test_only_the_sentence_asked_for_is_cut():
    text = f"Avant. {text_of(400, ', ', 300)}. Après; ainsi."
    start, end = 7, 7 + 703
    assert split_sentence(text, start, end) == [(7, 409), (409, 710)]
