"""The pages of programmes: the list, adding, one programme, what was deleted."""

from __future__ import annotations

import secrets
from typing import Any, cast, get_args

from starlette.responses import JSONResponse, Response

from audiobrief.errors import AudiobriefError
from audiobrief.messages import message
from audiobrief.server.adding import Upload, add_source, find_shared
from audiobrief.server.calls import Call, not_found, page_route
from audiobrief.server.programmes import Programme, Show
from audiobrief.server.speaking import Progress
from audiobrief.server.views import load_text, view_programme

_PER_PAGE = 30
_MOST_LENGTH = 24 * 3600.0


def show_list(call: Call) -> Response:
    asked = call.request.query_params
    show = cast(Show, asked.get("show") if asked.get("show") in get_args(Show) else "all")
    counts = call.site.programmes.count()
    pages = max(1, -(-counts[show] // _PER_PAGE))
    page = min(pages, _parse_number(asked.get("page"), 1, 1))
    found = call.site.programmes.list_page(show, (page - 1) * _PER_PAGE, _PER_PAGE)
    if asked.get("done") == "deleted" and (gone := call.site.programmes.find(asked.get("id", ""))) and gone.deleted:
        undo = {"url": f"/programmes/{gone.id}/restore", "label": call.translate(message("Undo"))}
        title = view_programme(call, gone)["title"]
        call.notice = {"text": call.translate(message("“{title}” was deleted.", title=title)), "undo": undo}
    return call.show(
        "list",
        programmes=[view_programme(call, each) for each in found],
        show=show,
        page=page,
        pages=pages,
        total=counts[show],
        counts=counts,
        add=_fill_form(),
        revision=call.site.database.revision,
    )


def show_form(call: Call) -> Response:
    asked = call.request.query_params
    what, title = find_shared(asked.get("title", ""), asked.get("text", ""), asked.get("url", ""))
    return call.show("add", add=_fill_form(what, title))


def add(call: Call) -> Response:
    file = call.get_file("document")
    upload = Upload(file.filename or "document", file.file) if file else None
    key = call.get("key")
    try:
        added = add_source(call.site, call.get("what"), call.get("title"), upload, key)
    except AudiobriefError as error:
        form = _fill_form(call.get("what"), call.get("title"), key, call.translate(error.message))
        return call.show("add", status=422, add=form)
    call.service.wake()
    return call.redirect(f"/programmes/{added.id}?done=added")


def show_programme(call: Call) -> Response:
    found = find_programme(call)
    if found is None:
        return not_found(call)
    if call.request.query_params.get("done") == "added":
        call.notice = {"text": call.translate(message("Added.")), "undo": None}
    text = load_text(call, found)
    article = call.site.programmes.load_article(found.id) if text is None else None
    return call.show(
        "programme",
        p=view_programme(call, found, downloads=True),
        text=text,
        blocks=[{"kind": block.kind, "text": block.text, "level": block.level} for block in article.blocks]
        if article
        else [],
    )


def mark_listened(call: Call) -> Response:
    if (found := find_programme(call)) is None:
        return not_found(call)
    call.site.programmes.mark_listened(found.id, call.get("value") != "no")
    return _go_back(call, found)


def keep_position(call: Call) -> Response:
    if (found := find_programme(call)) is None:
        return not_found(call)
    seconds = parse_seconds(call.get("seconds"))
    if seconds is None:
        return Response(status_code=422)
    call.site.programmes.keep_position(found.id, seconds, ended=call.get("ended") == "yes")
    return Response(status_code=204)


def delete(call: Call) -> Response:
    if (found := find_programme(call)) is None:
        return not_found(call)
    call.site.programmes.delete(found.id)
    return call.redirect(f"/?done=deleted&id={found.id}")


def restore(call: Call) -> Response:
    found = call.site.programmes.find(call.request.path_params["id"])
    if found is None:
        return not_found(call)
    call.site.programmes.restore(found.id)
    call.service.wake()
    return call.redirect(f"/programmes/{found.id}")


def retry(call: Call) -> Response:
    if (found := find_programme(call)) is None:
        return not_found(call)
    call.site.programmes.make_again(found.id)
    call.service.wake()
    return call.redirect(f"/programmes/{found.id}")


def retry_all(call: Call) -> Response:
    call.site.programmes.retry_failed()
    call.service.wake()
    return call.redirect("/")


def show_deleted(call: Call) -> Response:
    return call.show("deleted", programmes=[view_programme(call, each) for each in call.site.programmes.list_deleted()])


def send_text(call: Call) -> Response:
    """The text of a programme as JSON, or with `starts` only the times of its sentences, and of the words of those from
    this number on."""
    if (found := find_programme(call)) is None:
        return not_found(call, api=True)
    asked = call.request.query_params.get("starts")
    if asked is not None:
        first = int(asked) if asked.isdecimal() else 0
        live = call.site.live.find(found.id)
        progress = live.read_progress() if live and not found.made else Progress()
        return JSONResponse(
            {
                "growing": not found.made and not (live and live.complete),
                "spoken": len(progress.starts),
                "duration": progress.duration,
                "starts": progress.starts,
                "words": dict(list(enumerate(progress.words))[first:]),
            }
        )
    text = load_text(call, found)
    return JSONResponse(text) if text else not_found(call, api=True)


def find_programme(call: Call) -> Programme | None:
    """The programme that the path names; None if there is none, or it was deleted."""
    found = call.site.programmes.find(call.request.path_params["id"])
    return None if found is None or found.deleted else found


def parse_seconds(text: object) -> float | None:
    """A place in a sound; None if it cannot be one."""
    try:
        seconds = float(str(text))
    except ValueError:
        return None
    return seconds if 0 <= seconds <= _MOST_LENGTH else None


def _fill_form(what: str = "", title: str = "", key: str = "", problem: str = "") -> dict[str, Any]:
    return {"what": what, "title": title, "key": key or secrets.token_urlsafe(12), "problem": problem}


def _go_back(call: Call, found: Programme) -> Response:
    """Lead back to the list or the programme, from which the form was sent."""
    return call.redirect("/" if call.get("back") == "list" else f"/programmes/{found.id}")


def _parse_number(text: str | None, otherwise: int, least: int) -> int:
    return max(least, int(text)) if text and text.isdecimal() and len(text) < 7 else otherwise


ROUTES = (
    page_route("/", show_list),
    page_route("/add", show_form),
    page_route("/add", add, ("POST",), slow=True),
    page_route("/deleted", show_deleted),
    page_route("/retry", retry_all, ("POST",)),
    page_route("/programmes/{id}", show_programme),
    page_route("/programmes/{id}/text.json", send_text),
    page_route("/programmes/{id}/listened", mark_listened, ("POST",)),
    page_route("/programmes/{id}/position", keep_position, ("POST",)),
    page_route("/programmes/{id}/delete", delete, ("POST",)),
    page_route("/programmes/{id}/restore", restore, ("POST",)),
    page_route("/programmes/{id}/retry", retry, ("POST",)),
)
