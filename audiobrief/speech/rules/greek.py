"""Greek letters that stand alone are said by their names: `rayons γ`, `TNF-α`, `Δt`."""

import re

from audiobrief.lazy_regex import lazy_regex
from audiobrief.speech.rule import Context, Rule, Said

_NAMES = {
    "α": "alpha", "β": "bêta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "ζ": "zêta", "η": "êta", "θ": "thêta",
    "κ": "kappa", "λ": "lambda", "μ": "mu", "ν": "nu", "ξ": "xi", "π": "pi", "ρ": "rhô", "σ": "sigma", "τ": "tau",
    "φ": "phi", "χ": "khi", "ψ": "psi", "ω": "oméga", "Γ": "gamma", "Δ": "delta", "Θ": "thêta", "Λ": "lambda",
    "Π": "pi", "Σ": "sigma", "Φ": "phi", "Ψ": "psi", "Ω": "oméga",
}  # fmt: skip
_GREEK = "\u0370-\u03ff"


def _say_letter(match: re.Match[str], context: Context) -> Said:
    before, after = context.text[match.start() - 1 : match.start()], context.get_text_after(match.end(), 1)
    return f"{' ' if before.isalnum() else ''}{_NAMES[match[0]]}{' ' if after.isalnum() else ''}"


RULES = (
    Rule(
        "greek",
        lazy_regex(rf"(?<![{_GREEK}])[{''.join(_NAMES)}](?![{_GREEK}])"),
        _say_letter,
        needs=frozenset(_NAMES),
    ),
)
