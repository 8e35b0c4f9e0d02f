"""Programmes for the tests of talking books: one spoken from an article, one of tones that is made to be awkward."""

import array
import math
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from audiobrief import pipeline
from audiobrief.audio.mastering import Mastering
from audiobrief.audio.pieces import Spacing
from audiobrief.audio.programme import make_sound
from audiobrief.delivery.books.book import Edition, make_identifier
from audiobrief.model import Article, Block, Chapter, Clip, Script, Spoken, Timeline, Utterance

# No commas: the voice then falls silent between sentences only.
ARTICLE = """\
---
title: Chats & <chiens> : « l’été » d'un "refuge" 🐈
author: Ève O'Neil & fils
date: 2024-03-09
---
Le refuge de Brévelle ouvre ses portes. Deux cents chats y vivent.

## Une "petite" équipe

Trois personnes nourrissent les bêtes.

> La nuit reste le moment le plus dur.

### Les soins & les prix

- Un vaccin coûte 40 €.
- Une opération coûte 90 €.

## Et après ?

La mairie promet une aide. Le New York Times en parle <b>aussi</b>.
"""

FOREIGN = "Le New York Times & <اليوم> en parlent."
SPEECH = (
    Spoken(0, 3, "Le "),
    Spoken(3, 17, "New York Times", "foreign", "en-GB"),
    Spoken(17, 21, " et "),
    Spoken(21, 26, "اليوم", "foreign", "ar"),
    Spoken(26, len(FOREIGN), " en parlent."),
)
AWKWARD = Script(
    "Titre \x0b& <titre> ]]> 🥚\ufffe",
    (
        Chapter(
            "Ouverture",
            (
                Utterance("Un début dont la phrase est longue ;", pause_after="phrase"),
                Utterance("en voici la suite."),
                Utterance('Une "autre" <phrase> & l\'une \x00des plus courtes.', pause_after="chapter"),
            ),
        ),
        Chapter(
            "Même titre",
            (Utterance(FOREIGN, speech=SPEECH, pause_after="paragraph"), Utterance("Fin.", "quotation", "chapter")),
        ),
        Chapter(
            "Même titre (2)", (Utterance("La mer.", "heading", "heading"), Utterance("Légende.", "caption", "none"))
        ),
    ),
)


@dataclass(frozen=True)
class Made:
    """A programme, and what its books are made with."""

    path: Path
    article: Article
    script: Script
    timeline: Timeline
    edition: Edition

    @property
    def arguments(self):
        return self.path, self.article, self.script, self.timeline, self.edition

    @property
    def chapters(self):
        return [chapter for chapter in self.script.chapters if chapter.utterances]


def edition(script):
    return Edition(
        make_identifier(script), datetime(2024, 3, 15, 18, 5, 9, tzinfo=UTC), "voix d'essai", "", "audiobrief 9.9"
    )


@pytest.fixture(scope="session")
def spoken(tmp_path_factory):
    """An article as the installed voice that is always there reads it."""
    folder = tmp_path_factory.mktemp("spoken")
    (folder / "article.md").write_text(ARTICLE, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AUDIOBRIEF_CACHE", str(folder / "cache"))
        made = pipeline.make(folder / "article.md", output=folder / "programme.mp3", voice="espeak-fr", notice="text")
    return Made(made.mp3, made.article, made.script, made.timeline, edition(made.script))


@pytest.fixture(scope="session")
def awkward(tmp_path_factory):
    """Tones: a title and headings that are not read out, marks of XML, controls, words from right to left."""
    folder = tmp_path_factory.mktemp("awkward")
    said = [utterance for chapter in AWKWARD.chapters for utterance in chapter.utterances]
    samples = (round(3000 * math.sin(n / 9)) for n in range(24_000))
    clip = Clip(array.array("h", samples).tobytes(), 24_000)
    pauses = {"none": 0.0, "phrase": 0.2, "sentence": 0.5, "paragraph": 0.9, "heading": 1.0, "chapter": 1.5}
    made = make_sound(
        AWKWARD,
        iter([(utterance, clip) for utterance in said]),
        spacing=Spacing(pauses, 0.3, 0.5),
        mastering=Mastering(),
        mp3=folder / "programme.mp3",
    )
    article = Article(
        AWKWARD.title,
        (Block("paragraph", "Rien qui soit dans le script."),),
        source="Le Phare & <Cie>",
        published=date(2023, 12, 31),
        address="https://example.org/a?b=1&c=2",
    )
    return Made(made.path, article, AWKWARD, made.timeline, edition(AWKWARD))


@pytest.fixture(params=["spoken", "awkward"])
def made(request):
    return request.getfixturevalue(request.param)
