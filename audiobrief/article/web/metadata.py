"""What a page says of its article: JSON-LD (schema.org), Open Graph and <meta>, and what trafilatura finds."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from html import unescape
from typing import Any

from audiobrief.article.byline import clean_byline, is_person
from audiobrief.article.letters import reduce_to_letters
from audiobrief.article.moments import parse_moment
from audiobrief.article.web.recipe import Recipe, parse_recipe
from audiobrief.lazy_regex import lazy_regex

_MAX_DATA = 2_000_000
_ARTICLE_TYPES = lazy_regex(
    r"(?:NewsArticle|Article|BlogPosting|ReportageNewsArticle|OpinionNewsArticle|AnalysisNewsArticle|LiveBlogPosting"
    r"|BackgroundNewsArticle|ReviewNewsArticle|Report|ScholarlyArticle|TechArticle|SocialMediaPosting)$"
)
_RECIPE_TYPE = lazy_regex(r"Recipe$")
_DOMAIN = lazy_regex(r"(?:https?://)?(?:www\.)?[\w.-]+\.[a-z]{2,}/?", re.I)
_TOP_LEVEL = lazy_regex(r"\.(?:fr|com|be|ch|net|org|info|ca|eu|tv|lu)$", re.I)
_SEPARATOR = lazy_regex(r"\s+(?:[|¦·•»‹›–—-]|::|//)\s+|\s+:\s+")
_MAX_SITE, _MIN_CUT = 60, 100
_COMPANY = lazy_regex(
    r",?\s+(?:inc\.?|ltd\.?|llc|gmbh|corp\.?|s\.?a\.?s?\.?u?|sarl|s\.?a\.?r\.?l\.?|scop|bv|ag)$|\bwikimedia\b", re.I
)
_WELCOME = lazy_regex(r"^bienvenue (?:sur|chez|à|au) (?:le site (?:de |du |d[’'])?)?(?=[A-ZÀ-Þ\d])", re.I)
_MAKER = lazy_regex(
    r"\b(?:user|admin\w*|solutions?|agen(?:ce|cy)|studios?|digital|web\w*|communication|conseil|group)\b", re.I
)
_AUTHOR_KEYS = ("author", "article:author")
_NETWORK = lazy_regex(r"^(?:https?://)?(?:www\.)?(?:twitter|facebook|x|linkedin|instagram|youtube)\.com\b", re.I)


@dataclass(frozen=True, slots=True)
class PageMetadata:
    """What a page says of its article. `descriptions` are its standfirst in the page's own words, perhaps cut;
    `body` is the text, if the data has it; `free` is false if the data says that the article is not free to read;
    `recipe` is the recipe in the data;
    `published_at` is the moment of publication, if the hour is given; `guessed_byline` and `guessed_day` are what
    trafilatura finds where nothing is declared."""

    headlines: tuple[str, ...] = ()
    descriptions: tuple[str, ...] = ()
    byline: str = ""
    published: date | None = None
    source: str = ""
    body: str = ""
    free: bool = True
    recipe: Recipe | None = None
    published_at: datetime | None = None
    guessed_byline: str = ""
    guessed_day: date | None = None


def read_metadata(tree: Any, address: str) -> PageMetadata:
    """The metadata of a page, from a tree that still has its scripts."""
    objects = list(_find_objects(tree))
    recipe = next((each for each in objects if _has_type(each, _RECIPE_TYPE)), {})
    data = next((each for each in objects if _has_type(each, _ARTICLE_TYPES)), recipe)
    meta = _collect_meta(tree)
    found = _extract_with_trafilatura(tree, address)
    title = _find_title(tree)
    sites = _list_sites(_get_name(data.get("publisher")), meta, title, found.sitename or "")
    sites.append(_find_host(tree, meta))
    authors = [_join_names(data.get("author")), *(_drop_unseen(meta.get(key, ""), tree) for key in _AUTHOR_KEYS)]
    if " " not in authors[0].strip():
        # « mmartin44 »: the name of an account.
        authors[0] = _drop_unseen(authors[0], tree)
    guessed = _drop_unseen(found.author or "", tree)
    days = [data.get("datePublished"), meta.get("article:published_time"), meta.get("dc.date")]
    published = next((day for each in days if (day := _parse_day(each))), None)
    moments = (parse_moment(each) for each in days if _parse_day(each) == published)
    headlines = [
        data.get("headline") or recipe.get("name"),
        meta.get("og:title"),
        meta.get("twitter:title"),
        title,
    ]
    descriptions = [
        data.get("description"),
        *(meta.get(name) for name in ("og:description", "description", "twitter:description")),
    ]
    bylines = (clean_byline(_put_in_order(each.replace(";", ","), tree)) for each in authors if _may_be_author(each))
    return PageMetadata(
        _complete_headlines(tuple(dict.fromkeys(text for each in headlines if (text := _clean(each))))),
        tuple(dict.fromkeys(text for each in descriptions if (text := _clean(each)))),
        next((each for each in bylines if each), ""),
        published,
        next((name for each in sites if (name := clean_source(_clean(each)))), ""),
        _clean_body(data.get("articleBody") or data.get("articlebody")),
        str(data.get("isAccessibleForFree", "true")).lower() not in ("false", "no", "0"),
        parse_recipe(recipe),
        next((moment for moment in moments if moment), None) if published else None,
        clean_byline(_put_in_order(guessed, tree)) if _may_be_author(guessed) else "",
        _parse_day(found.date),
    )


def _list_sites(publisher: str, meta: dict[str, str], title: str, guessed: str) -> list[str]:
    """Names of the site, the best first: of a journal its title, of a company what the page calls itself."""
    own = [meta.get("og:site_name", ""), meta.get("application-name", "")]
    if _COMPANY.search(publisher):
        suffix = _SEPARATOR.split(title)[-1] if _SEPARATOR.search(title) else ""
        sites = [*own, suffix if len(suffix) <= _MAX_SITE else "", _COMPANY.sub("", publisher)]
    else:
        sites = [publisher, *own]
    return [each for each in (meta.get("citation_journal_title", ""), *sites, guessed) if not _NETWORK.search(each)]


def _drop_unseen(names: str, tree: Any) -> str:
    """The names, if they are a person's or the page shows them: others are those of accounts, and of who made the
    site."""
    told = [letters for each in clean_byline(names).split(", ") if (letters := reduce_to_letters(each))]
    if not told or (is_person(clean_byline(names).split(", ")[0]) and not _MAKER.search(names)):
        return names
    shown = reduce_to_letters(" ".join(_list_shown_texts(tree)))
    return names if any(each in shown for each in told) else ""


def _list_shown_texts(tree: Any) -> Iterator[str]:
    for element in tree.iter():
        if isinstance(element.tag, str) and element.tag not in ("title", "script", "style", "template"):
            yield element.text or ""
        yield element.tail or ""


def _may_be_author(name: str) -> bool:
    return bool(name) and not _DOMAIN.fullmatch(name.strip()) and not name.lstrip().startswith("©")


def _put_in_order(name: str, tree: Any) -> str:
    """« Marie Le Goff » for « Le Goff, Marie », if the page has it so."""
    parts = [part.strip() for part in name.split(",")]
    if len(parts) != 2 or not all(parts):
        return name
    turned = f"{parts[1]} {parts[0]}"
    return turned if turned.lower() in " ".join(" ".join(tree.itertext()).split()).lower() else name


def _complete_headlines(headlines: tuple[str, ...]) -> tuple[str, ...]:
    """The headlines, the first one whole where it is cut after 110 characters, as Google once asked for."""
    if not headlines or not (headlines[0].endswith(("...", "…")) or len(headlines[0]) >= _MIN_CUT):
        return headlines
    start = headlines[0].rstrip(" .…")
    longer = [each for each in headlines[1:] if each.startswith(start) and len(each) > len(headlines[0])]
    return (*longer[:1], *headlines) if longer else headlines


def strip_site_name(title: str, source: str, heading: str = "") -> str:
    """A title without the name of the site before or after it (« La halle rouvre - Le Courrier »).

    `source` is the site, `heading` the page's first heading, if any.
    """
    plain, bare = " ".join(title.split()), reduce_to_letters(heading)
    if bare and len(bare) > 5 and bare in reduce_to_letters(plain) and _SEPARATOR.search(plain):
        return " ".join(heading.split())
    names = [name for name in (reduce_to_letters(source), reduce_to_letters(_TOP_LEVEL.sub("", source))) if name]
    for at in reversed([found.span() for found in _SEPARATOR.finditer(plain)]):
        left, right = plain[: at[0]], _WELCOME.sub("", plain[at[1] :])
        if (right and any(reduce_to_letters(right) == name for name in names) and left) or (
            right
            and len(right) <= _MAX_SITE
            and any(name in reduce_to_letters(right) for name in names if len(name) > 3)
        ):
            plain = left
        elif any(reduce_to_letters(left) == name for name in names):
            return right
    return plain


def clean_source(name: str) -> str:
    """A site as a reader names it: « Le Monde » for « Le Monde.fr », « Libération » for « Libération : Actualités »."""
    plain = " ".join(name.replace("\\'", "'").split()).strip(" -|–—:@©®™")
    plain = _WELCOME.sub("", plain) or plain
    if plain.lower().startswith(("http://", "https://", "www.")):
        plain = re.sub(r"^(?:https?://)?(?:www\.)?([^/]*).*$", r"\1", plain, flags=re.I)
    first = re.split(r"\s+[|–—:]\s+|\s+-\s+", plain)[0]
    plain = first if len(first) >= 2 and len(plain) > len(first) + 3 else plain
    if _TOP_LEVEL.search(plain) and (" " in plain or re.match(r"[A-ZÀ-Þ]", plain)):
        plain = _TOP_LEVEL.sub("", plain)
    return plain if len(plain) <= _MAX_SITE and not plain.endswith(("...", "…")) else ""


def _find_objects(tree: Any) -> Iterator[dict[str, Any]]:
    """The objects of JSON-LD that are articles or recipes."""
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        text = (script.text or "").strip().removeprefix("<!--").removesuffix("-->").strip().rstrip(";")
        if not text or len(text) > _MAX_DATA:
            continue
        try:
            # Many pages have line feeds inside of texts.
            yield from _walk_data(json.loads(text, strict=False), 0)
        except (ValueError, RecursionError):
            continue


def _walk_data(data: Any, depth: int) -> Iterator[dict[str, Any]]:
    if depth > 6:
        return
    if isinstance(data, list):
        for each in data[:200]:
            yield from _walk_data(each, depth + 1)
    elif isinstance(data, dict):
        if _has_type(data, _ARTICLE_TYPES) or _has_type(data, _RECIPE_TYPE):
            yield data
        for key in ("@graph", "mainEntity", "mainEntityOfPage"):
            if key in data:
                yield from _walk_data(data[key], depth + 1)


def _has_type(data: dict[str, Any], types: re.Pattern[str]) -> bool:
    kinds = data.get("@type")
    return any(isinstance(kind, str) and types.search(kind) for kind in (kinds if isinstance(kinds, list) else [kinds]))


def _get_name(value: Any) -> str:
    if isinstance(value, list):
        value = value[0] if value else ""
    if isinstance(value, dict):
        names = [each for each in (value.get("name") or value.get("givenName"), value.get("familyName")) if each]
        value = names[0] if len(names) == 1 or (names and str(names[1]) in str(names[0])) else " ".join(map(str, names))
    return value if isinstance(value, str) else ""


def _join_names(value: Any) -> str:
    names = [_get_name(each) for each in (value if isinstance(value, list) else [value])]
    return ", ".join(dict.fromkeys(name.strip() for name in names if name.strip()))


def _collect_meta(tree: Any) -> dict[str, str]:
    """The contents of the page's <meta> elements by their names in lower case: the first of each, but all authors."""
    known: dict[str, str] = {}
    for element in tree.iter("meta"):
        name = (element.get("property") or element.get("name") or element.get("itemprop") or "").lower()
        content = element.get("content") or ""
        if name and content.strip():
            several = name == "author" and name in known
            known[name] = f"{known[name]}, {content}" if several else known.get(name, content)
    return known


def _find_title(tree: Any) -> str:
    head = tree.find(".//title")
    return (head.text_content() if head is not None else "") or ""


def _find_host(tree: Any, meta: dict[str, str]) -> str:
    """The host of the page's own address."""
    links = (link.get("href") or "" for link in tree.iter("link") if (link.get("rel") or "").lower() == "canonical")
    return next((each for each in (meta.get("og:url", ""), *links) if each.startswith("http")), "")


def _extract_with_trafilatura(tree: Any, address: str) -> Any:
    """What trafilatura finds. Its search for a date is limited to where dates are declared: the free one took up to
    18 seconds for a page."""
    from copy import deepcopy

    from trafilatura.metadata import extract_metadata

    bounds = {"extensive_search": False, "original_date": True}
    return extract_metadata(deepcopy(tree), address or None, date_config=bounds, extensive=False)


def _clean(value: Any) -> str:
    """A text without tags and references, on one line; empty for anything else."""
    if not isinstance(value, str):
        return ""
    return " ".join(unescape(re.sub(r"<[^<>]{0,400}>", " ", unescape(value[:20_000]))).split())


def _clean_body(value: Any) -> str:
    if isinstance(value, list):
        value = "\n\n".join(each for each in value if isinstance(each, str))
    return value.strip() if isinstance(value, str) else ""


def _parse_day(value: Any) -> date | None:
    try:
        return date.fromisoformat(value.strip()[:10]) if isinstance(value, str) else None
    except ValueError:
        return None
