"""Which questions rise: those that only their tune tells from a statement."""

import pytest

from audiobrief.speech import speak_text

# What rises at its end, and what does not.
RISING = [
    "Vous venez ?",
    "Le ministre a démissionné ?",
    "Vous connaissez l’homme qui vient ?",
    "Réforme des retraites : la fin d’un modèle ?",
    "Il vient, n’est-ce pas ?",
    "Il a dit « oui » ?",
    "Vous avez rendez-vous ?",
    "Et alors ?",
    "Et si l’on partait ?",
    "Le pont a rouvert. Vous y croyez ?",
    "Où va-t-on ? À Paris ?",
    "Vous avez payé 12 € ?",
    "Il a rejoint la SNCF ?",
    "Vous savez ce que cela coûte ?",
    "Vraiment ?!",
]
FALLING = [
    "Viendra-t-il ?",
    "Faut-il craindre une hausse du chômage ?",
    "Est-ce que le pont a rouvert ?",
    "Pourquoi le ministre est-il parti ?",
    "Qu’en pense le maire ?",
    "D’où vient ce bruit ?",
    "À quelle heure part le train ?",
    "Et maintenant, que faire ?",
    "Avec qui travaille-t-il ?",
    "Depuis quand le pont est fermé ?",
    "Quel avenir pour la filière ?",
    "Lequel choisir ?",
    "Vous partez quand ?",
    "Il arrive à quelle heure ?",
    "Ça coûte combien ?",
    "Un accord ou une rupture ?",
    "Oui ou non ?",
    "Pourquoi a-t-il dit « oui » ?",
    "Vous rendez-vous compte ?",
    "Vous venez.",
    "Vous venez !",
    "?",
]


@pytest.mark.parametrize("text", RISING)
def test_a_question_without_a_word_that_asks_rises(text):
    assert any(span.rising for span in speak_text(text))


@pytest.mark.parametrize("text", FALLING)
def test_one_with_such_a_word_or_the_subject_behind_the_verb_falls(text):
    assert not any(span.rising for span in speak_text(text))


def test_a_question_inside_a_sentence_rises_where_it_ends():
    (asked,) = [span for span in speak_text("« Vous venez ? » demande le maire.") if span.rising]
    assert asked.text == "Vous venez ?"
