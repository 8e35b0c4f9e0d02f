"""What no spoken line shows: which characters a rule claims, in which language, and the entry that spoke."""

import pytest

from audiobrief.speech import speak_text


def _claimed(text):
    return [
        (text[span.start : span.end], span.text.strip(), span.kind, span.language, span.rule.partition(":")[2])
        for span in speak_text(text)
        if span.rule
    ]


def _foreign(text):
    return [(written, entry) for written, _, kind, _, entry in _claimed(text) if kind == "foreign"]


RUN = "english-run"

FOREIGN = [
    ("Le Guide of Paris dort.", [("Guide of Paris", RUN)]),
    ("Il lit The Economist of London ce soir.", [("The Economist of London", RUN)]),
    ("Il visite Orange County et Napa Valley.", [("Orange County", RUN)]),
    ("Selon Orange County, tout va bien.", [("Orange County", RUN)]),
    ("La Trump’s House dort.", [("Trump’s House", RUN)]),
    ("Il va à New York City Hall.", [("New York City Hall", RUN)]),
    ("Paris House ferme.", [("Paris House", RUN)]),
    # An elided French word is no part of the name.
    ("L’Orange County dort.", [("Orange County", RUN)]),
    ("Qu’Orange County dorme.", [("Orange County", RUN)]),
    ("Le toit d’Apple Watch Club.", [("Apple Watch Club", RUN)]),
    ("L’Hollywood de Los Angeles", [("Hollywood", "Hollywood"), ("Los Angeles", "Los Angeles")]),
    # One English word alone may be a French name.
    ("House", []),
    ("Le Bowl ferme.", []),
    # Names that are listed, the longest first.
    ("Le Wall Street Journal écrit.", [("Wall Street Journal", "Wall Street Journal")]),
    ("Le New York Times de Kyoto ferme.", [("New York Times", "New York Times")]),
    ("Star Wars et Donald Trump.", [("Star Wars", "Star Wars"), ("Donald Trump", "Donald Trump")]),
    ("Les Rolling Stones jouent.", [("Rolling Stones", "Rolling Stones")]),
    ("À Los Angeles, le Hollywood Bowl ferme.", [("Los Angeles", "Los Angeles"), ("Hollywood", "Hollywood")]),
    ("La SNCF Trump Tower dort.", [("Trump", "Trump")]),
    ("Silicon Valley, Lannévez House of the Rising Sun.", [
        ("Silicon Valley", "Silicon Valley"), ("Lannévez House of the Rising Sun", RUN),
    ]),
    # An acronym parts a run.
    ("L’appli Kerdrel Data of SNCF Data Center", [("Kerdrel Data of", RUN), ("Data Center", RUN)]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "names"), FOREIGN)
def test_names_of_other_languages(text, names):
    assert _foreign(text) == names


CLAIMED = [
    ("La QR LZRT dort.", [("QR", "QR", "letters", "fr", "QR"), ("LZRT", "LZRT", "letters", "fr", "unknown-spelled")]),
    ("La VORTA dort.", [("VORTA", "Vorta", "words", "fr", "unknown-word")]),
    (
        "Les QRcodes de BNPParibas.",
        [
            ("QR", "QR", "letters", "fr", "QR"), ("codes", "codes", "words", "fr", ""),
            ("BNP", "BNP", "letters", "fr", "BNP"), ("Paribas", "Paribas", "words", "fr", ""),
        ],
    ),
    (
        "Chez STMicroelectronics.",
        [
            ("ST", "ST", "letters", "fr", "unknown-spelled"),
            ("Microelectronics", "Microelectronics", "words", "fr", ""),
        ],
    ),
    ("Sur BfmTV.", [("Bfm", "Bfm", "words", "fr", ""), ("TV", "TV", "letters", "fr", "TV")]),
    (
        "L’E.N.A. et l’U.E. Le vote.",
        [
            ("E.N.A.", "Ena", "words", "fr", "ENA"),
            ("U.E.", "UE", "letters", "fr", "UE"), ("", ".", "words", "fr", ""),
        ],
    ),
    ("CNews", [("CNews", "C", "letters", "fr", "CNews"), ("", "news", "words", "fr", "CNews")]),
    ("L’Insee compte.", [("Insee", "Insee", "words", "fr", "INSEE")]),
    (
        "exemple.fr/aide?x=1",
        [
            ("exemple", "exemple", "words", "fr", ""), (".", "point", "words", "fr", ""),
            ("fr", "FR", "letters", "fr", ""), ("/", "slash", "words", "fr", ""),
            ("aide", "aide", "words", "fr", ""), ("?x=1", "", "words", "fr", ""),
        ],
    ),
    (
        "www.mairie-lannevez.com/",
        [
            ("www.", "", "words", "fr", ""), ("mairie", "mairie", "words", "fr", ""), ("-", "tiret", "words", "fr", ""),
            ("lannevez", "lannevez", "words", "fr", ""), (".", "point", "words", "fr", ""),
            ("com", "com", "words", "fr", ""), ("/", "", "words", "fr", ""),
        ],
    ),
    (
        "aide@mairie.fr",
        [
            ("aide", "aide", "words", "fr", ""), ("@", "arobase", "words", "fr", ""),
            ("mairie", "mairie", "words", "fr", ""), (".", "point", "words", "fr", ""),
            ("fr", "FR", "letters", "fr", ""),
        ],
    ),
    (
        "#JeSuisSNCF2",
        [
            ("#", "hashtag", "words", "fr", ""), ("Je", "Je", "words", "fr", ""), ("Suis", "Suis", "words", "fr", ""),
            ("SNCF", "SNCF", "letters", "fr", ""), ("2", "deux", "words", "fr", ""),
        ],
    ),
    ("Le bus 5A.", [("5", "cinq", "words", "fr", ""), ("A", "A", "letters", "fr", "")]),
    ("Le A380.", [("A", "A", "letters", "fr", ""), ("380", "trois cent quatre-vingt", "words", "fr", "")]),
    ("La « halle »", [("« ", "", "words", "fr", ""), (" »", "", "words", "fr", "")]),
    # Runaway input: more than forty digits one by one, a hundred marks or more not at all.
    ("1" * 40, [("1" * 40, " ".join(["un"] * 40), "words", "fr", "")]),
    ("1" * 41, [("1" * 41, " ".join(["un"] * 41), "words", "fr", "")]),
    (f"a{'~' * 100}b", [("~" * 100, "", "words", "fr", "")]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "claimed"), CLAIMED)
def test_what_is_claimed(text, claimed):
    assert _claimed(text) == claimed


RUNAWAY = [
    ("1" * 40, "cardinal"),
    ("1" * 41, "runaway-input"),
    ("*" * 99, "separator"),
    ("*" * 100, "runaway-input"),
    (";" * 100, "runaway-input"),
]


@pytest.mark.parametrize(("text", "rule"), RUNAWAY)
def test_runaway_input_is_claimed_before_any_other_rule(text, rule):
    assert [span.rule for span in speak_text(f"Mot {text} mot.") if span.rule][:1] == [rule]


def test_fewer_marks_are_no_runaway_input():
    assert [span.rule for span in speak_text(";" * 99) if span.rule] == []


# How spaces and marks of the page come out, to the character.
SHOWN = [
    ("Le\u2003mot\u200alarge\u2000ici.", "Le mot large ici."),
    ("Un\u0007mot.", "Un mot."),
    ("Le\tmot\rlarge.", "Le mot large."),
    ("Le\u205fmot\u3000large.", "Le mot large."),
    ("l 'eau et n’ importe quoi, aujourd' hui.", "l’eau et n’importe quoi, aujourd’hui."),
    ("« Non ! ». Il part.", "Non ! Il part."),
    ("Il dit ''non'' et ``oui``.", "Il dit non et oui."),
    ("Deux -- trois.", "Deux – trois."),
    ("Fin.Le vent tourne!Il part.", "Fin. Le vent tourne! Il part."),
    ("Il part , puis rit .", "Il part, puis rit."),
    ('Il lit l"or et mot«mot.', "Il lit l or et mot mot."),
    ("Les «\u202fmots\u202f» ici.", "Les mots ici."),
    ("A320neo et 12km.", "A trois cent vingt neo et douze kilomètres."),
    ("Le a*b et le *gras*, le c|d.", "Le a b et le gras, le c d."),
    ("Le mot* et le *mot.", "Le mot et le mot."),
    ("Il suit #jean_roux ici.", "Il suit hashtag jean roux ici."),
    ("Un «mot» et un mot»mot.", "Un mot et un mot mot."),
    ("Il a (21) et [21] mots.", "Il a (vingt et un) et mots."),
    ("Rock & Roll Hall of Fame&Co", "Rock et Roll Hall of Fame and Co"),
]


@pytest.mark.parametrize(("text", "said"), SHOWN)
def test_what_is_shown(text, said):
    spans = speak_text(text)
    assert "".join(" ".join(s.text) if s.kind == "letters" else s.text for s in spans) == said
