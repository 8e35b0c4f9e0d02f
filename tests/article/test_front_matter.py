"""The head of a Markdown text: its keys and their values, and the day it names."""

import time
from datetime import date

import pytest

from audiobrief.article import read_article
from audiobrief.article.front_matter import parse_date, split_front_matter

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
    ("title: Budget : les députés votent", "Budget : les députés votent"),
    ("title: « Budget » : les députés", "« Budget » : les députés"),
    ("title: Météo: alerte orange", "Météo: alerte orange"),
    ('title: "Budget" : les députés', '"Budget" : les députés'),
    ("title: 'On part' dit le maire", "'On part' dit le maire"),
    ("title: @maire, réponds", "@maire, réponds"),
    ("title: %d'abstention", "%d'abstention"),
    ("title: *Le Monde* et nous", "*Le Monde* et nous"),
    ("title: & après ?", "& après ?"),
    ("title: ! Attention", "! Attention"),
    ("title: Non", "Non"),
    ("title: on", "on"),
    ("title: 1984", "1984"),
    ("title: 12:30", "12:30"),
    ("title: 2024-03-14", "2024-03-14"),
    ("title: La halle\nauthor:\tAnne", "La halle"),
    ("title: La halle\n\trouvre", "La halle rouvre"),
    ("title: La halle\ntitle: La halle rouvre", "La halle rouvre"),
    ("title: La halle\nauthor: Anne : Ferrec", "La halle"),
    ("title: La halle\ntags: [a, b", "La halle"),
]


@pytest.mark.parametrize(("head", "title"), VALUES, ids=[row[0] for row in VALUES])
def test_a_value_becomes_one_line(head, title):
    known, rest = split_front_matter(f"---\n{head}\n---\nIl pleut.")
    assert (known["title"], rest) == (title, "Il pleut.")


TOML = [
    ('title = "La halle"', "La halle"),
    ("Title = 'La halle' # à relire", "La halle"),
    ('title = """\nLa halle\nrouvre"""', "La halle rouvre"),
    ('title = ["Anne", "Yves"]', "Anne, Yves"),
    ('title = ["", "Yves"]', "Yves"),
    ('[[title]]\nname = "Anne"\nmail = "x"\n[[title]]\nname = "Yves"\n[[title]]\nmail = "z"', "Anne, Yves"),
    ('title.name = "Anne"', ""),
    ("title = 1984", "1984"),
    ("title = 2024-03-14T08:00:00Z", "2024-03-14 08:00:00+00:00"),
    ('title = "a"\nx = [1,', None),
    ('title = "a"\ntitle = "b"', None),
    ("title = " + "[" * 50_000, None),
    ('title = "a"\nx = "' + "x" * 100_000 + '"', None),
]


@pytest.mark.parametrize(("head", "title"), TOML, ids=[row[0][:40] for row in TOML])
def test_a_head_in_toml(head, title):
    known, rest = split_front_matter(f"+++\n{head}\n+++\nIl pleut.")
    assert (known.get("title"), rest) == (title, "Il pleut.")


def test_an_article_with_a_head_in_toml_is_markdown():
    text = '+++\ntitle = "La halle"\nauthor = "Anne"\ndate = 2024-05-01\n+++\nIl pleut *enfin*.\n'
    found = read_article(text.encode())
    assert (found.title, found.byline, found.published) == ("La halle", "Anne", date(2024, 5, 1))
    assert [block.text for block in found.blocks] == ["Il pleut enfin."]


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
    assert parse_date(written) == day


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
    split_front_matter(f"---\ntitle: {value}\n  {value}\n---\n")
    assert time.process_time() - begun < 3


@pytest.mark.parametrize("head", ["a." * 9_000 + "b = 1", "a." * 500_000 + "b = 1", "a = [" + "[" * 500_000])
def test_a_long_head_in_toml_is_read_quickly(head):
    begun = time.process_time()
    split_front_matter(f"+++\n{head}\n+++\n")
    assert time.process_time() - begun < 3
