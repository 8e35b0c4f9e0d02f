"""XML of documents, parsed without entities, other files or the network."""

from __future__ import annotations

from typing import Any

from audiobrief.article.documents.faults import make_damage_error
from audiobrief.errors import ArticleError


def parse_xml(raw: bytes, address: str, *, recover: bool = False) -> Any:
    """The root element of an XML document, without comments and processing instructions.

    Entities of the document itself are not replaced, and what refers to other files is not fetched. `recover` accepts
    faults, as books written by hand have. Raises ArticleError if it is not well-formed, or nested too deeply.
    """
    from lxml import etree

    parser: Any = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=recover,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(raw, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise _make_depth_error(address) if "depth" in str(error) else make_damage_error(address) from error
    if root is None:
        raise make_damage_error(address)
    if any("depth" in fault.message for fault in parser.error_log):
        # A parser that recovers leaves out what is deeper.
        raise _make_depth_error(address)
    return root


def _make_depth_error(address: str) -> ArticleError:
    return ArticleError(
        "'{address}' has elements nested more deeply than any document has: save it again in the program that made it.",
        address=address or "standard input",
    )


def get_name(element: Any) -> str:
    """The local name of an element, without its namespace; empty for what is no element."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def get_attribute(element: Any, name: str) -> str:
    """The value of the attribute with this local name, whatever its namespace; empty if there is none."""
    value = element.get(name)
    if value is None:
        value = next((text for key, text in element.attrib.items() if key.rpartition("}")[2] == name), "")
    return str(value)


def find_text(root: Any, name: str) -> str:
    """The text of the first element of this local name that has any, on one line."""
    if root is None:
        return ""
    texts = (" ".join("".join(element.itertext()).split()) for element in root.iter(f"{{*}}{name}"))
    return next((text for text in texts if text), "")
