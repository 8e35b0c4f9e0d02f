"""Web pages as audiobrief reads them, beside trafilatura and readability-lxml, against the text that a page declares.

    python -m benchmarks.reading FOLDER … [--write benchmarks/reading.md]

FOLDER holds saved pages (.html). Of each whose JSON-LD has an `articleBody` of 800 characters and more, that data is
taken away and kept as the right text; what each program finds in the rest is compared with it in runs of four words.
What of them is found is recall; precision counts the title, the description and the page's headings as right too, since
they may be read. readability-lxml is not needed by audiobrief: `pip install readability-lxml`, or leave its row out.
"""

import argparse
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from lxml import html

from audiobrief.article.formats.html import parse_html
from audiobrief.article.web.metadata import read_metadata
from audiobrief.errors import AudiobriefError
from benchmarks.tables import write_rows

MIN_BODY, RUN = 800, 4
MARK = "reading"
_DATA = re.compile(r"<script[^>]*ld\+json[^>]*>.*?</script>", re.S | re.I)


@dataclass(frozen=True)
class Page:
    """A page without its data, the text that was in it, and what else may be read."""

    name: str
    text: str
    body: str
    beside: str


def read_pages(folder: Path) -> Iterator[Page]:
    for path in sorted(folder.glob("*.html")):
        text = path.read_bytes().decode("utf-8", "replace")
        try:
            tree = html.document_fromstring(text.encode("utf-8", "replace"), parser=html.HTMLParser(encoding="utf-8"))
        except (ValueError, html.etree.LxmlError):
            continue
        known = read_metadata(tree, "")
        body = re.sub(r"<[^<>]{0,400}>", " ", known.body)
        headings = [each.text_content() for each in tree.iter("h1", "h2", "h3", "h4")]
        if len(body) >= MIN_BODY and re.match(r"fr", tree.get("lang") or "fr", re.I):
            beside = "\n".join([*known.headlines, *known.descriptions, *headings])
            yield Page(path.stem, _DATA.sub("", text), body, beside)


def extract_with_audiobrief(page: Page) -> str:
    try:
        return "\n".join(block.text for block in parse_html(page.text, page.name).blocks)
    except AudiobriefError:
        return ""


def extract_with_trafilatura(page: Page) -> str:
    from trafilatura import extract

    return extract(page.text, include_comments=False) or ""


def extract_with_readability(page: Page) -> str:
    from readability import Document

    summary = Document(page.text).summary()
    return " ".join(html.fromstring(summary).itertext()) if summary.strip() else ""


WAYS: dict[str, Callable[[Page], str]] = {
    "audiobrief": extract_with_audiobrief,
    "trafilatura": extract_with_trafilatura,
    "readability-lxml": extract_with_readability,
}


def list_runs(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower().replace("\xad", ""))
    return {tuple(words[at : at + RUN]) for at in range(len(words) - RUN + 1)}


def compare(page: Page, found: str) -> tuple[float, float]:
    """Precision and recall."""
    right, own = list_runs(page.body), list_runs(found)
    # Where two pieces meet, a run of both is no fault.
    allowed = right | list_runs(page.beside)
    return (len(own & allowed) / len(own) if own else 0.0), (len(own & right) / len(right) if right else 0.0)


def make_table(pages: list[Page]) -> str:
    lines = [
        f"{len(pages)} pages.",
        "",
        "| | precision | recall | F | pages with F under 0.8 |",
        "|---|--:|--:|--:|--:|",
    ]
    for name, way in WAYS.items():
        figures = []
        for page in pages:
            try:
                figures.append(compare(page, way(page)))
            except ImportError:
                break
            except Exception as error:  # another program may raise anything for a page that it cannot read
                print(name, page.name, type(error).__name__)
                figures.append((0.0, 0.0))
        if len(figures) < len(pages):
            continue
        scores = [2 * p * r / (p + r) if p + r else 0.0 for p, r in figures]
        cells = [sum(values) / len(pages) for values in (*zip(*figures, strict=True), scores)]
        poor = sum(score < 0.8 for score in scores)
        lines.append(f"| {name} | {' | '.join(f'{each:.3f}' for each in cells)} | {poor} |")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="+")
    parser.add_argument("--write", type=Path, help="put the table between the marks in this file")
    asked = parser.parse_args()
    table = make_table([page for folder in asked.folder for page in read_pages(folder)])
    print(table)
    if asked.write:
        write_rows(asked.write, f"<!-- {MARK} -->", f"<!-- end of {MARK} -->", table.splitlines())


if __name__ == "__main__":
    main()
