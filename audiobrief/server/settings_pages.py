"""The pages of settings, help and logging in."""

from __future__ import annotations

import re
import secrets
from typing import Any

import msgspec
from starlette.responses import Response

from audiobrief.errors import AudiobriefError, OptionError
from audiobrief.messages import Message, message
from audiobrief.options import FASTEST, SLOWEST
from audiobrief.server.calls import Call, page_route, set_cookie
from audiobrief.server.preferences import API_KEY, FEED_SECRET, Settings
from audiobrief.server.views import EXPORTS

_PATH = re.compile(r"/(?:[^/\\].*)?")


def show_settings(call: Call, settings: Settings | None = None, problem: str = "") -> Response:
    from audiobrief.voice.profiles import find_default_voice, list_voices

    kept = settings or call.site.preferences.load_settings()
    if call.request.query_params.get("done") == "saved":
        call.notice = {"text": call.translate(message("The settings were saved.")), "undo": None}
    voices = [
        {
            "name": voice.name,
            "description": call.translate(Message(voice.description)),
            "online": voice.online,
            "missing": bool(voice.missing or voice.error),
            "reason": call.translate(voice.missing or voice.error),
        }
        for voice in list_voices()
    ]
    return call.show(
        "settings",
        status=422 if problem else 200,
        settings={**msgspec.to_builtins(kept), "acronyms": kept.acronyms or call.site.options.acronyms},
        voices=voices,
        formats=[{"name": name, "label": call.translate(label)} for name, label in EXPORTS.items()],
        default_voice=call.site.options.voice or find_default_voice(),
        rate_limits=(SLOWEST, FASTEST),
        problem=problem,
        **_describe_access(call),
    )


def save_settings(call: Call) -> Response:
    exports = [value for value in call.form.getlist("exports") if isinstance(value, str)]
    try:
        settings = parse_settings(
            {
                "voice": call.get("voice"),
                "rate": call.get("rate"),
                "acronyms": "gloss" if call.get("acronyms") else "say",
                "exports": exports,
                "night_hour": call.get("night_hour") or "2",
            }
        )
        call.site.choose_options(settings)
        if settings.voice:
            from audiobrief.voice.profiles import load_profile

            load_profile(settings.voice)
    except AudiobriefError as error:
        return show_settings(call, problem=call.translate(error.message))
    call.site.preferences.save_settings(settings)
    return call.redirect("/settings?done=saved")


def parse_settings(form: dict[str, Any]) -> Settings:
    """The settings in a form's texts. Raises OptionError for the first that is not valid."""
    rate, hour = form["rate"], form["night_hour"]
    if rate and not (rate.isdecimal() and SLOWEST <= int(rate[:6]) <= FASTEST):
        raise OptionError(
            "The pace '{rate}' is not possible: give {least} to {most} words a minute.",
            rate=rate,
            least=SLOWEST,
            most=FASTEST,
        )
    if not (hour.isdecimal() and int(hour[:6]) < 24):
        raise OptionError("'{hour}' is not an hour: give 0 to 23.", hour=hour)
    if unknown := next((name for name in form["exports"] if name not in EXPORTS), None):
        raise OptionError("There is no format '{name}': choose some of the list.", name=unknown)
    return Settings(
        voice=form["voice"],
        rate=int(rate) if rate else None,
        acronyms=form["acronyms"],
        exports=tuple(form["exports"]),
        night_hour=int(hour),
    )


def renew_feed(call: Call) -> Response:
    call.site.preferences.renew_secret(FEED_SECRET)
    return call.redirect("/settings?done=saved")


def renew_key(call: Call) -> Response:
    call.site.preferences.renew_secret(API_KEY)
    return call.redirect("/settings?done=saved")


def show_help(call: Call) -> Response:
    return call.show("help", base=call.base, **_describe_access(call))


def show_login(call: Call, problem: str = "", status: int = 200) -> Response:
    if not call.service.guarded:
        return call.redirect("/")
    return call.show("login", status=status, problem=problem, next=_choose_next(call))


def log_in(call: Call) -> Response:
    client = call.request.client.host if call.request.client else ""
    if wait := call.site.sessions.find_wait(client):
        reason = message("Too many wrong passwords: try again in {minutes} min.", minutes=-(-wait // 60))
        response = show_login(call, call.translate(reason), 429)
        response.headers["Retry-After"] = str(wait)
        return response
    token = call.site.sessions.log_in(call.get("password"), client)
    if not token:
        return show_login(call, call.translate(message("That is not the password.")), 403)
    response = call.redirect(_choose_next(call))
    set_cookie(call, response, token)
    return response


def log_out(call: Call) -> Response:
    call.site.sessions.log_out(call.session)
    response = call.redirect("/login")
    # The forms of the next session have another token.
    set_cookie(call, response, secrets.token_urlsafe(32))
    return response


def _choose_next(call: Call) -> str:
    """The page of this site to which one is led after logging in."""
    asked = call.get("next") or call.request.query_params.get("next", "/")
    return asked if _PATH.fullmatch(asked) else "/"


def _describe_access(call: Call) -> dict[str, Any]:
    secret = call.site.preferences.load_secret(FEED_SECRET)
    return {
        "feed_address": f"{call.base}/feed/{secret}.xml",
        "api_key": call.site.preferences.load_secret(API_KEY),
        "bookmarklet": f"javascript:location='{call.base}/add?url='+encodeURIComponent(location.href)"
        "+'&title='+encodeURIComponent(document.title)",
    }


ROUTES = (
    page_route("/settings", show_settings),
    page_route("/settings", save_settings, ("POST",)),
    page_route("/settings/feed-secret", renew_feed, ("POST",)),
    page_route("/settings/api-key", renew_key, ("POST",)),
    page_route("/help", show_help),
    page_route("/login", show_login, public=True),
    page_route("/login", log_in, ("POST",), public=True, slow=True),
    page_route("/logout", log_out, ("POST",)),
)
