"""« Say this name otherwise »: a word of a sentence is heard as one spells it, and kept in the user's lexicon."""

from __future__ import annotations

import re
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, Response

from audiobrief.errors import AudiobriefError
from audiobrief.messages import message
from audiobrief.options import Options
from audiobrief.server.calls import Call, not_found, page_route
from audiobrief.server.children import call_in_child
from audiobrief.server.pages import find_programme
from audiobrief.server.programmes import Programme
from audiobrief.server.sound import MP3
from audiobrief.server.speaking import speak_text_whole
from audiobrief.server.views import find_sentence, load_text, view_programme

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
# What a word with a capital follows that need not be a name.
_OPENING = re.compile(r"(?:^|[«“\"(.!?:–—-])$")
_SECONDS = 60.0
_SHORTEST_WORD, _MOST_WORDS = 4, 12
_LONGEST = 200


def show_correction(call: Call) -> Response:
    if (found := find_programme(call)) is None:
        return not_found(call)
    number = _parse_sentence(call.request.query_params.get("sentence"))
    return _show(call, found, number, word=call.request.query_params.get("word", ""))


def correct(call: Call) -> Response:
    """Try a pronunciation, or keep it and have the programme made again. Both are heard."""
    if (found := find_programme(call)) is None:
        return not_found(call)
    number, word, like = _parse_sentence(call.get("sentence")), call.get("word"), call.get("like")
    kept, problem, heard = False, "", ""
    try:
        check_correction(word, like)
        if call.get("action") == "keep":
            keep_correction(call, found, word, like)
            kept = True
        heard = f"/programmes/{found.id}/sentences/{number}.mp3?{urlencode({'word': word, 'like': like})}"
    except AudiobriefError as error:
        problem = call.translate(error.message)
    if "application/json" in call.request.headers.get("accept", ""):
        answer = {"heard": heard, "kept": kept, "problem": problem}
        return JSONResponse(answer, 422 if problem else 200)
    return _show(call, found, number, word, like, heard, kept, problem)


def check_correction(word: str, like: str) -> None:
    """Raise DataError unless a word can be said so."""
    from audiobrief.errors import DataError
    from audiobrief.speech.lexicon.editing import make_pronunciation

    if not word or not like or max(len(word), len(like)) > _LONGEST:
        raise DataError("Give a word of the sentence, and how it is said, as French would spell it.")
    make_pronunciation(word, like=like)


def keep_correction(call: Call, found: Programme, word: str, like: str) -> None:
    """Put a pronunciation into the user's lexicon, and have the programme made again. Raises DataError, TargetError."""
    from audiobrief.speech.lexicon.editing import add_pronunciations, make_pronunciation

    lexicon = call.site.options.lexicon or call.site.lexicon
    add_pronunciations(lexicon, {word: make_pronunciation(word, like=like)})
    call.site.programmes.make_again(found.id)
    call.service.wake()


async def send_sentence(call: Call) -> Response:
    """The sound of a sentence, said as the lexicon says, or with a word as it is asked for."""
    asked = await run_in_threadpool(_plan_sentence, call)
    if asked is None:
        return not_found(call)
    async with call.service.speakers:
        body: bytes = await run_in_threadpool(lambda: call_in_child(speak_text_whole, *asked, seconds=_SECONDS))
    return Response(body, media_type=MP3, headers={"Cache-Control": "no-store"})


def _plan_sentence(call: Call) -> tuple[str, Options, str, tuple[str, str] | None] | None:
    """The arguments of `speak_text_whole` for the sentence that is asked for; None if there is none."""
    found = find_programme(call)
    number = _parse_sentence(call.request.path_params["number"])
    sentence = find_sentence(load_text(call, found), number) if found else ""
    if not sentence:
        return None
    word, like = (call.request.query_params.get(name, "") for name in ("word", "like"))
    correction = None
    if word or like:
        check_correction(word, like)
        correction = (word, like)
    return sentence, call.site.choose_options(), "mp3", correction


def suggest_words(sentence: str) -> list[str]:
    """The words of a sentence that are likely to be said wrongly: names first, then long words."""
    found = list(_WORD.finditer(sentence))
    names = [
        word[0] for word in found if word[0][0].isupper() and not _OPENING.search(sentence[: word.start()].rstrip())
    ]
    others = [word[0] for word in found if len(word[0]) >= _SHORTEST_WORD]
    return list(dict.fromkeys([*names, *sorted(others, key=len, reverse=True)]))[:_MOST_WORDS]


def _show(
    call: Call,
    found: Programme,
    number: int,
    word: str = "",
    like: str = "",
    heard: str = "",
    kept: bool = False,
    problem: str = "",
) -> Response:
    sentence = find_sentence(load_text(call, found), number)
    if not sentence:
        return not_found(call)
    if kept:
        text = call.translate(message("“{word}” is said as “{like}” from now on.", word=word, like=like))
        call.notice = {"text": text, "undo": None}
    return call.show(
        "correct",
        status=422 if problem else 200,
        p=view_programme(call, found),
        sentence={"n": number, "text": sentence},
        words=suggest_words(sentence),
        word=word,
        like=like,
        heard=heard,
        kept=kept,
        problem=problem,
    )


def _parse_sentence(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 7 else -1


ROUTES = (
    page_route("/programmes/{id}/correct", show_correction),
    page_route("/programmes/{id}/correct", correct, ("POST",)),
    page_route("/programmes/{id}/sentences/{number}.mp3", send_sentence),
)
