"""Quotations and sentences in another language are marked with it; French is not."""

import pytest

from audiobrief.speech.normalize import speak_text

FOREIGN = [
    ("Il a dit : « We shall never surrender to the storm », puis il s’est tu.", "en",
     "We shall never surrender to the storm"),
    ("In 1940 we had no choice but to fight for what was ours.", "en",
     "In 1940 we had no choice but to fight for what was ours."),
    ("« Das ist nicht die Frage, und wir haben keine Zeit », répond-elle.", "de",
     "Das ist nicht die Frage, und wir haben keine Zeit"),
    ("Elle chante « No hay nada más grande para los dos, pero hay más ».", "es",
     "No hay nada más grande para los dos, pero hay más"),
    ("Le maire cite “Non è la fine del mondo, ma ci siamo”.", "it", "Non è la fine del mondo, ma ci siamo"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "language", "passage"), FOREIGN, ids=[row[1] for row in FOREIGN])
def test_a_passage_in_another_language_is_marked_with_it(text, language, passage):
    marked = [(span.language, text[span.start : span.end]) for span in speak_text(text) if span.kind == "foreign"]
    assert (language, passage) in marked


FRENCH = [
    "« Nous voulons une halle ouverte toute la semaine », a expliqué l’adjointe.",
    "Le New York Times et le Washington Post ont refusé de publier la lettre.",
    "« Le marché de la mer est là, à la fin de la jetée de Brest », dit-il.",
    "Que de monde à la fête de la mer et à la criée de Lorient en mai dernier !",
    "« Sea, sex and sun » reste un tube de l’été.",
    "« La donna e mobile » ouvre la soirée.",
]


@pytest.mark.parametrize("text", FRENCH)
def test_french_with_a_foreign_word_or_two_is_french(text):
    assert [span.rule for span in speak_text(text) if span.rule == "foreign-passage"] == []
