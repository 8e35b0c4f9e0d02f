"""Remove what Markdown does not know from a Markdown text: the markup of site generators, notebooks and editors.

Hugo, Jekyll (Liquid, kramdown), MkDocs, Docusaurus, Quarto, MDX, Obsidian, Pandoc and CriticMarkup add to Markdown in
their own ways. Where markdown-it-py has a plugin, that reads it (see `formats/markdown.py`); what is here has none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from audiobrief.lazy_regex import lazy_regex

_FENCE = lazy_regex(r"^[ \t]{0,3}(?:>[ \t]?)*(`{3,}|~{3,})")
# Text that is removed wherever it is, with the reason.
_REMOVED = lazy_regex(
    r"""
    <!--(?:(?!<!--).){0,20000}?-->                                # comments
    | %%(?!\s*$)[^%\n]{1,2000}%%                                   # of Obsidian
    | \{\#(?:[^{}]|\n){0,2000}\#\}                                  # of Jinja
    | \{/\*.{0,4000}?\*/\}                                          # of MDX
    | \{%-?\s*(?P<liquid>highlight|comment|raw_code)\b(?:(?!\{%-?\s*(?P=liquid)).){0,20000}?
      \{%-?\s*end(?P=liquid)\s*-?%\}
    | \{%.{0,2000}?%\}                                              # Liquid: {% include x %}
    | \{\{[<%].{0,4000}?[>%]\}\}                                    # Hugo, Quarto: {{< figure src="x" >}}
    | \{>>.{0,4000}?<<\} | \{--.{0,4000}?--\}                        # CriticMarkup: remarks and deletions
    | !\[\[[^\[\]\n]{1,400}\]\]                                      # Obsidian: what is embedded
    | ^\*\[[^\]\n]{1,80}\]:[^\n]*$                                   # abbreviations
    | ^[ \t]*\[(?:TOC|toc|\[_?TOC_?\]|\[toc\])\][ \t]*$                 # tables of contents
    | ^import\s[^\n]{0,300}["'][^\n]{1,300}$ | ^export\s+(?:const|default)\s[^\n]*$  # MDX
    | ^[ \t]*\\(?:newpage|pagebreak|clearpage|tableofcontents)\b[^\n]*$
    | [ \t]\^[a-zA-Z0-9-]{1,40}$                                     # Obsidian: names of blocks
    | \\(?:index|label)\{[^{}\n]{0,200}\}
    """,
    re.X | re.S | re.M,
)
# {: .lead }, {#halle}, {.center width=50%}, at the end of a line or behind a link or image.
_ATTRIBUTES = lazy_regex(
    r"[ \t]*\{:?[ \t]*(?:(?:[#.][\w:-]+|[\w:-]+=(?:\"[^\"\n]*\"|'[^'\n]*'|[^\s{}]+)|-|toc)[ \t]*)+\}"
    r"|[ \t]*\{:[^{}\n]{0,200}\}|[ \t]*\{\#[^{}\n]{1,200}\}"
)
_VARIABLE = lazy_regex(r"\{\{[^{}\n]{0,400}\}\}|\$\{[\w.]{1,80}\}")
_INSERTED = lazy_regex(r"\{\+\+(.{0,4000}?)\+\+\}|\{==(.{0,4000}?)==\}|\{~~.{0,2000}?~>(.{0,2000}?)~~\}", re.S)
_MARKED = lazy_regex(r"(?<![=\w])==(?=\S)([^=\n]{1,400}?)(?<=\S)==(?![=\w])")
_WIKILINK = lazy_regex(r"\[\[([^\[\]|\n]{1,300})(?:\|([^\[\]\n]{1,300}))?\]\]")
_CITATION = lazy_regex(r"[ \t]*\[(?:[^\[\]@\n]{0,80}-?@[\w:.#$%&+?<>~/-]{1,80}[^\[\]\n]{0,200})\](?![(\[])")
_BARE_CITATION = lazy_regex(r"(?<![\w/.@])@[a-z][\w:-]{1,40}\d{4}[a-z]?(?![\w@.]\w)")
_ICON = lazy_regex(r"(?<![\w:/]):(?:[a-z][a-z0-9]*(?:[_+-][a-z0-9]+)*|[+-]1):(?:\{[^{}\n]{0,80}\})?(?![\w:/])[ \t]?")
_DIV = lazy_regex(
    r"^[ \t]*:{3,}[ \t]*(?:\{[^{}\n]*\}|[\w-]+)?[ \t]*"
    r"(?:\[(?P<boxed>[^\]\n]*)\]|(?P<title>[^\n:{}]*?))?[ \t]*(?:\{[^{}\n]*\})?:*[ \t]*$"
)
_CALLOUT = lazy_regex(r"^([ \t>]*>[ \t]*)\[!\w[\w|-]*\][+-]?[ \t]*([^\n]*)", re.M)
# A link whose address has spaces, which Markdown does not know as one.
_LOOSE_LINK = lazy_regex(r"(!?)\[([^\[\]\n]{0,300})\]\((?!\s*[^\s()]*(?:\s+[\"'(][^\n]*)?\s*\))[^()\n]{1,500}\)")
_TAB = lazy_regex(r"^[ \t]*===!?\+?[ \t]+\"([^\"\n]*)\"[ \t]*$", re.M)
_ESCAPED_BREAK = lazy_regex(r"^[ \t]*(?:&nbsp;|\\)[ \t]*$", re.M)
_MAX_FILLED = 100


def strip_dialects(text: str) -> str:
    """The text as plain Markdown. What stands in fenced code is left as it is: it is not read."""
    return "\n".join(part if is_code else _strip_part(part) for is_code, part in _split_fences(text))


def _split_fences(text: str) -> Iterator[tuple[bool, str]]:
    """The parts of a text, with whether they are fenced code."""
    lines: list[str] = []
    fence = ""
    for line in text.split("\n"):
        found = _FENCE.match(line)
        if not fence and found:
            if lines:
                yield False, "\n".join(lines)
            lines, fence = [line], found[1]
        elif fence and found and found[1].startswith(fence) and not line[found.end() :].strip():
            yield True, "\n".join([*lines, line])
            lines, fence = [], ""
        else:
            lines.append(line)
    if lines:
        yield bool(fence), "\n".join(lines)


def _strip_part(text: str) -> str:
    text = _REMOVED.sub("", text)
    text = _INSERTED.sub(lambda found: found[1] or found[2] or found[3] or "", text)
    text = "\n".join(line for line in (_fill_variables(line) for line in text.split("\n")) if line is not None)
    text = _ATTRIBUTES.sub("", text)
    text = _MARKED.sub(r"\1", _WIKILINK.sub(_label_link, text))
    text = _BARE_CITATION.sub("", _CITATION.sub("", text))
    text = _CALLOUT.sub(_title_callout, _TAB.sub(r"**\1**", text))
    text = _LOOSE_LINK.sub(lambda found: "" if found[1] else found[2], text)
    text = "\n".join(_strip_div(line) for line in text.split("\n"))
    return _ESCAPED_BREAK.sub("", _ICON.sub("", text))


def _fill_variables(line: str) -> str | None:
    """A line without `{{ page.date }}`; None if it is no more than a label around one."""
    if not _VARIABLE.search(line):
        return line
    rest = _VARIABLE.sub("", line)
    is_label = len(rest.strip()) <= _MAX_FILLED and not re.search(r"[.!?]\s*$", rest)
    return None if is_label else rest


def _label_link(found: re.Match[str]) -> str:
    """The label of a wikilink, or the name of its page."""
    return found[2] or found[1].split("#")[0].rsplit("/", 1)[-1] or found[1].lstrip("#")


def _title_callout(found: re.Match[str]) -> str:
    """The first line of a callout of Obsidian or GitHub: its title in bold type, if it has one."""
    title = found[2].strip()
    return f"{found[1]}**{title}**\n{found[1]}" if title else found[1]


def _strip_div(line: str) -> str:
    """A line that opens or closes a fenced div as its title, if it has one."""
    found = _DIV.match(line)
    if not found:
        return line
    title = (found["boxed"] or found["title"] or "").strip()
    return f"\n**{title}**\n" if title else ""
