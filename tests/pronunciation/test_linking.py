"""Liaison: `cases/liaison.tsv` is marked by the rules of grammar, + and the consonant, or +0 where nothing links."""

from collections.abc import Sequence

import pytest

from audiobrief.model import Spoken
from audiobrief.pronunciation.liaison import link_word
from audiobrief.pronunciation.words import Word, split_speech
from tests.pronunciation.analysis import _MARK, analyse, read_kinds, read_linked

TABLE = "liaison.tsv"


@pytest.mark.parametrize("kind", read_kinds(TABLE))
def test_words_link_where_grammar_asks_for_it(kind: str) -> None:
    wrong = [
        (sentence, words[at].text)
        for sentence, words, marks in read_linked(TABLE, kind)
        for at, consonant in marks
        if not links_with(words, at, consonant)
    ]
    assert not wrong


@pytest.mark.parametrize("kind", read_kinds(TABLE))
def test_what_stands_in_other_sentences_says_nothing(kind: str) -> None:
    others = "Il pleut. ", " Il vente."
    skipped = len(split_speech([Spoken(0, len(others[0]), others[0])]))
    wrong = []
    for sentence, words, marks in read_linked(TABLE, kind):
        beside = analyse(others[0] + _MARK.sub("", sentence) + others[1])
        wrong += [
            (sentence, words[at].text) for at, _ in marks if link_word(beside, skipped + at) != link_word(words, at)
        ]
    assert not wrong


def links_with(words: Sequence[Word], at: int, consonant: str) -> bool:
    """Whether a word links with this consonant; with none, if it is empty."""
    reading, said = words[at].reading, link_word(words, at)
    alone = reading.phonemes if reading else ""
    return said.endswith(consonant) if consonant and alone else said == alone


SAID = [
    # The nasal vowel opens in adjectives, and not in determiners, pronouns and adverbs.
    ("un bon ami", "œ̃ bɔn ami"),
    ("plein emploi", "plɛn ɑ̃plwa"),
    ("un ancien élève", "œ̃n ɑ̃sjɛn elɛv"),
    ("mon ami", "mɔ̃n ami"),
    ("bien entendu", "bjɛ̃n ɑ̃tɑ̃dy"),
    ("le premier étage", "lə pʁəmjɛʁ etaʒ"),
    # A mute e is heard between consonants.
    ("d'autres élus", "d otʁəz ely"),
    ("de fausses alertes", "də fosəz alɛʁt"),
    ("de graves accidents", "də ɡʁavz aksidɑ̃"),
    # Numerals by what follows.
    ("six maisons", "si mɛzɔ̃"),
    ("six ans", "siz ɑ̃"),
    ("ils sont six", "il sɔ̃ sis"),
    ("le dix mai", "lə di mɛ"),
    ("les dix plus grandes villes", "le di ply ɡʁɑ̃d vil"),
    ("dix à vingt", "dis a vɛ̃"),
    ("six sur dix", "sis syʁ dis"),
    ("dix heures dix", "diz œʁ dis"),
    ("dix virgule huit", "dis viʁɡyl yit"),
    ("cent vingt et un", "sɑ̃ vɛ̃t e œ̃"),
    ("dix pour cent", "di puʁ sɑ̃"),
    ("Dix pour cent ici", "di puʁ sɑ̃ isi"),
    ("vingt yaourts", "vɛ̃ jauʁt"),
    ("cinq cents élus", "sɛ̃ sɑ̃z ely"),
    ("il est vilain ici", "il ɛ vilɛ̃ isi"),
    ("dix-huit ans", "diz yit ɑ̃"),
    ("dix-sept", "dis sɛt"),
    ("huit jours", "yi ʒuʁ"),
    ("huit enfants", "yit ɑ̃fɑ̃"),
    ("dix-neuf heures", "diz nœv œʁ"),
    ("neuf enfants", "nœf ɑ̃fɑ̃"),
    ("cinq cents", "sɛ̃ sɑ̃"),
    ("cinq mille", "sɛ̃k mil"),
    ("vingt-deux", "vɛ̃t dø"),
    ("quatre-vingt-deux", "katʁ vɛ̃ dø"),
    ("vingt maisons", "vɛ̃ mɛzɔ̃"),
    ("vingt et un", "vɛ̃t e œ̃"),
    ("cinq cents euros", "sɛ̃ sɑ̃z øʁo"),
    ("cinq mille euros", "sɛ̃k mil øʁo"),
    ("cinq arbres", "sɛ̃k aʁbʁ"),
    ("cinq pour cent", "sɛ̃k puʁ sɑ̃"),
    ("six pour cent", "si puʁ sɑ̃"),
    ("six pour elle", "sis puʁ ɛl"),
    ("dix-sept ans", "dis sɛt ɑ̃"),
    ("dix-neuf ans", "diz nœv ɑ̃"),
    ("dix virgule deux", "dis viʁɡyl dø"),
    ("huit virgule deux", "yit viʁɡyl dø"),
    ("six autres élus", "siz otʁəz ely"),
    ("huit bateaux", "yi bato"),
    ("huit arbres", "yit aʁbʁ"),
    ("huit cents", "yi sɑ̃"),
    ("huit heures", "yit œʁ"),
    ("neuf heures", "nœv œʁ"),
    ("neuf euros", "nœf øʁo"),
    ("neuf bateaux", "nœf bato"),
    ("vingt-deux ans", "vɛ̃t døz ɑ̃"),
    ("vingt mille", "vɛ̃ mil"),
    ("quatre-vingts euros", "katʁ vɛ̃z øʁo"),
    ("vingt euros", "vɛ̃t øʁo"),
    ("vingt hommes", "vɛ̃t ɔm"),
    ("deux mille un élèves", "dø mil œ̃n elɛv"),
    ("en deux mille un afin", "ɑ̃ dø mil œ̃ afɛ̃"),
    ("cent un ans", "sɑ̃ œ̃n ɑ̃"),
    ("dix pour cent un jour", "di puʁ sɑ̃ œ̃ ʒuʁ"),
    ("cent euros", "sɑ̃t øʁo"),
    ("deux cents euros", "dø sɑ̃z øʁo"),
    ("cent huit ans", "sɑ̃ yit ɑ̃"),
    ("tout entier", "tut ɑ̃tje"),
    ("tout à fait", "tut a fɛ"),
    ("tout un art", "tut œ̃n aʁ"),
    ("un ami", "œ̃n ami"),
    ("aucun ami", "okœ̃n ami"),
    ("mon autre ami", "mɔ̃n otʁ ami"),
    ("ses uns et ses autres", "sez œ̃ e sez otʁ"),
    ("prend-il l'avion", "pʁɑ̃t il l avjɔ̃"),
    ("quand part-elle", "kɑ̃ paʁt ɛl"),
    ("vas-y", "vaz i"),
    ("allez-y", "alez i"),
    ("prends-en", "pʁɑ̃z ɑ̃"),
    ("vont-ils ici", "vɔ̃t il isi"),
    ("dit-on", "dit ɔ̃"),
    ("allons-nous ici", "alɔ̃ nu isi"),
    ("depuis hier", "dəpyi jɛʁ"),
    ("depuis un an", "dəpyiz œ̃n ɑ̃"),
    ("en avion", "ɑ̃n avjɔ̃"),
    ("il en a un", "il ɑ̃n a œ̃"),
    ("il en est un", "il ɑ̃n ɛt œ̃"),
    ("nous allons en mer", "nuz alɔ̃ ɑ̃ mɛʁ"),
    ("vous arrivez", "vuz aʁive"),
    ("nous arriver", "nuz aʁive"),
    ("ils iront", "ilz iʁɔ̃"),
    ("on attend", "ɔ̃n atɑ̃"),
    ("elles ont entendu", "ɛlz ɔ̃t ɑ̃tɑ̃dy"),
    ("ils ont un bac", "ilz ɔ̃ œ̃ bak"),
    ("ils ont été", "ilz ɔ̃t ete"),
    ("nous avons un bac", "nuz avɔ̃ œ̃ bak"),
    ("nous avons aimé", "nuz avɔ̃z ɛme"),
    ("vous avez aimé", "vuz avez ɛme"),
    ("ils sont élus", "il sɔ̃t ely"),
    ("ils sont à Brest", "il sɔ̃t a bʁɛst"),
    ("il est élu", "il ɛt ely"),
    ("il était élu", "il etɛ ely"),
    ("il doit aller", "il dwa ale"),
    ("il peut en avoir", "il pø ɑ̃n avwaʁ"),
    ("il veut un bac", "il vø œ̃ bak"),
    ("les autres élus", "lez otʁəz ely"),
    ("d'autres arrivés", "d otʁəz aʁive"),
    ("les autres arrivés", "lez otʁəz aʁive"),
    ("autres temps", "otʁ tɑ̃"),
    ("de nouvelles élections", "də nuvɛlz elɛksjɔ̃"),
    ("de nouveaux États", "də nuvoz eta"),
    ("les premiers arrivés", "le pʁəmjez aʁive"),
    ("les derniers arrivés", "le dɛʁnjez aʁive"),
    ("le Premier Empire", "lə pʁəmjɛʁ ɑ̃piʁ"),
    ("Saint Antoine", "sɛ̃t ɑ̃twan"),
    ("le Grand Orient", "lə ɡʁɑ̃t oʁjɑ̃"),
    ("un grand et beau port", "œ̃ ɡʁɑ̃ e bo pɔʁ"),
    ("un petit enfant", "œ̃ pətit ɑ̃fɑ̃"),
    ("un gros ours", "œ̃ ɡʁoz uʁs"),
    ("bel enfant", "bɛl ɑ̃fɑ̃"),
    ("un long hiver", "œ̃ lɔ̃ɡ ivɛʁ"),
    ("de beaux arbres", "də boz aʁbʁ"),
    ("il est grand et fort", "il ɛ ɡʁɑ̃ e fɔʁ"),
    ("plus à l'est", "plyz a l ɛst"),
    ("plus on attend", "plyz ɔ̃n atɑ̃"),
    ("moins en vue", "mwɛ̃z ɑ̃ vy"),
    ("plus aimé", "plyz ɛme"),
    ("moins aimé", "mwɛ̃z ɛme"),
    ("bien aimer", "bjɛ̃n ɛme"),
    ("mieux aimer", "mjøz ɛme"),
    ("mieux aimé", "mjøz ɛme"),
    ("trop aimer", "tʁop ɛme"),
    ("pas aimé", "paz ɛme"),
    ("pas un mot", "paz œ̃ mo"),
    ("jamais aimé", "ʒamɛz ɛme"),
    ("toujours aimé", "tuʒuʁ ɛme"),
    ("très haut", "tʁɛ o"),
    ("très honnête", "tʁɛz ɔnɛt"),
    ("les haricots", "le aʁiko"),
    ("les onze élus", "le ɔ̃z ely"),
    ("les huit élus", "le yit ely"),
    ("les oui", "le wi"),
    ("les héros", "le eʁo"),
    ("les hôtels", "lez otɛl"),
    ("les yaourts", "le jauʁt"),
    ("les yeux", "lez jø"),
    ("chez elle", "ʃez ɛl"),
    ("chez Anne", "ʃez an"),
    ("dans un an", "dɑ̃z œ̃n ɑ̃"),
    ("sans elle", "sɑ̃z ɛl"),
    ("sous elle", "suz ɛl"),
    ("vers elle", "vɛʁ ɛl"),
    ("mais il part", "mɛz il paʁ"),
    ("mais oui", "mɛ wi"),
    ("quand il part", "kɑ̃t il paʁ"),
    ("quand et où", "kɑ̃ e u"),
    ("comment allez-vous", "kɔmɑ̃t ale vu"),
    ("comment est-il", "kɔmɑ̃ ɛt il"),
    ("de temps en temps", "də tɑ̃z ɑ̃ tɑ̃"),
    ("de plus en plus", "də plyz ɑ̃ ply"),
    ("tout à coup", "tut a ku"),
    ("petit à petit", "pətit a pəti"),
    ("pot-au-feu", "pot o fø"),
    ("accent aigu", "aksɑ̃t ɛɡy"),
    ("États-Unis", "etaz yni"),
    ("Champs-Élysées", "ʃɑ̃z elize"),
    ("deux à deux", "døz a dø"),
    ("mot à mot", "mot a mo"),
    ("nuit et jour", "nyi e ʒuʁ"),
    ("un Anglais et un Espagnol", "œ̃n ɑ̃ɡlɛ e œ̃n ɛspanjɔl"),
    ("les gens arrivent", "le ʒɑ̃ aʁiv"),
    ("des gens heureux", "de ʒɑ̃ øʁø"),
    ("des amis anglais", "dez ami ɑ̃ɡlɛ"),
    ("un ami anglais", "œ̃n ami ɑ̃ɡlɛ"),
    ("nos élus arrivent", "noz ely aʁiv"),
]


@pytest.mark.parametrize(("text", "expected"), SAID)
def test_words_are_said_as_the_next_one_asks_for(text: str, expected: str) -> None:
    words = analyse(text)
    assert " ".join(link_word(words, at) for at in range(len(words))) == expected
