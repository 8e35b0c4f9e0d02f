"""Make docs/homographs.md: the commonest spellings with two pronunciations, and what is done about each.

    python tools/list_homographs.py lexicons

`lexicons` is the folder that `tools/build_dictionary.py` is given: Lexique 3.83 and gruut-lang-fr. A spelling counts if
either has two pronunciations of it that differ in more than what `outline` ignores, if it is in -tions and a verb in
-ter has the same form, or if a rule of this program decides about it. They are ranked by occurrences in Lexique.
`list_homographs.toml` says why the others are left.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from build_dictionary import outline, read_gruut, read_lexique

from audiobrief.pronunciation.homographs import list_homographs
from audiobrief.system.toml_files import parse_toml

PAGE = Path(__file__).parents[1] / "docs" / "homographs.md"
COUNT = 300
HEAD = """# Words with two pronunciations

The {count} commonest spellings to which Lexique 3.83 or gruut-lang-fr gives two pronunciations, the commonest first.
`audiobrief script --phonemes --why` shows which one a sentence gets. Where a spelling is left, the dictionary's first
pronunciation is said. `tools/list_homographs.py` makes this page.

| Spelling | Pronunciations | What decides |
|---|---|---|
"""
NUMERALS = {"cinq", "six", "huit", "neuf", "dix", "vingt", "cent", "cents"}


def collect_words(folder: Path) -> dict[str, tuple[list[str], float]]:
    """Spellings with two pronunciations: these, and how frequent the spelling is."""
    lexique, gruut = read_lexique(folder), read_gruut(folder)
    found: dict[str, tuple[list[str], float]] = {}
    for word in sorted({*lexique, *gruut, *list_homographs()}):
        said = [
            each for each in sorted(lexique.get(word, {}), key=lambda each: -sum(lexique[word][each].values())) if each
        ]
        use = sum(sum(classes.values()) for classes in lexique.get(word, {}).values())
        if word.endswith("tions") and f"{word[:-4]}er" in lexique and said and said[0].endswith("sjɔ̃"):
            said.append(said[0].removesuffix("sjɔ̃") + "tjɔ̃")
        distinct: dict[str, str] = {}
        for each in (*said, *list_homographs().get(word, ()), *gruut.get(word, ())):
            distinct.setdefault(outline(each), each)
        if len(distinct) > 1:
            found[word] = (list(distinct.values())[:3], use)
    return found


def explain_word(word: str, said: list[str], reasons: dict[str, list[str]]) -> str:
    if word in list_homographs():
        return "the sentence"
    if word.endswith("tions") and said[1].endswith("tjɔ̃"):
        return "the sentence: the verb follows « nous »"
    if word in NUMERALS:
        return "what follows"
    for reason, words in reasons.items():
        if word in words:
            return f"left: {reason}"
    if any(re.fullmatch(f"{re.escape(said[0])}[zntʁp]", other) for other in said[1:]):
        return "liaison"
    return "left: said either way"


def main() -> None:
    reasons: dict[str, list[str]] = parse_toml(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    words = collect_words(Path(sys.argv[1]))
    ranked = sorted(words, key=lambda word: (-words[word][1], word))[:COUNT]
    lines = [
        f"| {word} | {', '.join(words[word][0])} | {explain_word(word, words[word][0], reasons)} |" for word in ranked
    ]
    others = sorted(
        word
        for word in words
        if word not in ranked
        and not explain_word(word, words[word][0], reasons).startswith("left")
        and (word in list_homographs() or word.endswith("tions"))
    )
    tail = f"\nThe sentence also decides about these, which are rarer: {', '.join(others)}.\n"
    PAGE.write_text(HEAD.format(count=COUNT) + "\n".join(lines) + "\n" + tail, encoding="utf-8")


if __name__ == "__main__":
    main()
