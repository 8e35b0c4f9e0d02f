"""Put formulas in LaTeX into the characters of a text; what is not simple is only named."""

from __future__ import annotations

import re

from audiobrief.lazy_regex import lazy_regex

_NAMED = "formule"
_MAX_LENGTH = 80
_SYMBOLS = {
    "times": "×", "cdot": "×", "div": "÷", "pm": "±", "leq": "≤", "le": "≤", "geq": "≥", "ge": "≥", "neq": "≠",
    "ne": "≠", "approx": "≈", "simeq": "≈", "infty": "l’infini", "pi": "π", "alpha": "α", "beta": "β", "gamma": "γ",
    "delta": "δ", "Delta": "Δ", "epsilon": "ε", "varepsilon": "ε", "theta": "θ", "lambda": "λ", "mu": "μ", "rho": "ρ",
    "sigma": "σ",
    "tau": "τ", "phi": "φ", "varphi": "φ", "omega": "ω", "Omega": "Ω", "percent": "%", "degree": "°", "circ": "°",
    "rightarrow": "→", "to": "→", "ldots": "…", "dots": "…",
}  # fmt: skip
_SUPERSCRIPTS = str.maketrans("0123456789+-n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿ")
_FRACTIONS = {
    ("1", "2"): "½", ("1", "3"): "⅓", ("2", "3"): "⅔", ("1", "4"): "¼", ("3", "4"): "¾", ("1", "5"): "⅕",
}  # fmt: skip
_WRAPPED = lazy_regex(
    r"\\(?:text|mathrm|mathbf|mathit|textrm|operatorname|mathsf|displaystyle|boldsymbol)\s*\{([^{}]*)\}"
)
_STYLE = lazy_regex(r"\\(?:(?:displaystyle|textstyle|left|right|quad|qquad)(?![A-Za-z])|[,;:!])|~")
_FRACTION = lazy_regex(r"\\[dt]?frac\s*(?:\{([^{}]*)\}|(\d))\s*(?:\{([^{}]*)\}|(\d))")
_ROOT = lazy_regex(r"\\sqrt\s*\{([^{}]*)\}")
_POWER = lazy_regex(r"\s*\^\s*(?:\{\s*([^{}]*?)\s*\}|(\w))")
_INDEX = lazy_regex(r"_\s*(?:\{\s*([^{}]*?)\s*\}|(\w))")
_COMMAND = lazy_regex(r"\\([A-Za-z]+)")


def speak_formula(latex: str) -> str:
    """A formula as the words and signs of a text (« E = mc² », « ½ »); « formule » if it is not simple.

    >>> speak_formula(r"E = mc^2"), speak_formula(r"\\frac{1}{2}"), speak_formula(r"\\int_0^1 f(x)\\,dx")
    ('E = mc²', '½', 'formule')
    """
    text = latex.strip()
    for wrapper in (r"\{\\displaystyle\s*(.*)\}", r"\{\\textstyle\s*(.*)\}", r"\{(.*)\}"):
        if found := re.fullmatch(wrapper, text, re.S):
            text = found[1].strip()
            break
    if len(text) > 4 * _MAX_LENGTH:
        return _NAMED
    text = _STYLE.sub(" ", _WRAPPED.sub(r"\1", text))
    text = text.replace(r"\%", "%").replace(r"\$", "$").replace(r"\ ", " ").replace(r"\_", "_").replace(r"\#", "#")
    for _ in range(4):
        text = _POWER.sub(_convert_power, text)
        text = _FRACTION.sub(_convert_fraction, _ROOT.sub(r"racine de \1", text))
    text = _INDEX.sub(lambda found: f" {found[1] or found[2]}", text)
    text = _COMMAND.sub(lambda found: _SYMBOLS.get(found[1], found[0]), text)
    text = " ".join(text.split())
    is_simple = text and len(text) <= _MAX_LENGTH and not re.search(r"[\\{}^&]", text)
    return text if is_simple else _NAMED


def _convert_power(found: re.Match[str]) -> str:
    power = found[1] or found[2] or ""
    if power == r"\circ":
        return "°"
    if re.fullmatch(r"[-+]?[0-9n]{1,3}", power):
        return power.translate(_SUPERSCRIPTS)
    return f" puissance {power}"


def _convert_fraction(found: re.Match[str]) -> str:
    above, below = (found[1] or found[2] or "").strip(), (found[3] or found[4] or "").strip()
    return _FRACTIONS.get((above, below)) or f"{above} sur {below}"
