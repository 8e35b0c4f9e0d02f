"""Pronunciations of a user's lexicon: said, put into the file and taken out of it, exchanged as PLS."""

import pytest
from lxml import etree

from audiobrief.errors import DataError
from audiobrief.speech import speak_text
from audiobrief.speech.lexicon import Pronunciation, add_user_lexicon, load_builtin_lexicon
from audiobrief.speech.lexicon.editing import (
    add_pronunciations,
    list_pronunciations,
    make_pronunciation,
    remove_pronunciations,
)
from audiobrief.speech.lexicon.pls import read_pls, write_pls

FILE = """# Our own words.
[words]
"RAS" = "rien à signaler"  # in reports

[pronunciation]
"Lormeau" = { like = "lormo" }
"Saint-Ouen" = { ipa = "sɛ̃twɛ̃" }
"Val d'Orne" = { ipa = "valdɔʁn", like = "val d'orne" }
"""
PLS = """<?xml version="1.0" encoding="UTF-8"?>
<lexicon version="1.0" xmlns="http://www.w3.org/2005/01/pronunciation-lexicon" alphabet="ipa" xml:lang="fr-FR">
  <meta name="author" content="Rédaction"/>
  <lexeme><grapheme>Lormeau</grapheme><grapheme>Lormeaux</grapheme><phoneme>lɔʁmo</phoneme></lexeme>
  <lexeme>
    <grapheme>Vézet</grapheme>
    <phoneme>vezɛt</phoneme><phoneme prefer="true">vezɛ</phoneme>
    <example>Le bois de Vézet.</example>
  </lexeme>
  <lexeme><grapheme>RAS</grapheme><alias>rien à signaler</alias></lexeme>
  <lexeme role="x:verb" xmlns:x="http://example.org/roles"><grapheme>Vézet</grapheme><phoneme>veze</phoneme></lexeme>
</lexicon>
"""


@pytest.fixture
def lexicon(tmp_path):
    path = tmp_path / "house.toml"
    path.write_text(FILE, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Le maire Lormeau.", [("Lormeau", "lormo", "")]),
        ("Mme Lormeau-Vidal", [("Lormeau", "lormo", "")]),
        ("À Saint-Ouen, hier", [("Saint-Ouen", "sintouain", "sɛ\u0303twɛ\u0303")]),
        ("au Val d’Orne", [("Val d’Orne", "val d'orne", "valdɔʁn")]),
        ("l’Ormeau, Lormeaux", []),
    ],
)
def test_a_word_is_said_as_the_lexicon_pronounces_it(lexicon, text, found):
    own = add_user_lexicon(load_builtin_lexicon(), lexicon)
    spans = [span for span in speak_text(text, own) if span.rule.startswith("user-pronunciation")]
    assert [(span.text, span.respelling, span.phonemes) for span in spans] == found


@pytest.mark.parametrize(
    ("entry", "reason"),
    [
        ("{}", 'needs ipa = "…" or like = "…"'),
        ('{ ipa = "lθ" }', "'θ' is no sign of a French sound"),
        ('{ like = "…" }', "no word in its spelling"),
        ('{ like = 3 }', "'like' must be"),
        ('{ lik = "x" }', "'lik'"),
        ('"lormo"', "table"),
    ],
)  # fmt: skip
def test_a_wrong_entry_is_told_with_file_line_and_reason(lexicon, entry, reason):
    lexicon.write_text(f'{FILE}"Vézet" = {entry}\n', encoding="utf-8")
    with pytest.raises(DataError) as raised:
        add_user_lexicon(load_builtin_lexicon(), lexicon)
    assert all(part in str(raised.value) for part in ("house.toml", "line 9", "'Vézet'", reason))


def test_entries_are_put_in_and_taken_out_and_the_rest_stays(lexicon):
    add_pronunciations(lexicon, {"Vézet": make_pronunciation("Vézet", ipa="/ˈve.zɛ/")})
    remove_pronunciations(lexicon, ["Lormeau"])
    written = lexicon.read_text(encoding="utf-8")
    assert written.startswith('# Our own words.\n[words]\n"RAS" = "rien à signaler"  # in reports\n')
    assert dict(list_pronunciations(lexicon)) == {
        "Saint-Ouen": Pronunciation(ipa="sɛ̃twɛ̃"),
        "Val d'Orne": Pronunciation(ipa="valdɔʁn", like="val d'orne"),
        "Vézet": Pronunciation(ipa="vezɛ"),
    }
    with pytest.raises(DataError, match=r"house.toml' has no pronunciation of 'Lormeau'"):
        remove_pronunciations(lexicon, ["Lormeau"])


def test_a_faulty_file_is_not_written_over(lexicon):
    lexicon.write_text("[words]\nRAS = 3\n", encoding="utf-8")
    with pytest.raises(DataError, match="line 2"):
        add_pronunciations(lexicon, {"Vézet": Pronunciation(like="vézé")})
    assert lexicon.read_text(encoding="utf-8") == "[words]\nRAS = 3\n"


def test_a_pls_lexicon_is_read(tmp_path):
    path = tmp_path / "noms.pls"
    path.write_text(PLS, encoding="utf-8")
    assert read_pls(path) == {
        "Lormeau": Pronunciation(ipa="lɔʁmo"),
        "Lormeaux": Pronunciation(ipa="lɔʁmo"),
        "Vézet": Pronunciation(ipa="vezɛ"),
        "RAS": Pronunciation(like="rien à signaler"),
    }


@pytest.mark.parametrize(
    ("old", "new", "line", "reason"),
    [
        ("</lexicon>", "", 13, "not well-formed"),
        ('version="1.0" xmlns', "xmlns", 2, "version"),
        ('alphabet="ipa" ', "", 2, "alphabet"),
        ('alphabet="ipa"', 'alphabet="x-sampa"', 4, "only ipa is read"),
        ('xml:lang="fr-FR"', 'xml:lang="de"', 2, 'xml:lang="fr", not "de"'),
        ("<grapheme>RAS</grapheme>", "", 10, "needs a <grapheme>"),
        ("<alias>rien à signaler</alias>", "", 10, "needs a <phoneme> or an <alias>"),
        ("lɔʁmo", "lɔθmo", 4, "'Lormeau': 'θ' is no sign"),
        ("<grapheme>RAS</grapheme>", "<grapheme>…</grapheme>", 10, "no word"),
        ('prefer="true"', 'prefer="yes"', 7, "prefer"),
        ("<example>", "<exemple>", 8, "not well-formed"),
        ("http://www.w3.org/2005/01/", "http://www.w3.org/2004/", 2, "namespace"),
    ],
)
def test_a_wrong_pls_lexicon_is_told_with_file_line_and_reason(tmp_path, old, new, line, reason):
    path = tmp_path / "noms.pls"
    path.write_text(PLS.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(DataError) as raised:
        read_pls(path)
    assert f"noms.pls', line {line}" in str(raised.value) and reason in str(raised.value)


def test_entities_of_a_pls_lexicon_read_no_file(tmp_path):
    path, secret = tmp_path / "noms.pls", tmp_path / "secret"
    secret.write_text("seːkʁɛ", encoding="utf-8")
    doctype = f'<!DOCTYPE lexicon [<!ENTITY s SYSTEM "{secret.as_uri()}">]>\n<lexicon'
    path.write_text(PLS.replace("<lexicon", doctype, 1).replace("lɔʁmo", "&s;"), encoding="utf-8")
    with pytest.raises(DataError, match=r"noms\.pls', line"):
        read_pls(path)


def test_what_is_written_as_pls_is_read_back(tmp_path):
    words = {
        "Lormeau": Pronunciation(like="lormo"),
        "Saint-Ouen": Pronunciation(ipa="sɛ\u0303twɛ\u0303"),
        "R & D": Pronunciation(ipa="ɛʁede", like="erre et dé"),
    }
    path = tmp_path / "noms.pls"
    path.write_bytes(write_pls(words))
    assert read_pls(path) == words
    root = etree.parse(path).getroot()
    assert root.get("version") == "1.0" and root.get("alphabet") == "ipa"
    assert [len(lexeme) for lexeme in root] == [2, 2, 3]
