"""The errors that the formats of documents have in common."""

from __future__ import annotations

from audiobrief.errors import ArticleError


def make_damage_error(address: str) -> ArticleError:
    """The error for a document that is truncated or damaged."""
    return ArticleError(
        "'{address}' is damaged or incomplete: save it again in the program that made it, or fetch it again.",
        address=address or "standard input",
    )


def make_password_error(address: str) -> ArticleError:
    """The error for a document that only a password opens."""
    return ArticleError(
        "'{address}' is protected by a password: save it without one in the program that opens it.",
        address=address or "standard input",
    )


def make_library_error(address: str, kind: object, package: str) -> ArticleError:
    """The error for a document whose library is not installed."""
    return ArticleError(
        "'{address}' is {kind}, and the library that reads it is not installed: run pip install {package}.",
        address=address or "standard input",
        kind=kind,
        package=package,
    )
