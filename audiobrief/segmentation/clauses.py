"""Short clauses inside a sentence: each with its subject and its verb, and whole where it is cut."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from audiobrief.lazy_regex import lazy_regex
from audiobrief.segmentation.sentences import load_words
from audiobrief.segmentation.words import classify_verb, get_commonness

# Characters of a label.
SHORTEST_LABEL, LONGEST_LABEL = 15, 70
_TOKEN = lazy_regex(r"[^\W\d_]+(?:-[^\W\d_]+)*['’]?|\d[\d.,\u00a0\u202f]*\d|\d|[^\s\w]")
# Articles that may be pronouns.
_ARTICLES = frozenset({"le", "la", "les", "l'"})
_PAUSES = frozenset(",;:–—…")
_INFINITIVE = lazy_regex(r"[^\W\d_]+(?:er|ir|oir|dre|tre|ire|uire|aire|ore|vre|pre)")
_PARTICIPLE = lazy_regex(r"[^\W\d_]+(?:é|i|u|is|it|ert|uit|int)e?s?")
# Sentences that were glued together, and what is English.
_UNREADABLE = lazy_regex(r"[<>=]|\.\.\.\w|…\w|[a-zà-ÿ]\.[A-ZÀ-ÖØ-Þ]|\b(?:the|of|and|with)\b")
# « Cet hiver » points to nothing but the calendar.
_THIS_TIME = lazy_regex(
    r"\b[Cc]e(?:t|tte|s)? (?:hiver|été|printemps|automne|année|mois|semaine|nuit|matin|soir|jour|siècle|fois|temps)\b"
)
# The first words of a question.
_ASKING = lazy_regex(
    r"(?:Pourquoi|Comment|Où|Quand|Combien|Quel(?:le)?s?|Qui|Que|Faut-il|Peut-on|Qu['’]est-ce|Est-ce|À quoi|De quoi)\b"
)


@dataclass(frozen=True, slots=True)
class Clause:
    """A part of a sentence that can stand alone. `whole` tells that nothing was left out at its end."""

    text: str
    whole: bool


@dataclass(frozen=True, slots=True)
class _Token:
    start: int
    end: int
    word: str
    """In lower case, with a straight apostrophe."""


def find_clauses(sentence: str, names: frozenset[str]) -> Iterator[Clause]:
    """The clauses of 15 to 70 characters in a sentence without its quotation marks, the longest first.

    `names` are the words of the article that are written with a capital inside its sentences, in lower case.
    """
    body = sentence.rstrip(" .!…")
    if _ASKING.match(body) and body.endswith("?"):
        asks = any(classify_verb(token.word.split("-")[0]) for token in _tokenize(body))
        if asks and SHORTEST_LABEL <= len(body) <= LONGEST_LABEL and not _says_who(body):
            yield Clause(body, True)
        return
    if "?" in body or _UNREADABLE.search(body):
        return
    tokens = _tokenize(body)
    start = _find_start(tokens, names)
    if start is None:
        return
    tokens = tokens[start:]
    verb = _find_main_verb(tokens, names)
    if verb is None or not _is_subject(tokens[:verb], names):
        return
    tokens, removed = _remove_apposition(tokens, verb)
    verb -= removed
    # « Le gardien, allume la lampe »: the comma is a fault, or words are missing.
    if tokens[verb - 1].word == ",":
        return
    for end in range(len(tokens), verb, -1):
        text = _join(body, tokens[:end])
        if len(text) > LONGEST_LABEL:
            continue
        if len(text) < SHORTEST_LABEL:
            return
        if _may_end(tokens, verb, end) and not _says_who(text):
            yield Clause(text[0].upper() + text[1:], end == len(tokens))


def _tokenize(text: str) -> list[_Token]:
    return [
        _Token(found.start(), found.end(), found.group().lower().replace("’", "'")) for found in _TOKEN.finditer(text)
    ]


def _in(token: _Token, key: str) -> bool:
    return token.word.rstrip("'") in load_words("function_words", key)


def _says_who(text: str) -> bool:
    """Whether somebody speaks of himself or to somebody, or points to what stands elsewhere."""
    plain = _THIS_TIME.sub("", text)
    return any(_in(token, "persons") or _in(token, "demonstratives") for token in _tokenize(plain)[1:])


def _find_start(tokens: list[_Token], names: frozenset[str]) -> int | None:
    """Where a clause begins that needs nothing of what stands before it: behind connectives and an introduction."""
    at = 0
    while at < len(tokens) and _in(tokens[at], "connectives"):
        at += 1
        if at < len(tokens) and tokens[at].word == ",":
            at += 1
    # « Si », but also « alors que », « même si ».
    if at >= len(tokens) or any(_in(token, "conditions") for token in tokens[at : at + 2]):
        return None
    if _opens_subject(tokens, at, names):
        return at
    # An introduction (« En 1998, », « Arrivé en mars, ») with its comma.
    for comma in range(at + 1, min(len(tokens) - 2, at + 14)):
        if tokens[comma].word == "," and _opens_subject(tokens, comma + 1, names):
            introduction = tokens[at:comma]
            if any(_in(token, "conditions") or _in(token, "persons") for token in introduction):
                return None
            return comma + 1
    return None


def _opens_subject(tokens: list[_Token], at: int, names: frozenset[str]) -> bool:
    token = tokens[at]
    if token.word in names or _in(token, "subject_openers"):
        return True
    return token.word[0].isdigit() and at + 1 < len(tokens) and tokens[at + 1].word[0].isalpha()


def _find_main_verb(tokens: list[_Token], names: frozenset[str]) -> int | None:
    """The index of the verb of the main clause."""
    inside = 0
    for at in range(1, len(tokens)):
        token = tokens[at]
        if _in(token, "relatives"):
            inside += 1
        elif _is_verb(tokens, at, names):
            if not inside:
                return at
            inside -= 1
    return None


def _is_verb(tokens: list[_Token], at: int, names: frozenset[str]) -> bool:
    """Whether the token is a finite verb, as far as its neighbours tell."""
    word, before = tokens[at].word, tokens[at - 1]
    kind = classify_verb(word)
    if (
        not kind
        or word in names
        or _in(tokens[at], "no_verbs")
        or (_in(before, "determiners") and before.word not in (*_ARTICLES, "en"))
    ):
        return False
    if _in(before, "prepositions"):
        return False
    if before.word in _ARTICLES:
        # An article, unless a pronoun stands before it (« la direction les a reçus »).
        return kind == "verb" and at >= 3 and not _in(tokens[at - 2], "links") and tokens[at - 2].word != ","
    if kind == "verb":
        return True
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    return at >= 2 and following is not None and _in(following, "objects")


def _is_subject(tokens: list[_Token], names: frozenset[str]) -> bool:
    """Whether the words before the verb name somebody or something, without pointing to what was said before."""
    if any(_in(token, "persons") or _in(token, "no_subject") for token in tokens):
        return False
    if any(token.word in _PAUSES and token.word != "," for token in tokens):
        return False
    # « en est », « et a » before the verb; « Le plus dur est ».
    if tokens[-1].word in ("en", "y", "et", "ou") or (len(tokens) > 1 and tokens[1].word in ("plus", "moins")):
        return False
    said = [token for token in tokens if not _in(token, "clitics") and not _in(token, "connectives")]
    if said and _in(said[-1], "pointers") and len(said) <= 2:
        return False
    # « La deuxième piste », « L'exemple le plus frappant », but « La question de l'eau », « La Première Guerre ».
    if len(tokens) > 1 and tokens[1].word not in names and _in(tokens[0], "articles"):
        if _in(tokens[1], "ordinals"):
            return False
        noun = next((at for at in range(1, len(tokens)) if not _in(tokens[at], "subject_openers")), len(tokens))
        if noun < len(tokens) and _in(tokens[noun], "pointers") and not _opens_complement(tokens, noun + 1):
            return False
    # « Leurs droits », but « les élus et leurs proches ».
    owner = next((at for at, token in enumerate(tokens) if _in(token, "owners")), None)
    if owner is not None and not any(token.word == "et" for token in tokens[:owner]):
        return False
    # « Le dernier en date est … ».
    if len(tokens) > 2 and _in(tokens[1], "pointers") and tokens[2].word in ("en", "à"):
        return False
    return any(
        token.word in names or (token.word[0].isalpha() and len(token.word) > 2 and not _in(token, "never_last"))
        for token in said
    )


def _opens_complement(tokens: list[_Token], at: int) -> bool:
    """Whether a noun is said to be of something (« la question de l'eau »)."""
    return at < len(tokens) and _in(tokens[at], "of")


def _remove_apposition(tokens: list[_Token], verb: int) -> tuple[list[_Token], int]:
    """The tokens without what stands between commas right before the verb, and how many were removed."""
    commas = [at for at in range(verb) if tokens[at].word == ","]
    last = verb - 1
    while last > 0 and _in(tokens[last], "clitics"):
        last -= 1
    if len(commas) >= 2 and commas[-1] == last and commas[0] >= 1:
        return [*tokens[: commas[0]], *tokens[last + 1 :]], last + 1 - commas[0]
    return tokens, 0


def _join(body: str, tokens: list[_Token]) -> str:
    """The text of the tokens, with the spaces of `body`, and one where something was left out."""
    parts: list[str] = []
    for at, token in enumerate(tokens):
        gap = ""
        if at:
            before = tokens[at - 1]
            between = body[before.end : token.start]
            gap = between if not between.strip() else " "
        parts.append(gap + body[token.start : token.end])
    return "".join(parts).strip(" ,;:–—-")


def _may_end(tokens: list[_Token], verb: int, end: int) -> bool:
    """Whether a clause with this verb can end before the token `end`."""
    last = tokens[end - 1]
    if (
        last.word in _PAUSES
        or _in(last, "never_last")
        or _in(last, "weak_adverbs")
        or last.word.endswith("'")
        or not last.word[0].isalnum()
    ):
        return False
    # « le 12 », « les premières »: of what, follows or stands elsewhere.
    if (last.word[0].isdigit() or _in(last, "pointers")) and _in(tokens[end - 2], "articles"):
        return False
    following = tokens[end] if end < len(tokens) else None
    if following and following.word not in _PAUSES and not _in(following, "clause_breaks"):
        return False
    after = tokens[verb + 1 : end]
    if any(token.word in _PAUSES and token.word != "," for token in after) or (after and after[0].word == ","):
        return False
    # A comma ends a clause if another follows, but not among the members of an enumeration.
    if following and following.word == "," and _is_member(tokens[end + 1 :]):
        return False
    # After a comma, only a clause with a verb, or more of a whole enumeration (« A, B et C »).
    commas = [at for at, token in enumerate(after) if token.word == ","]
    if commas:
        rest = after[commas[-1] + 1 :]
        if not any(classify_verb(token.word) for token in rest) and (following or _in(rest[0], "connectives")):
            return False
    if following and classify_verb(last.word) == "verb" and not _in(tokens[end - 2], "articles"):
        return False
    return (
        _is_complete(tokens[verb], after, following is None)
        and not _points_back(after)
        and (following is None or _may_be_cut(after, following))
    )


def _is_member(tokens: list[_Token]) -> bool:
    """Whether what follows a comma is another member of an enumeration: a few words without a verb."""
    until = next((at for at, token in enumerate(tokens) if token.word in _PAUSES), len(tokens))
    if until > 4 or not tokens or _in(tokens[0], "clause_breaks") or _in(tokens[0], "relatives"):
        return False
    return not any(classify_verb(token.word) == "verb" for token in tokens[:until])


def _points_back(after: list[_Token]) -> bool:
    """Whether an infinitive has a pronoun for object (« à le dire », « d'en rire »), or is joined to what is none (« et
    dire »)."""
    for at in range(1, len(after)):
        if not _is_infinitive(after[at]):
            continue
        before = after[at - 1].word
        if before == "en":
            return True
        if before in _ARTICLES and at > 1 and after[at - 2].word in ("à", "de", "pour", "sans"):
            return True
        if before in ("et", "ou") and not any(_is_infinitive(token) for token in after[: at - 1]):
            return True
    return False


def _may_be_cut(after: list[_Token], following: _Token) -> bool:
    """Whether a clause that ends with `after` needs nothing of what follows."""
    if _in(following, "relatives"):
        # « la plate-forme qui … »: which one, the relative clause says; « X et un format qui … » may be both.
        if len(after) > 1 and after[-2].word in _ARTICLES:
            return False
        return not any(token.word in ("et", "ou") for token in after[-4:])
    # « est considéré comme », « est spécialisé dans ».
    is_participle = bool(_PARTICIPLE.fullmatch(after[-1].word)) and (len(after) < 2 or not _in(after[-2], "articles"))
    return not is_participle or following.word in _PAUSES or _in(following, "agents")


def _is_infinitive(token: _Token) -> bool:
    return bool(_INFINITIVE.fullmatch(token.word)) and get_commonness(token.word) > 0


def _is_complete(verb: _Token, after: list[_Token], whole: bool) -> bool:
    """Whether the verb has its complement, and every subordinate clause its verb."""
    openers = sum(_in(token, "relatives") for token in after)
    verbs = sum(
        bool(classify_verb(token.word)) and not (at and _in(after[at - 1], "determiners"))
        for at, token in enumerate(after)
    )
    if openers > verbs:
        return False
    content = [token for token in after if token.word[0].isalnum() and not _in(token, "never_last")]
    if not content and (not whole or _in(verb, "being")):
        return False
    if whole:
        return True
    # « sont réalisées » by whom, where and when is all that the clause tells.
    if _in(verb, "being") and len(content) == 1 and _PARTICIPLE.fullmatch(content[0].word):
        return False
    last, before = after[-1], after[-2] if len(after) > 1 else verb
    if _in(last, "incomplete") or last.word.rstrip("s").rstrip("e") in load_words("function_words", "incomplete"):
        return False
    if _in(last, "locutions") and before.word in ("en", "à", "pour"):
        return False
    is_participle = _PARTICIPLE.fullmatch(last.word) and not _in(before, "articles")
    if len(content) == 1 and is_participle and not _in(verb, "being"):
        return False
    if _in(verb, "helping") and not any(_is_infinitive(token) for token in after):
        return False
    return not _is_infinitive(last) or _in(before, "articles")
