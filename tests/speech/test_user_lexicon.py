"""The user's own lexicon: its words in the text, what its tables add to the rules, and what is wrong in it."""

import json
import pickle
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audiobrief.errors import DataError
from audiobrief.speech import join_spans, speak_text
from audiobrief.speech.lexicon import add_user_lexicon, load_builtin_lexicon
from audiobrief.speech.rules import build_rules

USER_WORDS = {
    "Lormeau": "Lormo",
    "Halle aux Grains": "halle aux grains, rue Basse",
    "Halle": "vieille halle",
    "d’Ys": "Diss",
    "Ouen": "Oin",
    "R.A.S.": "rien à signaler",
}

SAID = [
    ("Lormeau part.", "Lormo part."),
    ("Voici Lormeau", "Voici Lormo"),
    ("(Lormeau) et « Lormeau », puis Lormeau…", "(Lormo) et Lormo, puis Lormo…"),
    ("L’ami d’Ouen et l’Ouen, qu’Ouen.", "L’ami d’Oin et l’Oin, qu’Oin."),
    ("La ville d’Ys dort.", "La ville Diss dort."),
    ("La Halle aux Grains de Lormeau ouvre.", "La halle aux grains, rue Basse de Lormo ouvre."),
    ("La Halle aux Blés ouvre.", "La vieille halle aux Blés ouvre."),
    ("Halle Halle Lormeau", "vieille halle vieille halle Lormo"),
    ("La Halle aux  Grains ouvre.", "La vieille halle aux Grains ouvre."),
    ("La Halle\naux Grains ouvre.", "La vieille halle aux Grains ouvre."),
    ("(R.A.S.), R.A.S., Lormeau.", "(rien à signaler), rien à signaler, Lormo."),
    ("Lormeaux et halle.", "Lormeaux et halle."),
    ("Il a dit R.A.S. hier.", "Il a dit rien à signaler hier."),
    ("", ""),
]


@pytest.mark.parametrize(("text", "said"), SAID)
def test_words_of_the_user(text, said):
    assert join_spans(speak_text(text, replace(load_builtin_lexicon(), user_words=USER_WORDS))) == said


def test_each_claim_names_its_entry():
    spans = speak_text("La Halle aux Grains, Lormeau.", replace(load_builtin_lexicon(), user_words=USER_WORDS))
    assert [(span.start, span.end, span.rule) for span in spans if span.rule] == [
        (3, 19, "user-lexicon:Halle aux Grains"),
        (21, 28, "user-lexicon:Lormeau"),
    ]


ALL_TABLES = """
[words]
"Lormeau" = "Lormo"
"Halle aux Grains" = "halle aux grains, rue Basse"

[acronyms]
HPT = { say = "letters", means = "Halles pour tous" }
SNCF = { say = "as", as = "la Société des chemins de fer" }

[foreign]
"Brightwell" = { language = "en", say = "braïtouelle" }

[units]
kgf = { one = "kilogramme-force", many = "kilogrammes-force", alone = true }
"lieue" = { one = "lieue", feminine = true, length = true, parts = true }
"vx" = { one = "voix", feminine = true }
"g. c." = { one = "grande cuillère", many = "grandes cuillères", feminine = true }
Q = { one = "quintal", many = "quintaux", spaced = true }
kg = { one = "kilo" }

[currencies]
"Ŧ" = { one = "tresque", cents = "centime" }
"₮" = { one = "tugrik", cents = "mongo" }
BRU = { one = "brume", feminine = true, before = true }
"€" = { one = "écu" }
"Z F" = { one = "zlat", cents = "sou", many = "zlats" }

[abbreviations]
Bgm = { say = "bourgmestre", where = "before_name" }
"Cons." = { say = "conseillère", where = "before_title" }
"m. c." = "même chapitre"
"fol." = { say = "folio", where = "before_digit" }
"cah." = { say = "cahiers", where = "after_number" }
"sess." = { say = "session", where = "after_ordinal" }
"env" = { say = "environ", where = "after_noun" }
"lot" = { say = "lotissement", where = "before_letter" }
"p." = { say = "pièce", where = "before_digit" }
"""

READ = [
    # What was in the lexicon before.
    ("M. Lormeau et HPT aident Brightwell.", "monsieur Lormo et H P T aident Brightwell."),
    ("La Halle aux Grains ouvre.", "La halle aux grains, rue Basse ouvre."),
    ("SNCF", "la Société des chemins de fer"),
    # Units: counted, ranged, multiplied, in parts, alone, behind a slash.
    ("Il pèse 1 kgf ou 3 kgf.", "Il pèse un kilogramme-force ou trois kilogrammes-force."),
    ("De 3 à 5 kgf.", "De trois à cinq kilogrammes-force."),
    ("Il pèse 2,5\u202fkgf.", "Il pèse deux virgule cinq kilogrammes-force."),
    ("Il court 21 lieue.", "Il court vingt et une lieues."),
    ("Un champ de 2 x 3 lieue.", "Un champ de deux sur trois lieues."),
    ("Il fait 3/4 lieue.", "Il fait trois quarts de lieue."),
    ("Le prix au kgf monte.", "Le prix au kilogramme-force monte."),
    ("Cela coûte 12 euros/kgf.", "Cela coûte douze euros par kilogramme-force."),
    ("Il a 1 vx, elle a 31 vx.", "Il a une voix, elle a trente et une voix."),
    ("Prenez 2 g.c. ou 1 g.\u00a0c. de sel.", "Prenez deux grandes cuillères ou une grande cuillère de sel."),
    ("Il livre 12 Q de blé.", "Il livre douze quintaux de blé."),
    ("Il prend le 12Q.", "Il prend le douze Q."),
    ("Il pèse 3 kg.", "Il pèse trois kilos."),
    ("Le kgfx reste 3 kgfx.", "Le kgfx reste trois kgfx."),
    # Currencies: a letter for a symbol, a sign, a code before and behind.
    ("Il coûte 12 Ŧ.", "Il coûte douze tresques."),
    ("Il coûte 1,50 Ŧ, ou 12,50 tresques.", "Il coûte un tresque cinquante, ou douze tresques cinquante."),
    ("Il coûte 3,5 MŦ par an.", "Il coûte trois virgule cinq millions de tresques par an."),
    ("Il coûte 3 ₮50, ou ₮ 12.", "Il coûte trois tugriks cinquante, ou douze tugriks."),
    ("Le ₮ monte.", "Le tugrik monte."),
    ("Il coûte 12 Z F, ou 1,50\u202fZ\u00a0F.", "Il coûte douze zlats, ou un zlat cinquante."),
    ("Il coûte BRU 21, puis 1 BRU/mois.", "Il coûte vingt et une brumes, puis une brume par mois."),
    ("Il coûte 12,50 €.", "Il coûte douze virgule cinquante écus."),
    # Abbreviations, each in its place alone.
    ("Le Bgm Martin part.", "Le bourgmestre Martin part."),
    ("Le Bgm part.", "Le Bgm part."),
    ("Cons. Martin part.", "conseillère Martin part."),
    ("Voir m. c., ou m.\u00a0c. plus loin.", "Voir même chapitre, ou même chapitre plus loin."),
    ("Voir fol. 12.", "Voir folio douze."),
    ("Il a lu 3 cah. et 1 cah. bleu.", "Il a lu trois cahiers et un cahier bleu."),
    ("La 3e sess. ouvre.", "La troisième session ouvre."),
    ("Deux ans env, dit-il.", "Deux ans environ, dit-il."),
    ("Il vit lot B.", "Il vit lotissement B."),
    ("Voir p. 12.", "Voir pièce douze."),
]  # fmt: skip


@pytest.fixture(scope="module")
def lexicon(tmp_path_factory):
    path = tmp_path_factory.mktemp("lexicon") / "mots.toml"
    path.write_text(ALL_TABLES, encoding="utf-8")
    return add_user_lexicon(load_builtin_lexicon(), path)


@pytest.mark.parametrize(("text", "said"), READ)
def test_what_the_lexicon_adds_is_read(lexicon, text, said):
    assert join_spans(speak_text(text, lexicon)) == said


@pytest.mark.parametrize("text", ["Il pèse 3 kgf.", "Il coûte 12 Ŧ.", "Le Bgm Martin part."])
def test_the_built_in_lexicon_stays_as_it_was(lexicon, text):
    assert speak_text(text) != speak_text(text, lexicon)
    assert speak_text(text) == speak_text(text, replace(load_builtin_lexicon()))


def test_a_foreign_name_keeps_its_language(lexicon):
    assert [span.language for span in speak_text("chez Brightwell", lexicon) if span.kind == "foreign"] == ["en"]


def test_rules_are_compiled_once_for_a_lexicon(lexicon):
    assert lexicon.derive(build_rules) is lexicon.derive(build_rules)
    assert lexicon.derive(build_rules) is not load_builtin_lexicon().derive(build_rules)
    assert replace(lexicon).derive(build_rules) is not lexicon.derive(build_rules)


def test_a_lexicon_can_be_sent_to_another_process_after_use(lexicon):
    said = speak_text("Il pèse 3 kgf.", lexicon)
    assert speak_text("Il pèse 3 kgf.", pickle.loads(pickle.dumps(lexicon))) == said


def test_each_file_is_laid_over_the_one_before(tmp_path, lexicon):
    path = tmp_path / "mots.toml"
    path.write_text('[units]\nkgf = { one = "kilo-force", many = "kilos-force" }\n', encoding="utf-8")
    said = join_spans(speak_text("Il pèse 3 kgf et coûte 12 Ŧ.", add_user_lexicon(lexicon, path)))
    assert said == "Il pèse trois kilos-force et coûte douze tresques."


SYMBOL = st.text(st.sampled_from("aZ9é. /²·-%€()[]^\\#|*+?{}\u00a0\n"), min_size=1, max_size=6).filter(str.strip)
LETTER_FIRST = SYMBOL.filter(lambda symbol: not symbol.strip()[0].isdigit())


@given(unit=LETTER_FIRST, currency=LETTER_FIRST, short=SYMBOL)
@settings(deadline=None, max_examples=25)
def test_whatever_is_added_the_text_is_read(tmp_path_factory, unit, currency, short):
    path = tmp_path_factory.mktemp("lexicon") / "mots.toml"
    places = ("anywhere", "before_name", "before_digit", "after_number", "after_ordinal", "after_noun")
    for place in places:
        path.write_text(
            f'units.{json.dumps(unit)} = {{ one = "mot", parts = true, alone = true }}\n'
            f'currencies.{json.dumps(currency)} = {{ one = "mot", cents = "sou", before = true }}\n'
            f'abbreviations.{json.dumps(short)} = {{ say = "mot", where = "{place}" }}\n',
            encoding="utf-8",
        )
        lexicon = add_user_lexicon(load_builtin_lexicon(), path)
        shorts = f"Le {short} Roux, 3 {short}, la 3e {short} {short} 3"
        text = f"{shorts}, 1/2 {unit} ou 3 à 5 {unit}, {currency} 12,50 {currency}."
        for written in (text, text.replace(" ", "\u202f")):
            assert "".join(written[span.start : span.end] for span in speak_text(written, lexicon)) == written


def test_an_empty_file_changes_nothing(tmp_path):
    path = tmp_path / "mots.toml"
    path.write_text("", encoding="utf-8")
    assert add_user_lexicon(load_builtin_lexicon(), path) == load_builtin_lexicon()


def test_it_may_begin_with_a_byte_order_mark(tmp_path):
    path = tmp_path / "mots.toml"
    path.write_text(ALL_TABLES, encoding="utf-8-sig")
    assert join_spans(speak_text("HPT", add_user_lexicon(load_builtin_lexicon(), path))) == "H P T"


WRONG = [
    ("[words]\nA = 1\n", "line 2", "'A'"),
    ('[acronyms]\nX = "x"\n', "line 2", "'X'"),
    ('[acronyms]\n\nABC = { say = "loud" }\n', "line 3", "'ABC'"),
    ('[foreign]\nKyoto = { say = "kioto" }\n', "line 2", "'Kyoto'"),
    ("[sounds]\na = 1\n", "line 1", "'sounds'"),
    ("[words\n", "not valid TOML", "mots.toml"),
    (
        '[acronyms]\nABC = { say = "word" }\nHPT = { means = 3, say = "word" }\n',
        "line 3",
        "'means' must be a text in quotes, not 3",
    ),
    ('[acronyms]\nHPT = { say = "word", sounds = ["a"] }\n', "line 2", "'sounds' must be a text"),
    ('[acronyms]\nHPT = { say = "letters", as = true }\n', "line 2", "'as' must be a text"),
    ('[acronyms]\nHPT = { say = "as", as = 3 }\n', "line 2", "'as' must be a text in quotes, not 3"),
    ('[acronyms]\nHPT = { say = "as" }\n', "line 2", 'needs as = "…" beside say = "as"'),
    ("[acronyms]\nHPT = { say = 3 }\n", "line 2", "'say' must be 'as' or 'letters' or 'word', not 3"),
    ('[acronyms]\n"A.B" = { as = "x" }\n', "line 2", "'A.B': its key 'say' is missing; it must be 'as' or 'letters'"),
    ('[acronyms]\nHPT = { say = "word", mean = "x" }\n', "line 2", "'mean' is unknown (did you mean 'means'?)"),
    ('[words]\nHPT = "a"\n[acronyms.HPT]\nsay = "word"\nmeans = 1\n', "line 3", "'HPT'"),
    ('[words]\nHPTX = "a"\n[acronyms]\n"HPT" = 1\n', "line 4", "'HPT'"),
    ("acronyms.HPT = 1\n", "line 1", "'HPT'"),
    ("foreign.a = { language = 1 }\n", "line 1", "'language' must be a text in quotes (as \"en\"), not 1"),
    ("[foreign]\nKyoto = {}\n", "line 2", "'language' is missing; it must be a text in quotes (as \"en\")"),
    ('[foreign]\n\nKyoto = { language = "ja", say = 3 }\n', "line 3", "'say' must be a text in quotes, not 3"),
    ('[foreign]\nKyoto = { language = "ja", as = "x" }\n', "line 2", "'as' is unknown; use language, say"),
    ("[words]\nA = 1979-02-30\n", "not valid TOML", "mots.toml"),
    (f"a={'[' * 5000}", "not valid TOML", "nested too deeply"),
    (f"[words]\na.{'a.' * 5000}a = 1\n", "not valid TOML", "nested too deeply"),
    (f"[words]\nA = {'9' * 5000}\n", "not valid TOML", "too large"),
    (f"[words]\nA = 0x{'f' * 5000}\n", "not valid TOML", "too large"),
    ("[unit]\nkgf = 1\n", "line 1", "is unknown (did you mean 'units'?)"),
    ("\n[mots]\na = 1\n", "line 2", "use words, pronunciation, acronyms, foreign, abbreviations, units, currencies"),
    ("\nunits = 1\n", "line 2", "must be a table, not 1"),
    ('[words]\n" " = "x"\n', "line 2", "its name is empty"),
    ('[units]\n"" = { one = "x" }\n', "line 2", "its name is empty"),
    ('[units]\nkgf = "kilogramme-force"\n', "line 2", "must be a table with the keys one, many, feminine"),
    ('[units]\nkgf = { many = "kilogrammes-force" }\n', "line 2", "'one' is missing; it must be a text in quotes (as"),
    ('[units]\nkgf = { one = " " }\n', "line 2", "'one' must be a text in quotes (as \"tonne\"), not ' '"),
    ('[units]\n3d = { one = "dimension" }\n', "line 2", "a symbol must not begin with a digit"),
    ('[units]\nkgf = { one = "x", feminine = "oui" }\n', "line 2", "'feminine' must be true or false, not 'oui'"),
    (
        '[units]\nkgf = { one = "x", cents = "y" }\n',
        "line 2",
        "'cents' is unknown; use one, many, feminine",
    ),
    ('[units]\nkgf = { one = "x", many = 2 }\n', "line 2", "'many' must be a text in quotes, not 2"),
    ('[currencies]\n"₮" = { cents = "centime" }\n', "line 2", "'one' is missing; it must be a text in quotes (as"),
    (
        '[currencies]\n"₮" = { one = "x", parts = true }\n',
        "line 2",
        "'parts' is unknown; use one, many",
    ),
    ('[units]\n"²d" = { one = "dimension" }\n', "line 2", "a symbol must not begin with a digit"),
    ('[currencies]\n" 5F" = { one = "franc" }\n', "line 2", "a symbol must not begin with a digit"),
    (
        "[abbreviations]\nBgm = 3\n",
        "line 2",
        'must be a text in quotes (as "la maïf") or a table with the keys say, where, not 3',
    ),
    ('[abbreviations]\nBgm = { where = "before_name" }\n', "line 2", "'say' is missing; it must be a text in quotes"),
    (
        '[abbreviations]\nBgm = { say = "x", where = "name" }\n',
        "line 2",
        "'where' must be one of 'after_noun', 'after_number'",
    ),
    ('[abbreviations]\nBgm = { say = "x", where = true }\n', "line 2", "'before_title', not True"),
    ('[abbreviations]\nBgm = { say = "x", before = "y" }\n', "line 2", "'before' is unknown; use say, where"),
    ('[abbreviations]\n"" = "x"\n', "line 2", "its name is empty"),
]


@pytest.mark.parametrize(("text", "where", "what"), WRONG, ids=[row[0][:40] for row in WRONG])
def test_a_wrong_entry_is_told_with_file_line_and_reason(tmp_path, text, where, what):
    path = tmp_path / "mots.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DataError) as told:
        add_user_lexicon(load_builtin_lexicon(), path)
    assert "mots.toml" in str(told.value) and where in str(told.value) and what in str(told.value)
