"""Requests as the pages see them: the form, the session, the language; and routes that admit only who may."""

from __future__ import annotations

import asyncio
import hmac
import secrets
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from anyio import CapacityLimiter
from anyio.to_thread import run_sync
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from audiobrief.errors import AudiobriefError, ResourceError, TargetError
from audiobrief.messages import Message, get_reason, message
from audiobrief.server.preferences import API_KEY, FORM_SECRET
from audiobrief.server.security import COOKIE, Hosts, is_token, make_token
from audiobrief.server.sessions import LIFETIME
from audiobrief.server.site import Site
from audiobrief.server.templating import Pages, choose_language

# Characters of a field that is no file: a long book has two million.
_MOST_TEXT = 10 << 20
_MOST_FIELDS = 50


@dataclass(frozen=True, slots=True)
class Service:
    """What the routes work with.

    `guarded` says that there is a password. `threads` limits how many pages are made at once: more would only wait for
    one another, since they share an interpreter. `speakers` limits the processes that speak a few words for a request.
    `wake` begins what was added, `check_feeds` looks at the feeds.
    """

    site: Site
    pages: Pages
    hosts: Hosts
    guarded: bool
    threads: CapacityLimiter
    speakers: asyncio.Semaphore
    wake: Callable[[], object]
    check_feeds: Callable[[], object]


@dataclass(slots=True)
class Call:
    """A request with its form. `session` is the value of its cookie, `fresh` that it was made for this answer."""

    service: Service
    request: Request
    form: FormData
    session: str
    fresh: bool
    language: str
    notice: dict[str, Any] | None = field(default=None)

    @property
    def site(self) -> Site:
        return self.service.site

    def translate(self, what: Message | None) -> str:
        """A message in the reader's language; empty for None."""
        return what.translate(self.service.pages.get_language(self.language)) if what is not None else ""

    def get(self, name: str) -> str:
        """A field of the form as text, empty if it is missing."""
        value = self.form.get(name, "")
        return value.strip() if isinstance(value, str) else ""

    def get_file(self, name: str) -> UploadFile | None:
        """A file of the form; None if none was chosen."""
        value = self.form.get(name)
        return value if isinstance(value, UploadFile) and value.filename else None

    @property
    def base(self) -> str:
        """The address of this server as the reader sees it, without a slash at its end."""
        return self.service.hosts.public or f"http://{self.request.headers.get('host', '')}"

    def show(self, here: str, *, status: int = 200, **context: Any) -> Response:
        """The page of the template `here`."""
        secret = self.site.preferences.load_secret(FORM_SECRET)
        shown = {"here": here, "csrf": make_token(secret, self.session), "notice": self.notice,
                 "guarded": self.service.guarded, **context}  # fmt: skip
        response = HTMLResponse(self.service.pages.render(f"{here}.html", self.language, shown), status)
        response.headers["Content-Language"] = self.language
        response.headers["Vary"] = "Accept-Language, Cookie"
        if self.fresh:
            set_cookie(self, response, self.session)
        return response

    def redirect(self, to: str) -> Response:
        """Lead to another page of this server after something was done."""
        return RedirectResponse(to, 303)


Handler = Callable[[Call], Response | Awaitable[Response]]


def page_route(
    path: str,
    handler: Handler,
    methods: Sequence[str] = ("GET",),
    *,
    public: bool = False,
    api: bool = False,
    slow: bool = False,
) -> Any:
    """A function that makes the route of a page, given the service.

    Whoever is not logged in is led to the page for that, unless the route is `public`. What changes something needs the
    token of its session's forms, or with `api` a key of the interface. A `slow` handler waits for something, and must
    not hold the threads that make pages.
    """

    def make(service: Service) -> Route:
        async def answer(request: Request) -> Response:
            session = request.cookies.get(COOKIE, "")
            call = Call(service, request, FormData(), session or secrets.token_urlsafe(32), not session,
                        choose_language(request.headers.get("accept-language", "")))  # fmt: skip
            try:
                return await _answer(call, handler, public=public, api=api, slow=slow)
            except AudiobriefError as error:
                return show_problem(call, error, api=api)
            finally:
                await call.form.close()

        return Route(path, answer, methods=list(methods), name=f"{'/'.join(methods)} {path}")

    return make


async def _answer(call: Call, handler: Handler, *, public: bool, api: bool, slow: bool) -> Response:
    request = call.request
    by_key = api and await run_in_threadpool(_has_key, call)
    if call.service.guarded and not public and not by_key and not await run_in_threadpool(_is_logged_in, call):
        if api:
            return JSONResponse({"error": {"message": "An API key is needed."}}, 401, {"WWW-Authenticate": "Bearer"})
        where = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        return RedirectResponse(f"/login?next={quote(where, safe='')}", 303)
    if request.method not in ("GET", "HEAD"):
        kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind in ("multipart/form-data", "application/x-www-form-urlencoded"):
            try:
                call.form = await request.form(max_files=1, max_fields=_MOST_FIELDS, max_part_size=_MOST_TEXT)
            except OSError as error:
                raise TargetError(
                    "The upload cannot be kept ({reason}): see that the disk has room.", reason=get_reason(error)
                ) from error
        if not (by_key or await run_in_threadpool(_may_change, call, api=api, kind=kind)):
            return show_reason(call, 403, message("This form is too old: load its page again."), api=api)
    limiter = None if slow else call.service.threads
    answered = await run_sync(handler, call, limiter=limiter)
    return answered if isinstance(answered, Response) else await answered


def _is_logged_in(call: Call) -> bool:
    return not call.fresh and call.site.sessions.is_open(call.session)


def _has_key(call: Call) -> bool:
    scheme, _, key = call.request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not key:
        return False
    return hmac.compare_digest(call.site.preferences.load_secret(API_KEY).encode(), key.strip().encode())


def _may_change(call: Call, *, api: bool, kind: str) -> bool:
    """Whether a request that changes something comes from a form of this session. Other programs of an unguarded server
    need none: no page of another site can send JSON, or name no origin."""
    token = call.request.headers.get("x-csrf-token") or call.get("csrf")
    if not call.fresh and is_token(call.site.preferences.load_secret(FORM_SECRET), call.session, token):
        return True
    if not api or call.service.guarded:
        return False
    return kind == "application/json" or not ({"origin", "sec-fetch-site"} & set(call.request.headers))


def set_cookie(call: Call, response: Response, value: str) -> None:
    """Give the browser its session."""
    response.set_cookie(
        COOKIE, value, max_age=LIFETIME, httponly=True, samesite="lax", secure=call.base.startswith("https://")
    )


def show_problem(call: Call, error: AudiobriefError, *, api: bool = False) -> Response:
    """The page, or the JSON, that tells of an error."""
    status = {TargetError: 507, ResourceError: 503}.get(type(error), 422)
    return show_reason(call, status, error.message, api=api)


def show_reason(call: Call, status: int, reason: Message, *, api: bool = False) -> Response:
    if api:
        return JSONResponse({"error": {"message": call.translate(reason)}}, status)
    try:
        return call.show("problem", status=status, problem=call.translate(reason))
    except AudiobriefError:  # the database cannot even be read
        return HTMLResponse(f"<!doctype html><title>audiobrief</title><p>{call.translate(reason)}</p>", status)


def not_found(call: Call, *, api: bool = False) -> Response:
    """The answer where there is no such thing (any more)."""
    return show_reason(call, 404, message("There is no such page or programme here (any more)."), api=api)
