"""The rules of reading, one file for each kind of text, in the order in which they claim spans."""

from audiobrief.speech.lexicon import Lexicon
from audiobrief.speech.rule import Rule
from audiobrief.speech.rules import (
    abbreviations,
    acronyms,
    ages,
    cardinals,
    codes,
    dates,
    editorial_brackets,
    foreign,
    fractions,
    inclusive,
    junk,
    measures,
    money,
    ordinals,
    phones,
    ranges,
    rates,
    roman,
    runaway_input,
    symbols,
    times,
    typography,
    user_lexicon,
    web,
)


def build_rules(lexicon: Lexicon) -> tuple[Rule, ...]:
    """All rules in their order, with patterns for `lexicon`; `lexicon.derive(build_rules)` compiles them once."""
    return (
        *runaway_input.RULES,
        *user_lexicon.RULES,
        *junk.TAGS,
        *web.RULES,
        *editorial_brackets.LETTERS,
        *inclusive.RULES,
        *junk.build_rules(lexicon),
        *editorial_brackets.ASIDES,
        *phones.RULES,
        *ages.RULES,
        *measures.build_part_rules(lexicon),
        *dates.RULES,
        *times.RULES,
        *money.build_rules(lexicon),
        *rates.RULES,
        *measures.build_rules(lexicon),
        *fractions.RULES,
        *abbreviations.build_rules(lexicon),
        *roman.PARTS,
        *codes.RULES,
        *ordinals.RULES,
        *roman.RULES,
        *ranges.RULES,
        *cardinals.RULES,
        *foreign.RULES,
        *acronyms.RULES,
        *symbols.build_rules(lexicon),
        *typography.RULES,
    )
