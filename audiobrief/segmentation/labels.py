"""Label chapters without a heading by a short clause of theirs, and shorten headings that are too long to name one."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from audiobrief.lazy_regex import lazy_regex
from audiobrief.segmentation.chapters import Section
from audiobrief.segmentation.clauses import LONGEST_LABEL, Clause, find_clauses
from audiobrief.segmentation.sentences import find_sentences, load_words
from audiobrief.segmentation.titles import clean_marks, make_title, trim_weak_end
from audiobrief.segmentation.words import WORD, classify_verb, count_stems, get_commonness, stem

# Characters of a chapter that are read for its label.
_MAX_READ = 20_000
_ASIDE = lazy_regex(r"\s?\([^()]{0,200}\)|\s?\[[^\[\]]{0,200}\]")
_INNER_NAME = lazy_regex(r"(?<=[\w,’'] )[A-ZÀ-ÖØ-Þ][\w-]+|(?<=[’'])[A-ZÀ-ÖØ-Þ][\w-]+")
_CAPITALISED = lazy_regex(r"(?<=[ ’'])[A-ZÀ-ÖØ-Þ][\w-]+")
_NAMED = lazy_regex(
    r"(?P<of>\b[Àà] la |\b[Àà] l[’']|\b[Aa]ux? |\b[Dd]e la |\b[Dd]e l[’']|\b[Dd]u |\b[Dd]es |\b[Dd]e |\b[Dd][’']"
    r"|\b[Ll]a |\b[Ll]e |\b[Ll]es |\b[Ll][’'])?"
    r"(?P<name>[A-ZÀ-ÖØ-Þ][\w-]+(?: (?:(?:de|du|des|la) |d[’'])?[A-ZÀ-ÖØ-Þ][\w-]+){0,3})"
)
# « la capacité de nouer », « l'incapacité de l'assumer » need what follows.
_INFINITIVE = lazy_regex(r"^ (?:de |d[’']|de l[’'])[a-zà-ÿ]+(?:er|ir|re)$")
_NUMERAL = lazy_regex(r"[IVXLC]+e?")
_CAPITAL_BEFORE = lazy_regex(r"[A-ZÀ-ÖØ-Þ][\w-]+ $")
# A noun behind its article, before what cannot be another part of its name.
_THING = lazy_regex(
    r"\b(?P<of>de la |de l[’']|du |des |la |le |les |l[’'])(?P<name>[a-zà-ÿ]{4,}(?:-[a-zà-ÿ]+)*)"
    r"(?P<more> (?:de la |de l[’']|du |des |de |d[’'])(?:[a-zà-ÿ]{4,}|[A-ZÀ-ÖØ-Þ][\w-]+)(?=[.,;:!?) ]))?"
    r"(?=[.,;:!?)]| (?:et|ou|qui|que|dans|pour|par|sur|est|sont|a|ont|en|au|aux|à|de|du|des|se|ne) | d[’'])"
)
# What « de » and an article become together.
_OF = {
    "la": "de la ",
    "le": "du ",
    "les": "des ",
    "l'": "de l’",
    "à la": "de la ",
    "à l'": "de l’",
    "au": "du ",
    "aux": "des ",
    "de la": "de la ",
    "de l'": "de l’",
    "du": "du ",
    "des": "des ",
}
# What a clause is worth more when it is a whole sentence, and when its sentence opens a paragraph.
_WHOLE, _OPENING = 1.2, 1.15
# … and less, when it holds what stands for something said before, and when it is long-winded.
_FACTORS = {"anaphors": 0.7, "possessives": 0.85}
_ENUMERATING = 0.7
# Shorter clauses without a name tell little.
_SHORT, _FULL, _TERSE, _BARE = 30, 45, 0.6, 0.4
# Words of at most this class of frequency tell a subject.
_RARE = 4
# A thing alone tells a subject if the chapter names it so often.
_FREQUENT = 3
# What a stem weighs that occurs twice in a chapter, and less often in the others.
_TWICE = math.log1p(2) / 2


def label_sections(sections: Sequence[Section]) -> list[Section]:
    """The sections, with a label for each that has no title, chosen for what distinguishes it from the others."""
    if len(sections) < 2 or all(section.title for section in sections):
        return list(sections)
    counts = [_count_section(section) for section in sections]
    whole: Counter[str] = Counter()
    for count in counts:
        whole.update(count)
    names = _find_names(sections)
    taken = {section.title for section in sections}
    labelled: list[Section] = []
    for number, (section, count) in enumerate(zip(sections, counts, strict=True), 1):
        title = section.title
        if not title:
            title = _choose_label(section, _weigh_stems(count, whole, names), names, taken) or f"Partie {number}"
            taken.add(title)
        labelled.append(replace(section, title=title))
    return labelled


def shorten_heading(text: str, longest: int = LONGEST_LABEL) -> str:
    """A heading as the name of a chapter: whole if it is no longer than `longest`, else a clause or a phrase of it.

    Where no phrase ends in time it is cut behind a word, with an ellipsis.
    """
    plain = " ".join(text.split())
    if len(plain) <= longest:
        return plain
    names = frozenset(found.group().lower() for found in _CAPITALISED.finditer(plain))
    clauses = [clause.text for clause in find_clauses(clean_marks(plain), names)]
    short = next((clause for clause in clauses if len(clause) <= longest), "") or make_title(plain, longest)
    if plain.endswith("?") and not short.endswith("?"):
        short += "\u00a0?"
    if len(short) <= longest:
        return short
    head = trim_weak_end(short[: short.rfind(" ", 0, longest) if " " in short[:longest] else longest - 1])
    return f"{head}…"


def _count_section(section: Section) -> Counter[str]:
    counts: Counter[str] = Counter()
    for block in section.blocks:
        counts.update(count_stems(block.text))
    return counts


def _find_names(sections: Sequence[Section]) -> frozenset[str]:
    """The words that are written with a capital inside sentences, in lower case."""
    return frozenset(
        found.group().lower()
        for section in sections
        for block in section.blocks
        if block.kind != "heading"
        for found in _INNER_NAME.finditer(block.text[:_MAX_READ])
    ) - load_words("function_words", "never_last")


def _weigh_stems(count: Counter[str], whole: Counter[str], names: frozenset[str]) -> dict[str, float]:
    """What each stem of a chapter tells of it: more if it is frequent here and rare in the others."""
    named = {stem(name) for name in names}
    return {
        word: math.log1p(number) * (number / whole[word]) * (1.5 if word in named else 1.0)
        for word, number in count.items()
    }


def _choose_label(section: Section, weights: dict[str, float], names: frozenset[str], taken: set[str]) -> str:
    best, choice = 0.0, ""
    for clause, value in _value_clauses(section, weights, names):
        if value > best and clause.text not in taken:
            best, choice = value, clause.text
    return choice or _name_subject(section, weights, taken)


def _value_clauses(
    section: Section, weights: dict[str, float], names: frozenset[str]
) -> Iterator[tuple[Clause, float]]:
    read = 0
    for block in section.blocks:
        if block.kind in ("heading", "caption") or read > _MAX_READ:
            continue
        read += len(block.text)
        text = block.text[:_MAX_READ]
        for at, (start, end) in enumerate(find_sentences(text)):
            sentence = clean_marks(_ASIDE.sub("", text[start:end]))
            for clause in find_clauses(sentence, names):
                value = _value_clause(clause, weights, names)
                yield clause, value * (_OPENING if at == 0 else 1.0) * (0.8 if block.kind != "paragraph" else 1.0)


def _value_clause(clause: Clause, weights: dict[str, float], names: frozenset[str]) -> float:
    words = [found.group().lower() for found in WORD.finditer(clause.text)]
    stems = {stem(word) for word in words if len(word) > 2}
    told = [weights[word] for word in stems if word in weights]
    if len(told) < 2:
        return 0.0
    rare = sum(1 for word in words if get_commonness(word) <= _RARE)
    value = sum(told) / math.sqrt(2 + len(words)) * min(1.0, rare / 3)
    if clause.whole:
        value *= _WHOLE
    for key, factor in _FACTORS.items():
        if any(word in load_words("function_words", key) for word in words):
            value *= factor
    if not any(word in names for word in words):
        if len(clause.text) < _SHORT:
            value *= _TERSE
        # « Le principe est simple »: what is said to be somehow.
        if len(clause.text) < _FULL and any(word in load_words("function_words", "being") for word in words):
            value *= _BARE
    return value * (_ENUMERATING if "," in clause.text else 1.0)


def _name_subject(section: Section, weights: dict[str, float], taken: set[str]) -> str:
    """« Où il est question de X »: the name, or else the thing, that tells most of a chapter; empty without any."""
    names: Counter[tuple[str, str]] = Counter()
    whole_things: Counter[str] = Counter()
    things: Counter[str] = Counter()
    others: Counter[str] = Counter()
    known = {word for text in taken for word in WORD.findall(text.lower())}

    def is_distinct(text: str) -> bool:
        return any(weights.get(word, 0.0) > _TWICE for word in count_stems(text))

    for block in section.blocks:
        for start, end in find_sentences(block.text[:_MAX_READ]):
            sentence = clean_marks(block.text[start:end])
            # The first word of a sentence has a capital in any case.
            names.update(
                (found["name"], found["of"] or "")
                for found in _NAMED.finditer(sentence)
                if found.start("name")
                and _is_name(found["name"])
                and (found["of"] or not _needs_article(found["name"]))
                # A name that the title or another label holds tells nothing new.
                and WORD.findall(found["name"].lower())[-1] not in known
                and not _CAPITAL_BEFORE.search(sentence[: found.start()])
                and is_distinct(found["name"])
            )
            for found in _THING.finditer(sentence):
                more = "" if _INFINITIVE.search(found["more"] or "") else found["more"] or ""
                if _is_thing(found["name"]) and not is_distinct(found["name"]):
                    others[_write_of(found["of"], found["name"] + more)] += 1
                elif _is_thing(found["name"]):
                    if more:
                        whole_things[_write_of(found["of"], found["name"] + more)] += 1
                    if found["name"] not in load_words("function_words", "vague"):
                        things[_write_of(found["of"], found["name"])] += 1
    written = _write_names(names)
    often = Counter({text: number for text, number in written.items() if number > 1})
    full = Counter({text: number for text, number in written.items() if text.count(" ") > 1})
    frequent = Counter({text: number for text, number in things.items() if number >= _FREQUENT})
    choices = (
        _choose_subject(found, weights, taken)
        for found in (often, full, frequent, whole_things, written, things, others)
    )
    return next(filter(None, choices), "")


def _needs_article(name: str) -> bool:
    """Whether a name is one of a body (« Région de Brévelle ») or of letters (« LGBT »)."""
    return name.split()[0].lower() in load_words("function_words", "bodies") or name.isupper()


def _write_names(names: Counter[tuple[str, str]]) -> Counter[str]:
    """How often each name occurs behind « de », with its article if it has one anywhere (« de l'Occident »)."""
    articles: dict[str, Counter[str]] = {}
    for (name, article), number in names.items():
        articles.setdefault(name, Counter())[_write_of(article, "")] += number
    bare = {"de ", "d’"}
    written: Counter[str] = Counter()
    for name, forms in articles.items():
        own = [form for form, _ in forms.most_common() if form not in bare]
        written[(own[0] if own else _write_of("", name).removesuffix(name)) + name] = sum(forms.values())
    return written


def _is_thing(noun: str) -> bool:
    return (
        noun not in load_words("function_words", "amounts")
        and get_commonness(noun) < _RARE - 1
        and not classify_verb(noun)
        and not noun.endswith(("er", "ir", "ais", "ez", "ons"))
    )


def _choose_subject(found: Counter[str], weights: dict[str, float], taken: set[str]) -> str:
    """The label made of what tells most."""

    def value(text: str) -> tuple[float, str]:
        return found[text] * sum(weights.get(word, 0.0) for word in count_stems(text)), text

    labels = {text: f"Où il est question {text}" for text in found}
    fitting = [text for text, label in labels.items() if len(label) <= LONGEST_LABEL and label not in taken]
    return labels[max(fitting, key=value)] if fitting else ""


def _is_name(words: str) -> bool:
    """Whether what is written with a capital is a name, and no common word, unit or abbreviation."""
    if _NUMERAL.fullmatch(words):
        # « au XXIe siècle »
        return False
    return len(words) > 3 and any(get_commonness(word.lower()) <= 1 for word in words.split() if word[0].isupper())


def _write_of(article: str, name: str) -> str:
    of = _OF.get(article.strip().lower().replace("’", "'"))
    if of is None:
        of = "d’" if re.match(r"[AEIOUYÀÂÉÈÊÎÔÛ]", name) else "de "
    return of + name
