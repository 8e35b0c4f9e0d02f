"""The head of a Markdown text: its keys and their values, and the day it names."""

import time
from datetime import date

import pytest

from audiobrief.article import read_article
from audiobrief.article.front_matter import front_matter, written_day

VALUES = [
    ("title: La halle rouvre", "La halle rouvre"),
    ("title:La halle rouvre", "La halle rouvre"),
    ("title: La halle # à relire", "La halle"),
    ("title: 'La halle # 3' # à relire", "La halle # 3"),
    ('title: "La halle # 3" # à relire', "La halle # 3"),
    ("title: #MeToo, dix ans après", "#MeToo, dix ans après"),
    ("title: Le lot C#12, numéro #1", "Le lot C#12, numéro #1"),
    ("title: # rien", ""),
    ("title: null", ""),
    ("title: 'L''étal'", "L'étal"),
    (r'title: "L\u2019\xE9tal \"neuf\"\n: 3"', 'L’étal "neuf" : 3'),
    ('title: "Il dit "non" hier"', 'Il dit "non" hier'),
    ('title: "Non" et "oui"', 'Non" et "oui'),
    ("title: |\n  La halle\n\n  rouvre # lundi", "La halle rouvre # lundi"),
    ("title: >-  # plié\n  La halle\n  rouvre", "La halle rouvre"),
    ("title: La halle\n  rouvre lundi\nlang: fr", "La halle rouvre lundi"),
    ('title: "La halle\n  rouvre"', "La halle rouvre"),
    ("title:\n  La halle", "La halle"),
    ("title: [Vidéo] La halle rouvre", "[Vidéo] La halle rouvre"),
    ("title: - La halle", "- La halle"),
    ("title: [Anne Ferrec, Yves Le Roux]", "Anne Ferrec, Yves Le Roux"),
    ("title: [\"Ferrec, Anne\", 'Yves L''Her', L'Équipe, ] # deux", "Ferrec, Anne, Yves L'Her, L'Équipe"),
    ("title: [\n  Anne,\n  Yves\n]\nlang: fr", "Anne, Yves"),
    ("title:\n  - Anne # elle\n  # et lui\n  - 'Yves'\nlang: fr", "Anne, Yves"),
    ("title:\n- Anne\n- Yves\nlang: fr", "Anne, Yves"),
    ("title: # les deux\n- name: Anne\n  mail: x@y.fr\n- name: Yves", "Anne, Yves"),
    ("title:\n- name: Anne\n- name: Yves\n- mail: z", "Anne, Yves"),
    ("title:\n  name: Anne", ""),
    ("mots-clés: a\n  b\ntitle: La halle\n# lundi\nautre chose\n  encore", "La halle"),
]


@pytest.mark.parametrize(("head", "title"), VALUES, ids=[row[0] for row in VALUES])
def test_a_value_becomes_one_line(head, title):
    known, rest = front_matter(f"---\n{head}\n---\nIl pleut.")
    assert (known["title"], rest) == (title, "Il pleut.")


DAYS = [
    ("2024-03-14", date(2024, 3, 14)),
    ("2024-3-4", date(2024, 3, 4)),
    ("2024/03/14", date(2024, 3, 14)),
    ("2024-03-14T08:00:00+02:00", date(2024, 3, 14)),
    ("20240314", date(2024, 3, 14)),
    ("14/03/2024", date(2024, 3, 14)),
    ("3/4/2024 à 10 h", date(2024, 4, 3)),
    ("14.03.24", date(2024, 3, 14)),
    ("14-03-2024", date(2024, 3, 14)),
    ("14 mars 2024", date(2024, 3, 14)),
    ("14\u00a0Mars 2024", date(2024, 3, 14)),
    ("jeudi 14 mars 2024, 8 h", date(2024, 3, 14)),
    ("1er mai 2024", date(2024, 5, 1)),
    ("15 aout 2024", date(2024, 8, 15)),
    ("2024-02-30", None),
    ("30/02/2024", None),
    ("03/14/2024", None),
    ("31 juin 2024", None),
    ("0000-01-01", None),
    ("14 mars", None),
    ("hier", None),
    ("", None),
]


@pytest.mark.parametrize(("written", "day"), DAYS, ids=[row[0] for row in DAYS])
def test_a_day_is_read_as_the_french_write_it(written, day):
    assert written_day(written) == day


def test_an_article_has_its_authors_and_its_day(tmp_path):
    path = tmp_path / "a.md"
    path.write_text(
        "---\ntitle: La halle # à relire\nauthor: [Anne Ferrec, Yves Le Roux]\ndate: 1er mai 2024\n---\nIl pleut.\n",
        encoding="utf-8",
    )
    found = read_article(str(path))
    assert (found.title, found.byline, found.published) == ("La halle", "Anne Ferrec, Yves Le Roux", date(2024, 5, 1))


@pytest.mark.parametrize(
    "value", ["[" + " " * 500_000, '["a,' * 200_000, "'" * 500_001, "# " * 300_000, '"\\' * 300_000]
)
def test_a_long_value_is_read_quickly(value):
    begun = time.process_time()
    front_matter(f"---\ntitle: {value}\n  {value}\n---\n")
    assert time.process_time() - begun < 3
