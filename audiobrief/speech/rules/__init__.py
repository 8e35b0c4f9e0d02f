"""The rules of reading, one file for each kind of text, in the order in which they claim spans."""

from audiobrief.speech.lexicon import Lexicon
from audiobrief.speech.rule import Rule, RuleSet
from audiobrief.speech.rules import (
    abbreviations,
    acronyms,
    ages,
    cardinals,
    chemistry,
    codes,
    coordinates,
    dates,
    editorial_brackets,
    enumerators,
    foreign,
    foreign_passages,
    fractions,
    greek,
    identifiers,
    inclusive,
    junk,
    measures,
    money,
    music,
    ordinals,
    phones,
    ranges,
    rates,
    roman,
    runaway_input,
    spaced_letters,
    superscripts,
    symbols,
    times,
    typography,
    user_lexicon,
    web,
)


def build_rules(lexicon: Lexicon) -> tuple[Rule, ...]:
    """All rules in their order, with patterns for `lexicon`."""
    return (
        *runaway_input.RULES,
        *user_lexicon.RULES,
        *foreign_passages.RULES,
        *spaced_letters.RULES,
        *superscripts.RULES,
        *junk.TAGS,
        *web.RULES,
        *editorial_brackets.LETTERS,
        *inclusive.RULES,
        *music.RULES,
        *junk.build_rules(lexicon),
        *editorial_brackets.ASIDES,
        *identifiers.RULES,
        *phones.RULES,
        *ages.RULES,
        *measures.build_part_rules(lexicon),
        *coordinates.RULES,
        *enumerators.RULES,
        *dates.RULES,
        *times.RULES,
        *fractions.POWERS,
        *money.build_rules(lexicon),
        *rates.RULES,
        *measures.build_rules(lexicon),
        *fractions.RULES,
        *acronyms.SPACED,
        *abbreviations.build_rules(lexicon),
        *chemistry.RULES,
        *roman.PARTS,
        *codes.RULES,
        *ordinals.RULES,
        *roman.RULES,
        *ranges.RULES,
        *cardinals.RULES,
        *foreign.RULES,
        *acronyms.RULES,
        *symbols.build_rules(lexicon),
        *greek.RULES,
        *typography.RULES,
    )


def index_rules(lexicon: Lexicon) -> RuleSet:
    """The rules for `lexicon`, ready to be searched with; `lexicon.derive(index_rules)` compiles them once."""
    return RuleSet(lexicon.derive(build_rules))
