"""Articles to measure with, put together from sentences by a fixed rule: every machine makes the same ones."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence

SEED = 20

PLACES = ["Lannévez", "Saint-Orval", "Brévelle", "Montfaucil", "Kerlouan-les-Bois", "Port-Breuil", "Vaux-sur-Orne"]
NAMES = ["Mme Roux", "M. Ozanne", "Jeanne Lormeau", "le Dr Vial", "Mme Castaing", "M. Le Guen"]
THINGS = ["la piscine", "le pont", "la halle", "l’école", "le musée", "la gare routière", "la médiathèque"]
TITLES = [
    "À {place}, {thing} rouvre après {n} mois",
    "{thing} de {place} coûtera {n} millions",
    "{place} : {n} voix d’écart",
    "Ce qui change pour {thing} à {place}",
    "{name} quitte {place}",
]
SENTENCES = [
    "Le conseil municipal de {place} a voté mardi 3 juin le budget de {thing}, par {n} voix contre 12.",
    "Les travaux ont coûté {n},5 M€, soit 12 % de plus que prévu.",
    "« Nous avons attendu ce jour pendant {n} ans, et le voici enfin », a dit {name} devant les habitants.",
    "À 18h30, {n} personnes se pressaient déjà devant {thing}.",
    "La préfecture et la SNCF n’ont pas souhaité répondre.",
    "Selon l’Insee, {place} compte {n} 340 habitants, contre 21 000 en 1999.",
    "Le chantier reprendra le 1er septembre, si la météo le permet.",
    "{name} rappelle que {thing} date du XIXe siècle et qu’elle fut fermée deux fois.",
    "La ligne 7 passera toutes les {n} minutes, du lundi au samedi, entre 6h et 21h.",
    "Personne n’a été blessé.",
    "Le préavis court jusqu’au 21 mars ; les syndicats demandent 3 % de plus et {n} postes.",
    "D’ici là, il faudra faire le tour par {place}, une bonne demi-heure à pied, presque autant en voiture.",
    "L’association a récolté {n} tonnes de papier, de verre et de carton au 2e trimestre.",
    "« C’est trop peu, trop tard », regrette {name}, qui tient le café de la place.",
    "Le maire, lui, se dit confiant.",
    "Une réunion publique se tiendra jeudi à {place}, salle n° {n}, à partir de 20 heures.",
]
# Put behind a sentence that was already used, so that no sentence of a long article is spoken from the cache.
TAILS = [
    ", indique {name} à la page {n} du rapport.",
    ", lit-on dans le courrier n° {n} de {name}.",
    ", comme il y a {n} ans à {place}.",
    ", selon {n} habitants de {place}.",
]
ENGLISH = [
    "The {thing} near {place} opened again on {day} morning.",
    "{name} says that nobody was hurt.",
    "Heavy rain fell over {place}, and the {thing} had to close its doors.",
    "The council of {place} voted for the new {thing} by a narrow margin.",
    "It was too little and too late, said {name} to the people who were waiting outside.",
    "A public meeting will be held on {day} evening in the {thing} of {place}.",
    "Those who live in {place} will have to walk around the {thing} until {day}.",
    "The work cost far more than {name} had hoped, and it is not over yet.",
]
ENGLISH_WORDS = {
    "place": ["Bramford", "Ashcombe", "Little Marlow", "Westerby", "Holm Bridge", "Carrow"],
    "name": ["Anna Fielding", "the mayor", "Doctor Hale", "George Pruett", "the engineer", "Susan Locke"],
    "thing": ["market hall", "old bridge", "library", "swimming pool", "railway station", "town museum"],
    "day": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"],
}


def short(choose: random.Random, lengths: Sequence[int]) -> str:
    """An article in Markdown of as many sentences as one of `lengths`."""
    lines = [f"# {_filled(choose, choose.choice(TITLES))}"]
    for at in range(choose.choice(lengths)):
        if at and at % 12 == 0:
            lines.append(f"## {_filled(choose, 'Et {thing} de {place} ?')}")
        sentence = _filled(choose, choose.choice(SENTENCES))
        if lines[-1].startswith("#") or at % 3 == 0:
            lines.append(sentence)
        else:
            lines[-1] += f" {sentence}"
    return _text(lines)


def long(words: int, chapter: int = 600) -> str:
    """An article in Markdown of at least `words` words and no sentence twice, with a heading every `chapter` words."""
    choose = random.Random(SEED)
    paragraphs, used, written, part = [f"# {_filled(choose, TITLES[0])}"], set[str](), 0, 1
    while written < words:
        if written >= part * chapter:
            part += 1
            paragraphs.append(f"## Partie {part} : et {choose.choice(THINGS)} de {choose.choice(PLACES)} ?")
        paragraph: list[str] = []
        while len(paragraph) < 3:
            sentence = first = _filled(choose, choose.choice(SENTENCES))
            while sentence in used:
                sentence = first.rstrip(".") + _tail(choose)
            used.add(sentence)
            paragraph.append(sentence)
        paragraphs.append(" ".join(paragraph))
        written += len(paragraphs[-1].split())
    return _text(paragraphs)


def english(words: int) -> str:
    """An English text of at least `words` words, no sentence twice and no figures: for a voice that speaks English."""
    choose = random.Random(SEED)
    said: dict[str, None] = {}
    while sum(len(sentence.split()) for sentence in said) < words:
        sentence = choose.choice(ENGLISH).format(**{key: choose.choice(of) for key, of in ENGLISH_WORDS.items()})
        said[sentence[0].upper() + sentence[1:]] = None
    sentences = list(said)
    return _text(" ".join(sentences[at : at + 3]) for at in range(0, len(sentences), 3))


def plain(article: str) -> str:
    """The words of an article of ours without its marks, for programs that know no Markdown."""
    return "\n".join(line.lstrip("# ") for line in article.splitlines()) + "\n"


def changed(article: str, addition: str) -> str:
    """The article with a sentence more in the paragraph in its middle."""
    paragraphs = article.split("\n\n")
    middle = next(at for at in range(len(paragraphs) // 2, len(paragraphs)) if not paragraphs[at].startswith("#"))
    paragraphs[middle] = f"{paragraphs[middle]} {addition}"
    return "\n\n".join(paragraphs)


def _tail(choose: random.Random) -> str:
    return choose.choice(TAILS).format(place=choose.choice(PLACES), name=choose.choice(NAMES), n=choose.randint(2, 98))


def _filled(choose: random.Random, text: str) -> str:
    said = text.format(
        place=choose.choice(PLACES), name=choose.choice(NAMES), thing=choose.choice(THINGS), n=choose.randint(2, 98)
    )
    return said[0].upper() + said[1:]


def _text(lines: Iterable[str]) -> str:
    return "\n\n".join(lines) + "\n"
