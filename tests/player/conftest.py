"""An article that is ready to be heard, spoken by eSpeak NG."""

import pytest

from audiobrief.pipeline import open_performance
from audiobrief.player import clip_buffer

ARTICLE = """# Le bac de Lannévez

Le bac a repris la mer le 1er mars, après 21 semaines de travaux, et sous les applaudissements des habitants de l'île.

## Les prix

Un passage coûte 2,50 €. « Nous attendions ce jour », dit Mme Kerloc'h, la maire.

## La suite

Un second bac arrivera en mai.
"""


@pytest.fixture
def performance():
    asked = {"voice": "espeak-fr", "delivery": "podcast", "notice": "text", "cached": False}
    with open_performance(ARTICLE.encode(), **asked) as opened:
        yield opened


@pytest.fixture
def clock(monkeypatch):
    """The time as the buffer measures it, which goes on as the voice says."""

    class Clock:
        now = 100.0

        def monotonic(self):
            return self.now

    clock = Clock()
    monkeypatch.setattr(clip_buffer, "time", clock)
    return clock
