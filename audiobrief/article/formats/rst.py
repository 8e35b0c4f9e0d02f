"""Parse reStructuredText with docutils, which is kept from reading other files."""

from __future__ import annotations

import re
from typing import Any

from audiobrief.article.documents.assembly import Paragraph, Properties, make_article, parse_day
from audiobrief.article.documents.faults import make_library_error
from audiobrief.article.documents.markup import read_markup
from audiobrief.article.limits import check_characters
from audiobrief.article.reading_options import DEFAULT_READING, ReadingOptions
from audiobrief.lazy_regex import lazy_regex
from audiobrief.messages import message
from audiobrief.model import Article

# Roles of Sphinx, which docutils does not know: « :ref:`the text <target>` ».
_ROLE = lazy_regex(r":(?:[\w.+-]{1,30}:){1,3}`(~|!)?([^`<>\n]{1,300}?)\s*(?:<[^`<>\n]{0,300}>)?`")
_KNOWN_ROLES = lazy_regex(r":(?:emphasis|strong|sub|subscript|sup|superscript|title|math|literal|code|raw):`")
_SETTINGS: dict[str, Any] = {
    "file_insertion_enabled": False,
    "raw_enabled": False,
    "_disable_config": True,
    "report_level": 5,
    "halt_level": 5,
    "embed_stylesheet": False,
    "stylesheet_path": None,
    "math_output": "LaTeX",
    "input_encoding": "unicode",
    "output_encoding": "unicode",
    "smart_quotes": False,
    "line_length_limit": 1_000_000,
    "doctitle_xform": True,
    "initial_header_level": 1,
}


def parse_rst(text: str, address: str, reading: ReadingOptions = DEFAULT_READING) -> Article:
    """The article in a reStructuredText document. Raises ArticleError if it is too long, or docutils is missing."""
    check_characters(len(text), address)
    try:
        from docutils import nodes
        from docutils.core import publish_doctree, publish_from_doctree
    except ImportError as error:
        raise make_library_error(address, message("reStructuredText"), "'audiobrief[documents]'") from error
    try:
        tree = publish_doctree(_ROLE.sub(_keep_role_text, text), settings_overrides=_SETTINGS)
        about = {
            name: each.astext() for name in ("author", "authors", "date") for each in tree.findall(getattr(nodes, name))
        }
        title = str(tree.get("title", ""))
        for each in [
            *tree.findall(nodes.docinfo),
            *tree.findall(nodes.problematic),
            *tree.findall(nodes.system_message),
        ]:
            if isinstance(each, nodes.problematic):
                each.replace_self(nodes.Text(each.astext()))
            elif each.parent is not None:
                each.parent.remove(each)
        page = publish_from_doctree(tree, writer="html5", settings_overrides=_SETTINGS)
    except (RecursionError, ValueError, AssertionError, AttributeError, KeyError, TypeError) as error:
        # What docutils raises for a text that is nested too deeply, or malformed.
        from audiobrief.article.documents.faults import make_damage_error

        raise make_damage_error(address) from error
    content = read_markup(str(page), address, reading)
    named = [Paragraph("paragraph", title, is_title=True)] if title else []
    body = [each for each in content.paragraphs if not (each.level == 1 and each.text == title)]
    properties = Properties(
        title, about.get("author", "") or about.get("authors", ""), parse_day(about.get("date", ""))
    )
    return make_article([*named, *body], content.notes, properties, address, reading)


def _keep_role_text(found: re.Match[str]) -> str:
    return found[0] if _KNOWN_ROLES.match(found[0]) else found[2].replace("*", r"\*")
