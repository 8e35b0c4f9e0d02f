"""The page of feeds that are followed, and the private feed of what was made."""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, cast, get_args
from urllib.parse import urlsplit

from starlette.responses import Response

from audiobrief.errors import ArticleError, AudiobriefError
from audiobrief.messages import message
from audiobrief.model import Article
from audiobrief.podcast.episodes import Episode, Transcript, extract_opening
from audiobrief.podcast.rss import make_rss
from audiobrief.podcast.show import make_channel
from audiobrief.server.calls import Call, not_found, page_route
from audiobrief.server.feeds import Mode
from audiobrief.server.files import send_file
from audiobrief.server.preferences import FEED_SECRET
from audiobrief.server.programmes import Programme

# Programmes in the private feed, and articles of a new feed that can be made at once.
_MOST_EPISODES, _MOST_LATEST = 200, 20
_TRANSCRIPTS = (("vtt", "text/vtt", True), ("srt", "application/x-subrip", True), ("html", "text/html", False))


def show_feeds(call: Call, form: dict[str, Any] | None = None) -> Response:
    feeds = [
        {
            "id": feed.id,
            "address": feed.address,
            "host": urlsplit(feed.address).hostname or feed.address,
            "mode": feed.mode,
            "checked": datetime.fromtimestamp(feed.checked).astimezone() if feed.checked else None,
            "problem": call.translate(feed.reason),
            "count": feed.count,
        }
        for feed in call.site.feeds.list_all()
    ]
    empty = {"address": call.request.query_params.get("address", ""), "mode": "now", "latest": 1, "problem": ""}
    return call.show("feeds", status=422 if form else 200, feeds=feeds, form=form or empty)


def follow(call: Call) -> Response:
    address, mode, latest = call.get("address"), call.get("mode") or "now", call.get("latest") or "1"
    try:
        follow_feed(call, address, mode, latest)
    except AudiobriefError as error:
        return show_feeds(
            call, {"address": address, "mode": mode, "latest": latest, "problem": call.translate(error.message)}
        )
    return call.redirect("/feeds")


def follow_feed(call: Call, address: str, mode: str, latest: str) -> int:
    """Follow a feed, which is looked at soon. Raises ArticleError for what cannot be one."""
    try:
        parts = urlsplit(address)
        is_address = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        is_address = False
    if not is_address or len(address) > 2000:
        raise ArticleError(
            "'{address}' is not the address of a feed: it begins with https:// or http://.", address=address[:100]
        )
    if mode not in get_args(Mode) or not (latest.isdecimal() and int(latest[:6]) <= _MOST_LATEST):
        raise ArticleError("Of a new feed, 0 to {most} articles can be made at once.", most=_MOST_LATEST)
    id = call.site.feeds.add(address, cast(Mode, mode), int(latest))
    call.service.check_feeds()
    return id


def unfollow(call: Call) -> Response:
    call.site.feeds.remove(_get_id(call))
    return call.redirect("/feeds")


def check(call: Call) -> Response:
    call.site.feeds.ask_check(_get_id(call))
    call.service.check_feeds()
    return call.redirect("/feeds")


def change_mode(call: Call) -> Response:
    mode = call.get("mode")
    if mode in get_args(Mode):
        call.site.feeds.change_mode(_get_id(call), cast(Mode, mode))
    return call.redirect("/feeds")


def send_feed(call: Call) -> Response:
    """The private feed (RSS with the tags of Podcasting 2.0), for whoever knows its address."""
    secret = call.request.path_params["secret"]
    if not _is_secret(call, secret):
        return not_found(call)
    title = call.translate(message("My articles to listen to"))
    channel = make_channel(base=f"{call.base}/feed/", file=f"{secret}.xml", title=title, link=f"{call.base}/")
    episodes = [
        make_episode(secret, found, article)
        for found in call.site.programmes.list_made(_MOST_EPISODES)
        if found.result and (article := call.site.programmes.load_article(found.id))
    ]
    return Response(make_rss(channel, episodes), media_type="application/rss+xml", headers={"X-Robots-Tag": "noindex"})


def send_episode_file(call: Call) -> Response:
    """A file that the private feed names."""
    asked = call.request.path_params
    found = call.site.programmes.find(asked["id"])
    if not _is_secret(call, asked["secret"]) or found is None or found.deleted or not found.result:
        return not_found(call)
    name = asked["name"]
    if name not in found.result.files or "/" in name:
        return not_found(call)
    return send_file(call, found, name, attachment=not name.endswith((".mp3", ".json", ".vtt", ".srt")))


def make_episode(secret: str, found: Programme, article: Article) -> Episode:
    """A programme as an episode of the private feed, whose files are under `secret`."""
    assert found.result is not None
    folder, stem = f"{secret}/{found.id}", found.result.sound.removesuffix(".mp3")
    names: Sequence[str] = tuple(found.result.files)
    made = datetime.fromtimestamp(int(found.result.made_at), UTC)
    return Episode(
        file=f"{folder}/{found.result.sound}",
        title=found.title,
        author=article.byline or article.source,
        opening=extract_opening("\n\n".join(block.text for block in article.blocks), found.title),
        published=datetime.fromtimestamp(int(found.added), UTC),
        changed=made,
        size=found.result.files[found.result.sound],
        duration=found.result.duration,
        chapters=f"{folder}/{stem}.chapters.json" if f"{stem}.chapters.json" in names else "",
        page="",
        transcripts=tuple(
            Transcript(f"{folder}/{stem}.{suffix}", kind, captions)
            for suffix, kind, captions in _TRANSCRIPTS
            if f"{stem}.{suffix}" in names
        ),
        synthetic=True,
    )


def _is_secret(call: Call, secret: str) -> bool:
    return hmac.compare_digest(
        secret.encode("utf-8", "replace"), call.site.preferences.load_secret(FEED_SECRET).encode()
    )


def _get_id(call: Call) -> int:
    text = call.request.path_params["id"]
    return int(text) if text.isdecimal() and len(text) < 10 else -1


ROUTES = (
    page_route("/feeds", show_feeds),
    page_route("/feeds", follow, ("POST",)),
    page_route("/feeds/{id}/delete", unfollow, ("POST",)),
    page_route("/feeds/{id}/check", check, ("POST",)),
    page_route("/feeds/{id}/mode", change_mode, ("POST",)),
    page_route("/feed/{secret}.xml", send_feed, public=True),
    page_route("/feed/{secret}/{id}/{name}", send_episode_file, public=True),
)
