"""What the classes and identifiers of elements say that they are, by the lists in `web.toml`."""

from __future__ import annotations

import re
from functools import cache

from audiobrief.system.toml_files import load_shipped

# What may follow the word that says what an element is.
_PART = (
    r"(?:-(?:\d+|wrapper|wrap|container|box(?:es)?|block|section|list|area|inner|content|contents|bar|items?|title|header"
    r"|body|zone|links?|module|text|teaser|widget|panel|slot|group|row|col|column|placeholder|buttons?|form|icons?|top"
    r"|bottom|left|right|desktop|mobile|articles?|posts?|main|small|label|info|head|footer|component|line|intro))*+"
)
_LAYOUT = re.compile(
    r"(?:^|-)(?:no|not|has|with|without|is|hide|show|js|elementor|tag-[\w-]+|category-[\w-]+)-|^(?:tag|category|in)-"
)


@cache
def _compile_names(key: str) -> re.Pattern[str]:
    entries = load_shipped(__package__, "web")[key]
    return re.compile(rf"(?:^|[\s-])(?:{'|'.join(entries)}){_PART}(?=$|\s)")


@cache
def _split_names(names: str) -> str:
    """Names in lower case, with the words of camelCase parted by hyphens, without layouts (« has-sidebar »)."""
    plain = re.sub(r"[_-]+", "-", re.sub(r"(?<=[a-z])(?=[A-Z])", "-", names)).lower()
    return " ".join(name for name in plain.split() if not _LAYOUT.search(name))


def matches_names(names: str, key: str) -> bool:
    """Whether a class or identifier is one of the list `key`."""
    return bool(_compile_names(key).search(_split_names(names)))
