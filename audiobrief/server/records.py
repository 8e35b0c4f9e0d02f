"""Articles and messages as JSON, as they are kept in the database."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import msgspec

from audiobrief.messages import Counted, Listed, Message
from audiobrief.model import Article


def encode_article(article: Article) -> str:
    """An article without its remarks, which are kept as messages."""
    return msgspec.json.encode(replace(article, remarks=())).decode()


def decode_article(text: str) -> Article:
    return msgspec.json.decode(text, type=Article)


def encode_messages(messages: Sequence[Message]) -> str:
    return json.dumps([_to_json(each) for each in messages], ensure_ascii=False)


def decode_messages(text: str | None) -> list[Message]:
    """The messages in a text; none in None."""
    return [_from_json(each) for each in json.loads(text)] if text else []


def _to_json(value: object) -> Any:
    if not isinstance(value, Message):
        return value if isinstance(value, int | float) else str(value)
    about: dict[str, Any] = {"text": value.text}
    if value.fields:
        about["fields"] = {name: _to_json(each) for name, each in value.fields.items()}
    if isinstance(value, Counted):
        about |= {"many": value.many, "count": value.count}
    if isinstance(value, Listed):
        about["parts"] = [_to_json(part) for part in value.parts]
    return about


def _from_json(about: dict[str, Any]) -> Message:
    fields = {name: _value_from_json(value) for name, value in about.get("fields", {}).items()}
    if "parts" in about:
        return Listed(about["text"], parts=tuple(_value_from_json(part) for part in about["parts"]))
    if "many" in about:
        return Counted(about["text"], fields, about["many"], about["count"])
    return Message(about["text"], fields)


def _value_from_json(value: Any) -> object:
    return _from_json(value) if isinstance(value, dict) else value
