"""A server that is killed at random moments while articles are added, made and heard, and what there is afterwards."""

import json
import os
import random
import threading
import time
from contextlib import suppress
from pathlib import Path

import httpx

from tests.server.conftest import serving

_SENTENCES = (
    "Le bac de Lannévez a repris la mer le {day} mars, après {number} semaines de travaux.",
    "« Nous attendions ce jour depuis {number} mois », dit Mme Kerloc'h, la maire.",
    "La réparation a coûté {number},5 M€, soit {day} % de plus que prévu, selon la préfecture.",
    "Le prochain départ est prévu à {day}h30, si le vent ne dépasse pas {number} km/h.",
)


def make_article(number: int, sentences: int) -> str:
    """An article that no other number has."""
    chance = random.Random(number)
    said = (chance.choice(_SENTENCES).format(day=chance.randint(2, 28), number=chance.randint(2, 90))
            for _ in range(sentences))  # fmt: skip
    return f"# Le bac de Lannévez, épisode {number}\n\n" + "\n\n".join(said)


def make_environment(folder: Path) -> dict[str, str]:
    own = {"AUDIOBRIEF_CACHE": str(folder / "cache"), "XDG_CONFIG_HOME": str(folder / "config")}
    return {**os.environ, **own, "LANGUAGE": "en"}


def kill_often(folder: Path, kills: int, seed: int, sentences: int = 8, longest: float = 10.0) -> dict[str, object]:
    """Kill a server so often while it is busy, each within `longest` seconds of its start. The counts of what was
    found, with `faults` in words."""
    chance = random.Random(seed)
    sent: dict[str, str] = {}  # what was answered, by the key that was sent
    ready: dict[str, float] = {}  # when programmes were made that were ready before a kill
    faults: list[str] = []
    waited, busy = [], 0
    environment = make_environment(folder)
    for number in range(kills):
        with serving(folder, environment=environment) as client:
            with suppress(httpx.HTTPError):
                for at in range(3):
                    key = f"kill-{number}-{at}"
                    sent[key] = ""
                    text = make_article(1000 * number + at, sentences)
                    sent[key] = client.post("/api/programmes", json={"text": text, "key": key}).json()["id"]
            listener = threading.Thread(target=_hear, args=(str(client.base_url), list(sent.values())), daemon=True)
            listener.start()
            time.sleep(chance.uniform(0.1, longest))
            states = {}
            with suppress(httpx.HTTPError):
                states = {p["id"]: p["state"] for p in client.get("/api/programmes").json()["programmes"]}
            busy += any(state in ("making", "reading", "waiting") for state in states.values())
            ready |= {id: made for id, state in states.items()
                      if state == "ready" and (made := _read_made(folder, id)) is not None}  # fmt: skip
            client.process.kill()
            client.process.wait()
            waited.append(_wait_for_children(folder))
            listener.join(10)
    with serving(folder, environment=environment) as client:
        for key in sent:
            number, at = map(int, key.split("-")[1:])
            answer = client.post(
                "/api/programmes", json={"text": make_article(1000 * number + at, sentences), "key": key}
            ).json()["id"]
            if sent[key] not in ("", answer):
                faults.append(f"{key} was added twice")
            sent[key] = answer
        until = time.monotonic() + 600
        while count_ready(client) < len(sent) and time.monotonic() < until:
            time.sleep(0.5)
        listed = client.get("/api/programmes?first=0").json()
        if listed["total"] != len(sent):
            faults.append(f"{listed['total']} programmes of {len(sent)} articles")
        if (count := count_ready(client)) != len(sent):
            faults.append(f"only {count} of {len(sent)} are ready")
    folders = {path.name for path in (folder / "data" / "programmes").iterdir()}
    if folders != set(sent.values()):
        faults.append(f"{len(folders)} folders of {len(sent)} programmes")
    for id in sent.values():
        inside = [path.name for path in (folder / "data" / "programmes" / id).iterdir()]
        if sum(name.endswith(".mp3") for name in inside) != 1 or any(name.startswith(".") for name in inside):
            faults.append(f"{id} holds {sorted(inside)}")
    remade = [id for id, made in ready.items() if _read_made(folder, id) != made]
    if remade:
        faults.append(f"{len(remade)} programmes that were ready were made again")
    return {"kills": kills, "busy": busy, "articles": len(sent), "ready before a kill": len(ready),
            "longest child": max(waited), "faults": faults}  # fmt: skip


def _hear(base: str, ids: list[str]) -> None:
    """Listen to some programmes, until the server is gone."""
    with suppress(httpx.HTTPError), httpx.Client(base_url=base, timeout=10, trust_env=False) as client:
        for id in ids[-3:]:
            if id:
                client.get(f"/programmes/{id}/sound.mp3")


def _read_made(folder: Path, id: str) -> float | None:
    try:
        record = json.loads((folder / "data" / "programmes" / id / "made.json").read_text(encoding="utf-8"))
        return float(record["made_at"])
    except (OSError, ValueError, KeyError):
        return None


def _wait_for_children(folder: Path) -> float:
    """How long processes of a killed server were still there, in seconds (on Linux)."""
    begun = time.monotonic()
    mark = f"AUDIOBRIEF_CACHE={folder / 'cache'}".encode()
    while time.monotonic() < begun + 20:
        left = 0
        for path in Path("/proc").glob("[0-9]*/environ"):
            with suppress(OSError):
                left += mark in path.read_bytes()
        if not left:
            break
        time.sleep(0.05)
    return time.monotonic() - begun


def count_ready(client: httpx.Client) -> int:
    count, first = 0, 0
    while found := client.get(f"/api/programmes?first={first}").json()["programmes"]:
        count += sum(programme["state"] == "ready" for programme in found)
        first += len(found)
    return count
