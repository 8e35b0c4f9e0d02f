"""Labels of chapters without headings: whole clauses that say what a chapter is about."""
# ruff: noqa: E501  one sentence a row

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobrief.model import Article, Block
from audiobrief.segmentation import write_script
from audiobrief.segmentation.chapters import Section
from audiobrief.segmentation.clauses import Clause, find_clauses
from audiobrief.segmentation.labels import _value_clause, _value_clauses, label_sections, shorten_heading
from audiobrief.segmentation.words import count_stems, stem

NAMES = frozenset({"lannévez", "ozanne", "kerdrel", "bretagne"})

# A sentence, and its longest clause; empty where none stands alone.
CLAUSES = [
    ("Le port de Lannévez accueille cent bateaux.", "Le port de Lannévez accueille cent bateaux"),
    # What needs the words that follow, or points to what stands elsewhere.
    (
        "Le phare de Lannévez est défini par la hauteur et la portée de sa lampe, de son feu et de sa corne de brume.",
        "",
    ),
    ("La mairie de Lannévez met en garde les pêcheurs et les marins de la baie contre les grandes marées de mars.", ""),
    ("Les équipes du port sont parvenues à un constat similaire.", ""),
    ("Le dernier en date fut celui de Kerdrel.", ""),
    ("La préfète conseille aux pêcheurs d’en rire.", ""),
    ("Le Parlement vient d’ailleurs.", ""),
    (
        "Le port de Lannévez est le plus souvent présenté aux visiteurs de la baie comme le premier de toute la côte nord.",
        "",
    ),
    (
        "La mairie de Lannévez souhaite renforcer la lutte contre les algues vertes qui envahissent chaque été les plages.",
        "",
    ),
    ("L’association du port de Lannévez s’est donné pour mission : accueillir les marins.", ""),
    (
        "Les filets du port sont réalisés par des brodeuses de Kerdrel et des environs, dans un atelier de l’ancienne criée.",
        "",
    ),
    ("Le phare de Lannévez devient.", ""),
    # What points to one of several, and whose it is.
    ("La deuxième piste est celle du port de Lannévez.", ""),
    ("L’exemple le plus frappant est celui de Lannévez.", ""),
    ("L’affaire du port divise Lannévez.", "L’affaire du port divise Lannévez"),
    ("Les deux bateaux de Lannévez pêchent la sardine.", "Les deux bateaux de Lannévez pêchent la sardine"),
    ("La conquête de leurs droits fut lente et laborieuse.", ""),
    ("Le port et ses bateaux accueillent les visiteurs.", "Le port et ses bateaux accueillent les visiteurs"),
    ("Ozanne, accueille cent bateaux au port.", ""),
    # An introduction, a connective, an apposition are left out.
    ("En 1998, le port de Lannévez accueille cent bateaux.", "Le port de Lannévez accueille cent bateaux"),
    ("Mais le port de Lannévez accueille cent bateaux.", "Le port de Lannévez accueille cent bateaux"),
    ("Pourtant, Ozanne a vendu ses trois bateaux.", "Ozanne a vendu ses trois bateaux"),
    ("Le maire, élu en 2020, a rouvert la halle.", "Le maire a rouvert la halle"),
    ("Le maire, dont le père pêchait, a rouvert la halle.", "Le maire a rouvert la halle"),
    ("Le maire, élu en 2020, réélu hier, a rouvert la halle.", "Le maire a rouvert la halle"),
    ("Arrivé en mars, le maire, élu hier, a rouvert la halle.", "Le maire a rouvert la halle"),
    # An introduction has thirteen words at most.
    (
        "Au terme de trois longues semaines de discussions avec les pêcheurs du port, la préfète a signé le décret.",
        "La préfète a signé le décret",
    ),
    (
        "Au terme de trois très longues semaines de discussions avec les gens du port, la préfète a signé le décret.",
        "",
    ),
    # What may be a verb is one before an object.
    ("Le maire porte un projet de halle.", "Le maire porte un projet de halle"),
    ("La direction les a reçus hier.", "La direction les a reçus hier"),
    # An afterthought without a verb is left out.
    (
        "Le port de Lannévez accueille cent bateaux, mais aussi trois goélettes.",
        "Le port de Lannévez accueille cent bateaux",
    ),
    # « la halle qui … »: which one, the relative clause says.
    (
        "Le maire a rouvert la halle qui abritait le marché aux poissons depuis la guerre de Cent Ans et ses suites.",
        "Le maire a rouvert la halle qui abritait le marché aux poissons",
    ),
    (
        "La commune a rouvert la halle neuve qui abritait le marché aux poissons depuis la guerre de Cent Ans.",
        "La commune a rouvert la halle neuve",
    ),
    # An end is cut where the clause is complete without it.
    (
        "La coopérative de Kerdrel emploie trente personnes dans ses ateliers de réparation navale depuis dix ans.",
        "La coopérative de Kerdrel emploie trente personnes",
    ),
    (
        "Le conseil départemental finance un tiers du chantier, le reste viendra d’un emprunt contracté sur vingt ans.",
        "Le conseil départemental finance un tiers du chantier",
    ),
    # Not before its verb, on an auxiliary, a preposition, or a verb that needs its object.
    ("Le maire de la petite commune de Lannévez et son adjointe chargée de la culture et des loisirs ont voté.", ""),
    ("La préfète du département a dans un arrêté publié mardi et affiché en mairie interdit toute baignade.", ""),
    # What opens with a pronoun, a condition, or points elsewhere is none.
    ("Il accueille désormais cent bateaux.", ""),
    ("Ici, on accueille cent bateaux.", ""),
    ("Si le port ferme, la ville perd cent bateaux.", ""),
    ("Alors que le port ferme, la ville perd cent bateaux.", ""),
    ("Quand le port ferme, la ville perd cent bateaux.", ""),
    ("Cette mesure concerne cent bateaux de pêche.", ""),
    ("Le premier a vendu ses trois bateaux.", ""),
    ("Les deux ont vendu leurs trois bateaux.", ""),
    ("Ce dernier a vendu ses trois bateaux.", ""),
    ("Nous avons vendu les trois bateaux.", ""),
    ("En 1998, il a vendu ses trois bateaux.", ""),
    # Nor what has no verb, or none but in a relative clause.
    ("Un port de pêche de cent bateaux.", ""),
    ("Le maire qui a rouvert la halle de Lannévez.", ""),
    # A question is whole.
    ("Où iront les bateaux cet hiver ?", "Où iront les bateaux cet hiver ?"),
    ("Pourquoi un port de pêche ?", ""),
    ("Que ferez-vous de vos bateaux ?", ""),
]


@pytest.mark.parametrize(("sentence", "clause"), CLAUSES)
def test_clauses_stand_alone(sentence, clause):
    found = [clause.text for clause in find_clauses(sentence, NAMES)]
    assert (found[0] if found else "") == clause


@pytest.mark.parametrize(("sentence", "whole"), [
    ("Le port de Lannévez accueille cent bateaux.", True),
    ("La coopérative de Kerdrel emploie trente personnes dans ses ateliers de mécanique navale depuis dix ans.", False),
])  # fmt: skip
def test_what_was_cut_is_told(sentence, whole):
    assert next(find_clauses(sentence, NAMES)).whole is whole


# A sentence, and all its clauses; what stands before « … » was cut.
ALL_CLAUSES = [
    ('Le port de Lannévez accueille cent bateaux depuis dix ans, selon la mairie.', ['Le port de Lannévez accueille cent bateaux depuis dix ans…', 'Le port de Lannévez accueille cent bateaux…']),
    ('La mairie finance un tiers du chantier et le département paie le reste de la facture.', []),
    ('Les marins débarquent le poisson sur le quai, les mareyeurs le vendent à la criée.', ['Les marins débarquent le poisson sur le quai…']),
    ('Ozanne vend des bateaux, des voiles et des cordages dans son atelier de la rue du Port.', ['Ozanne vend des bateaux…']),
    ('Le conseil a décidé de fermer la halle pendant les travaux de la toiture.', ['Le conseil a décidé de fermer la halle…']),
    ('La préfète invite les pêcheurs à rester au port pendant la tempête de cette nuit.', ['La préfète invite les pêcheurs à rester au port…']),
    ('Le musée permet aux enfants de voir les bateaux anciens avant leur restauration.', ['Le musée permet aux enfants de voir les bateaux anciens…']),
    ('La coopérative, fondée en 1962, et son école emploient trente personnes à Kerdrel.', []),
    ('Les deux bateaux de Kerdrel pêchent la sardine au large de la Bretagne.', ['Les deux bateaux de Kerdrel pêchent la sardine au large de la Bretagne']),
    ('12 bateaux de pêche rentrent au port de Lannévez ce soir.', ['12 bateaux de pêche rentrent au port de Lannévez ce soir']),
    ('Le 12 mars, 30 bateaux rentrent au port de Lannévez.', ['Le 12 mars, 30 bateaux rentrent au port de Lannévez']),
    ('L’atelier répare les moteurs que la tempête a noyés pendant la nuit.', ['L’atelier répare les moteurs que la tempête a noyés pendant la nuit', 'L’atelier répare les moteurs que la tempête a noyés…']),
    ('La halle est fermée depuis mars par un arrêté du maire de Lannévez.', ['La halle est fermée depuis mars par un arrêté du maire de Lannévez', 'La halle est fermée depuis mars…']),
    ('Les élus ont voté le budget, mais le préfet a refusé de signer le décret.', ['Les élus ont voté le budget…']),
    ('Le plus dur est passé pour les pêcheurs de Lannévez.', []),
    ('Le problème reste entier pour les pêcheurs de Lannévez.', []),
    ('La ville de Lannévez compte 12 000 habitants, dont 300 marins.', []),
    ('Le maire veut rouvrir la halle pour y vendre le poisson du port.', ['Le maire veut rouvrir la halle pour y vendre le poisson du port', 'Le maire veut rouvrir la halle…']),
    ('Le maire demande aux élus de le soutenir devant le préfet de Bretagne.', []),
    ('La criée ouvre à cinq heures, ferme à midi et emploie vingt personnes.', ['La criée ouvre à cinq heures, ferme à midi et emploie vingt personnes', 'La criée ouvre à cinq heures…']),
    ('Le bateau qui a coulé mardi transportait trente tonnes de sardines.', ['Le bateau qui a coulé mardi transportait trente tonnes de sardines']),
    ('Les pêcheurs disent que la mer monte plus vite que prévu.', []),
    ('Pour la mairie, le port de Lannévez accueille cent bateaux.', ['Le port de Lannévez accueille cent bateaux']),
    ('Selon nous, le port de Lannévez accueille cent bateaux.', []),
    ('Si froid que soit l’hiver, le port de Lannévez accueille cent bateaux.', []),
    ('Ainsi, le port de Lannévez accueille cent bateaux de pêche.', ['Le port de Lannévez accueille cent bateaux de pêche']),
    ('Et puis, enfin, le port de Lannévez accueille cent bateaux de pêche.', ['Le port de Lannévez accueille cent bateaux de pêche']),
    ('Le port de Lannévez accueille cent bateaux : trente chalutiers et des voiliers.', ['Le port de Lannévez accueille cent bateaux…']),
    ('Le port de Lannévez – cent bateaux – accueille aussi des voiliers.', []),
    ('Les voiliers se rangent le long du quai neuf de Lannévez.', ['Les voiliers se rangent le long du quai neuf de Lannévez']),
    ('Les élus se sont réunis mardi soir à la mairie de Kerdrel.', ['Les élus se sont réunis mardi soir à la mairie de Kerdrel']),
    ('La commune les a reçus à la mairie de Kerdrel mardi soir.', ['La commune les a reçus à la mairie de Kerdrel mardi soir']),
    ('La direction de l’école les accueille à la mairie de Kerdrel.', ['La direction de l’école les accueille à la mairie de Kerdrel']),
    ('La mer a repris les dunes où jouaient les enfants du village.', ['La mer a repris les dunes où jouaient les enfants du village']),
    ('Kerdrel attend une réponse du ministre pour rouvrir son école.', ['Kerdrel attend une réponse du ministre pour rouvrir son école', 'Kerdrel attend une réponse du ministre…']),
    ('Le ministre a promis une réponse aux parents, aux élus et aux professeurs.', ['Le ministre a promis une réponse aux parents…']),
    ('La ville et le port attendent des crédits de l’État.', ['La ville et le port attendent des crédits de l’État']),
    ('Le quai et en particulier sa grue sont à refaire.', ['Le quai et en particulier sa grue sont à refaire']),
    ('Les travaux qui devaient durer un an en ont pris deux.', []),
    ('Le chantier du port en est à sa troisième année.', []),
    ('Cet hiver, la mer a repris les dunes de Lannévez.', ['La mer a repris les dunes de Lannévez']),
    ('La mer a repris cet hiver les dunes de Lannévez.', ['La mer a repris cet hiver les dunes de Lannévez']),
    ('La mer a repris cette maison de la dune.', []),
    ('Le maire a dit non.', []),
    ('Aucun bateau ne sort du port de Lannévez depuis lundi.', []),
    ('Chaque bateau de Kerdrel rapporte trente tonnes de sardines par an.', ['Chaque bateau de Kerdrel rapporte trente tonnes de sardines par an', 'Chaque bateau de Kerdrel rapporte trente tonnes de sardines…']),
    ('Le patron of the boat accueille cent bateaux de pêche.', []),
    ('Le port ferme.Les bateaux attendent la fin de la tempête.', []),
    ('Faut-il fermer le port de Lannévez pendant la tempête ?', ['Faut-il fermer le port de Lannévez pendant la tempête ?']),
    ('Le port est-il fermé pendant la tempête de mardi ?', []),
    ('Comment la mairie paiera-t-elle les travaux de nos quais ?', []),
    ('Qui ?', []),
    ('Est-ce que la mairie de Lannévez paiera tous les travaux du port et des halles cette année-là ?', []),
    ('La surveillance du littoral et de ses dunes, de ses plages et de ses criques revient à la commune de Kerdrel.', []),
    ('Les sauveteurs en mer interviennent chaque année plus de deux cents fois au large des côtes de la Bretagne.', []),
    ('La grande tempête du mois de mars a détruit deux cents bateaux de pêche dans les ports du sud de la Bretagne.', []),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "clauses"), ALL_CLAUSES)
def test_every_clause_of_a_sentence(sentence, clauses):
    found = find_clauses(sentence, NAMES)
    assert [clause.text if clause.whole else f"{clause.text}…" for clause in found] == clauses


def label(*chapters):
    """The labels of chapters given as texts; the first has a title."""
    sections = [
        Section("" if at else "T", tuple(Block("paragraph", text) for text in texts))
        for at, texts in enumerate(chapters)
    ]
    return [section.title for section in label_sections(sections)][1:]


CLAUSE = "Les violons de l’orchestre répètent une longue symphonie"


def worth(text, whole=True, names=frozenset()):
    stems = count_stems(text)
    return _value_clause(Clause(text, whole), dict.fromkeys(stems, 1.0), names)


# A clause, what it is beside CLAUSE, and by how much its value differs for that alone.
WORTH = [
    (worth(CLAUSE, whole=False), worth(CLAUSE), 1 / 1.2),
    (worth(f"{CLAUSE},"), worth(CLAUSE), 0.7),
    (worth("Les violons répètent"), worth("Les violons répètent", names=frozenset({"violons"})), 0.6),
    (worth("Les violons de l’orchestre sont rares"), worth("Les violons de l’orchestre sont rares", names=frozenset({"violons"})), 0.4),
    (worth("Les violons de l’orchestre répètent"), worth("Les violons de l’orchestre répètent", names=frozenset({"violons"})), 1.0),
    (worth("Les violons de la grande salle du bourg sont rares"), worth("Les violons de la grande salle du bourg sont rares", names=frozenset({"violons"})), 1.0),
]  # fmt: skip


@pytest.mark.parametrize(("value", "beside", "factor"), WORTH)
def test_what_a_clause_is_worth(value, beside, factor):
    assert value == pytest.approx(beside * factor) and beside > 0


def test_a_clause_of_one_telling_word_is_worth_nothing():
    weights = {stem("violons"): 1.0}
    assert _value_clause(Clause("Les violons jouent ici", True), weights, frozenset()) == 0.0
    more = {**weights, stem("jouent"): 1.0}
    two = _value_clause(Clause("Les violons jouent ici", True), more, frozenset())
    twice = _value_clause(Clause("Les violons jouent ici", True), dict.fromkeys(more, 2.0), frozenset())
    assert 0 < two == pytest.approx(twice / 2)


def test_the_first_sentence_of_a_paragraph_is_worth_more_and_an_item_less():
    def values(*blocks):
        weights = dict.fromkeys(count_stems(CLAUSE), 1.0)
        section = Section("", tuple(Block(kind, text) for kind, text in blocks))
        return [value for clause, value in _value_clauses(section, weights, frozenset()) if clause.text == CLAUSE]

    (first,), (second,) = values(("paragraph", f"{CLAUSE}.")), values(("paragraph", f"Il neige. {CLAUSE}."))
    assert first == pytest.approx(1.15 * second)
    assert values(("list_item", f"{CLAUSE}.")) == [pytest.approx(0.8 * first)]
    assert values(("heading", f"{CLAUSE}.")) == values(("caption", f"{CLAUSE}.")) == []
    assert values(("paragraph", "mot " * 4999 + "."), ("paragraph", f"{CLAUSE}.")) == [pytest.approx(first)]
    assert values(("paragraph", "mot " * 5000 + "."), ("paragraph", f"{CLAUSE}.")) == []


def test_one_chapter_or_titles_everywhere_are_left_alone():
    alone = [Section("", (Block("paragraph", f"{CLAUSE}."),))]
    assert label_sections(alone) == alone
    titled = [Section("A", alone[0].blocks), Section("B", alone[0].blocks)]
    assert label_sections(titled) == titled
    assert label_sections([]) == []


PORT = ["Le port de Lannévez accueille cent bateaux.", "Le port vit de la pêche."]

LABELS = [
    # What is frequent here and absent elsewhere is told.
    (
        [PORT, ["Le temps passe à Lannévez. Les violons de l’orchestre répètent une symphonie. Les violons."]],
        ["Les violons de l’orchestre répètent une symphonie"],
    ),
    # What stands for something said before, or enumerates, is worth less than the sentence beside it.
    (
        [PORT, ["Les violons du bal lui dédient une symphonie. Les violons du bal répètent une symphonie."]],
        ["Les violons du bal répètent une symphonie"],
    ),
    (
        [PORT, ["L’orchestre engage des violons, des altos et des cors. L’orchestre répète une symphonie de violons."]],
        ["L’orchestre répète une symphonie de violons"],
    ),
    # Without a clause, what is said three times and more; a name that comes once, if nothing is; no common word.
    ([PORT, ["Une soirée avec Ozanne. Des violons pour la symphonie, la symphonie, la symphonie."]],
     ["Où il est question de la symphonie"]),
    ([PORT, ["Une soirée avec Ozanne. Des violons et des violons pour la symphonie, la symphonie."]],
     ["Où il est question d’Ozanne"]),
    # A name has its article if it has one anywhere; one of letters or of a body is none without it.
    ([PORT, ["Une soirée à Armorique. Des violons de l’Armorique, encore."]], ["Où il est question de l’Armorique"]),
    ([PORT, ["Une soirée au Phénix. Des violons du Phénix, encore."]], ["Où il est question du Phénix"]),
    ([PORT, ["Un bal avec Région Armor. Encore avec Région Armor, et la symphonie, la symphonie, la symphonie."]],
     ["Où il est question de la symphonie"]),
    # A name that another label holds tells nothing new, nor does a century.
    ([PORT, ["Il pense à Ozanne. Elle aime Ozanne."], ["Il voit Jean Ozanne. Elle voit Jean Ozanne, et la symphonie, la symphonie."]],
     ["Où il est question d’Ozanne", "Où il est question de la symphonie"]),
    ([PORT, ["Des violons du XVIIIe, encore du XVIIIe. La symphonie, la symphonie."]], ["Où il est question de la symphonie"]),
    # A thing has what it is of, unless that is an action that needs more.
    ([PORT, ["Elle aime la ferronnerie du balcon, dit-on."]], ["Où il est question de la ferronnerie du balcon"]),
    # … and what tells nothing without its complement has it, or is none.
    ([PORT, ["Une soirée. L’impact des violons, toujours l’impact des violons, encore l’impact des violons."]],
     ["Où il est question de l’impact des violons"]),
    ([PORT, ["Une soirée. L’impact, et encore l’impact, dit-on. L’impact."]], ["Partie 2"]),
    ([PORT, ["Soirée à la Ville. Encore la Ville. Des violons, une symphonie, des violons."]], ["Partie 2"]),
    # A sentence that could stand in the other chapter as well is not chosen.
    (
        [PORT, ["Le port de Lannévez accueille cent bateaux. La criée vend trente tonnes de lotte et de bar."]],
        ["La criée vend trente tonnes de lotte et de bar"],
    ),
    # Where no clause stands alone, a name; where there is none, a number.
    ([PORT, ["Il pense à la ville de Kerdrel. Elle aime Kerdrel."]], ["Où il est question de Kerdrel"]),
    ([PORT, ["Il pense à la Bretagne. Elle aime la Bretagne."]], ["Où il est question de la Bretagne"]),
    ([PORT, ["Il pense à l’Irlande. Elle aime l’Irlande."]], ["Où il est question de l’Irlande"]),
    ([PORT, ["Il pense aux siens. Elle aime la mer."], ["Il dort."]], ["Partie 2", "Partie 3"]),
]  # fmt: skip


@pytest.mark.parametrize(("chapters", "labels"), LABELS)
def test_labels_tell_what_distinguishes_a_chapter(chapters, labels):
    assert label(*chapters) == labels


def test_titles_that_exist_are_kept():
    sections = [Section("A", (Block("paragraph", "Le port accueille cent bateaux."),))] * 2
    assert label_sections(sections) == sections


def test_no_two_labels_are_the_same():
    made = label(PORT, *[["La criée vend trente tonnes de lotte."]] * 3)
    assert len(set(made)) == 3


WORDS = ["le", "la", "maire", "port", "a", "vend", "est", "qui", "que", "de", "dans", ",", ":", "«", "»", "?", "."]
MORE = ["il", "Lannévez", "12", "et", "1,5", "si", "l’", "n°", "bateaux", "rouvre", "("]


@given(st.lists(st.lists(st.sampled_from(WORDS + MORE), min_size=1, max_size=60), min_size=2, max_size=4))
def test_labels_are_short_and_open_with_no_pronoun(chapters):
    for made in label(*[[" ".join(words)] for words in chapters]):
        assert made.startswith("Partie ") or 15 <= len(made) <= 70
        assert not made.lower().startswith(("il ", "si ", "qui ", "que ", ", ", "de "))


HEADINGS = [
    ("La suite", "La suite"),
    ("x" * 70, "x" * 70),
    (
        "Agriculture : les éleveurs de montagne demandent un plan de soutien avant la fin de l’année prochaine",
        "Agriculture : les éleveurs de montagne demandent un plan de soutien",
    ),
    (
        "Le maire de Lannévez, élu en 2020, a rouvert la halle du vieux port de pêche après des mois de travaux",
        "Le maire de Lannévez a rouvert la halle du vieux port de pêche",
    ),
    (
        "L’âge des victimes allait de 13 à 52 ans, dont six enfants, selon les autorités de l’État de Californie",
        "L’âge des victimes allait de 13 à 52 ans",
    ),
    (
        "Pourquoi les éleveurs de la Brie refusent-ils encore de vacciner leurs troupeaux contre la fièvre ?",
        "Pourquoi les éleveurs de la Brie refusent-ils encore de vacciner…",
    ),
    (
        "La Chine appelle à la retenue après le tir d’un missile balistique russe de portée intermédiaire",
        "La Chine appelle à la retenue",
    ),
    ("x" * 90, "x" * 69 + "…"),
]


@pytest.mark.parametrize(("heading", "name"), HEADINGS)
def test_long_headings_are_shortened_for_the_label(heading, name):
    assert shorten_heading(heading) == name


def test_a_long_heading_is_said_whole():
    heading = HEADINGS[3][0]
    article = Article("T", (Block("heading", heading, 2), Block("paragraph", "Il rouvre.")))
    (chapter,) = write_script(article).chapters
    assert chapter.title == HEADINGS[3][1]
    assert heading in [utterance.text for utterance in chapter.utterances]


@given(st.text(alphabet="abé A.,;:?«» –'’123", max_size=200))
def test_a_name_has_at_most_70_characters(heading):
    assert len(shorten_heading(heading)) <= 70


@pytest.mark.parametrize(("length", "named"), [(70, 70), (71, 42)])
def test_a_heading_of_70_characters_names_its_chapter_whole(length, named):
    heading = "Un titre de chapitre qui est long, et dit tout ce que l’on peut en dire du port"[:length]
    blocks = [Block("heading", heading, 2), Block("paragraph", "mot " * 200), Block("heading", "Deux", 2)]
    article = Article("Titre", (*blocks, Block("paragraph", "mot " * 200)), "", None, "", "")
    assert len(write_script(article).chapters[0].title) == named
