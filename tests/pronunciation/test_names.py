"""Names and words of other languages that are listed with their pronunciation."""

import pytest

from audiobrief.pronunciation.names import _load_names, find_name

# What is said for a name; where two pronunciations are current, either.
KNOWN = {
    "places of France": {
        "Reims": "ʁɛ̃s", "Lens": "lɑ̃s", "Metz": "mɛs", "Auxerre": "osɛʁ", "Laon": "lɑ̃", "Caen": "kɑ̃", "Ouen": "wɛ̃",
        "Chamonix": "ʃamɔni", "Clusaz": "klyza", "Gex": "ʒɛks", "Doubs": "du", "Hesdin": "edɛ̃", "Apt": "apt",
        "Champs-Élysées": "ʃɑ̃zelize", "Oyonnax": "ɔjɔna", "Praz": "pʁa",
    },
    "places abroad": {
        "Uccle": "ykl", "Bex": "be", "Zurich": "zyʁik", "Munich": "mynik", "Kyiv": "kiiv", "Leicester": "lɛstɛʁ",
        "Taïwan": "tajwan", "Lisbonne": "lisbɔn|lizbɔn",
    },
    "people": {
        "Xavier": "ɡzavje", "Villers": "vilɛʁ", "Staël": "stal", "Steve": "stiv", "Churchill": "tʃœʁtʃil",
        "Giovanni": "dʒɔvani", "Foch": "fɔʃ", "Gilles": "ʒil", "Higgs": "iɡz",
    },
    "brands": {"iPhone": "ajfɔn", "YouTube": "jutub", "Peugeot": "pøʒo", "Nike": "najk", "Thales": "talɛs"},
    "clubs": {"Maccabi": "makabi", "Celtics": "sɛltiks", "Bournemouth": "bɔʁnmœs", "SpaceX": "spɛjsɛks"},
    "words": {"podcast": "pɔdkast", "clusters": "klœstœʁ", "Newsletter": "njuzlɛtœʁ", "start-ups": "staʁtœp"},
    "Latin": {"Homo sapiens": "omosapjɛ̃s", "carpe diem": "kaʁpedjɛm", "Te Deum": "tedeɔm"},
}  # fmt: skip


@pytest.mark.parametrize(
    ("name", "said"), [(name, said) for names in KNOWN.values() for name, said in names.items()]
)  # fmt: skip
def test_a_listed_name_is_said_as_newsreaders_say_it(name, said):
    assert find_name(name) in said.split("|")


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("REIMS", "ʁɛ̃s"),  # in capitals
        ("lens", ""),  # a name has its capital
        ("Podcast", "pɔdkast"),  # a word may have one
        ("Île-de-France", "ildəfʁɑ̃s"),
        ("Levi’s", "levajs"),  # the apostrophe of print
        ("E\u0301dith", "edit"),  # an accent of its own
        ("Dupont", ""),  # read by the rules
        ("", ""),
    ],
)
def test_how_a_name_may_be_written(written, said):
    assert find_name(written) == said


def test_every_listed_name_is_of_french_sounds():
    names = _load_names()
    sounds = set("abdefijklmnopstuvwyzøœɔɛɑəɡʁʃʒɲŋ\u0303")
    assert {name: said for name, said in names.items() if not said or set(said) - sounds} == {}
    assert list(names) == sorted(names)
    assert len(names) > 5000


@pytest.mark.parametrize("word", ["ban", "user", "prompt", "latte", "jean-foutre", "lot", "pays", "sens"])
def test_a_word_of_french_is_not_taken_for_one_of_another_language(word):
    assert find_name(word) == ""
