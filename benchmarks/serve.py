"""`audiobrief serve` under load, and killed: from a checkout,

    .venv/bin/python -m benchmarks.serve load [--articles 200] [--listeners 20] [--seconds 60] [--voice espeak-fr]
    .venv/bin/python -m benchmarks.serve kills [--kills 30] [--seed 1]

`load` queues articles and lets listeners read pages, hear sounds as fast as they play and keep their places while
programmes are made; it prints how long pages took. `kills` ends the server with SIGKILL at random moments while
articles are added, made and heard, and looks at what there is afterwards. The exit status is 1 if something is wrong.
"""

import argparse
import json
import os
import random
import re
import statistics
import sys
import tempfile
import threading
import time
from contextlib import suppress
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import urlencode

import httpx

from benchmarks.articles import short
from tests.server.conftest import serving


def make_article(number: int, sentences: int = 20) -> str:
    """An article that no other number has, of about 350 words for 20 sentences."""
    return short(random.Random(number), [sentences])


def _environment(folder: Path) -> dict[str, str]:
    own = {"AUDIOBRIEF_CACHE": str(folder / "cache"), "XDG_CONFIG_HOME": str(folder / "config")}
    return {**os.environ, **own, "LANGUAGE": "en"}


# Load.


def measure_load(articles: int, listeners: int, seconds: float, voice: str) -> bool:
    """Print the times of pages while programmes are made; whether the 95th percentile is under 200 ms."""
    times: dict[str, list[float]] = {}
    failed: list[str] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with serving(folder, "--voice", voice, environment=_environment(folder)) as client:
            begun = time.monotonic()
            ids = [client.post("/api/programmes", json={"text": make_article(number), "key": f"load-{number}"}).json()
                   ["id"] for number in range(articles)]  # fmt: skip
            queued = time.monotonic() - begun
            until = time.monotonic() + seconds
            base = str(client.base_url)
            threads = [threading.Thread(target=_listen, args=(base, ids, until, number, times, failed))
                       for number in range(listeners)]  # fmt: skip
            for thread in threads:
                thread.start()
            made, first = [], _count_ready(client)
            while time.monotonic() < until:
                time.sleep(min(5.0, max(0.1, until - time.monotonic())))
                made.append(_count_ready(client))
            for thread in threads:
                thread.join()
    print(f"{articles} articles queued in {queued:.1f} s; {listeners} listeners for {seconds:.0f} s; "
          f"{made[-1] - first} programmes made meanwhile; load average {os.getloadavg()[0]:.1f}; "
          f"{len(failed)} requests failed{': ' + failed[0] if failed else ''}")  # fmt: skip
    print("| page | requests | median | 95th percentile | longest |\n| :-- | --: | --: | --: | --: |")
    everything = []
    for kind, taken in sorted(times.items()):
        _print_row(kind, taken)
        everything += taken
    _print_row("all", everything)
    return bool(everything) and not failed and _percentile(everything) < 0.2


def _listen(base: str, ids: list[str], until: float, number: int, times: dict[str, list[float]], failed: list[str]):
    """One listener: pages now and then, a sound as fast as it plays, the place every few seconds."""
    chance = random.Random(number)
    time.sleep(chance.random())
    # The standard library's client costs a tenth of httpx's time, which would count as the server's.
    connection = HTTPConnection(base.removeprefix("http://"), timeout=30)
    headers = {"Accept-Language": "fr"}

    def fetch(kind: str, path: str, form: dict[str, str] | None = None, **more: str) -> str:
        sent = {**headers, **more}
        if form is not None:
            sent |= {"Content-Type": "application/x-www-form-urlencoded", "Origin": base}
        begun = time.monotonic()
        connection.request("GET" if form is None else "POST", path, urlencode(form) if form else None, sent)
        answer = connection.getresponse()
        body = answer.read()
        if kind:
            times.setdefault(kind, []).append(time.monotonic() - begun)
        if cookie := answer.headers.get("Set-Cookie"):
            headers["Cookie"] = cookie.partition(";")[0]
        if answer.status >= 400:
            failed.append(f"{path}: {answer.status}")
        return body.decode("utf-8", "replace")

    try:
        while time.monotonic() < until:
            page = fetch("list", f"/?page={chance.randint(1, 4)}")
            token = re.search(r'name="csrf" content="(\w+)"', page)
            id = chance.choice(ids)
            fetch("programme", f"/programmes/{id}")
            if json.loads(fetch("status", f"/api/programmes/{id}"))["state"] == "ready":
                # 16 kB a second are 128 kbit/s: some ten seconds of sound, fetched as a player does.
                for block in range(3):
                    first = block * 49152
                    fetch("", f"/programmes/{id}/sound.mp3", Range=f"bytes={first}-{first + 49151}")
                    time.sleep(min(1.0, max(0.0, until - time.monotonic())))
                fetch("place", f"/programmes/{id}/position", {"csrf": token[1] if token else "", "seconds": "12.5"})
            fetch("help", "/help")
            time.sleep(0.5 + chance.random())
    except (OSError, HTTPException) as error:
        failed.append(type(error).__name__)
    finally:
        connection.close()


def _count_ready(client: httpx.Client) -> int:
    count, first = 0, 0
    while found := client.get(f"/api/programmes?first={first}").json()["programmes"]:
        count += sum(programme["state"] == "ready" for programme in found)
        first += len(found)
    return count


def _percentile(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[-1] if len(times) > 1 else times[0]


def _print_row(kind: str, times: list[float]) -> None:
    print(f"| {kind} | {len(times)} | {statistics.median(times) * 1000:.0f} ms | {_percentile(times) * 1000:.0f} ms |"
          f" {max(times) * 1000:.0f} ms |")  # fmt: skip


# Kills.


def kill_often(folder: Path, kills: int, seed: int, sentences: int = 8, longest: float = 10.0) -> dict[str, object]:
    """Kill a server so often while it is busy, each within `longest` seconds of its start. The counts of what was
    found, with `faults` in words."""
    chance = random.Random(seed)
    sent: dict[str, str] = {}  # what was answered, by the key that was sent
    ready: dict[str, float] = {}  # when programmes were made that were ready before a kill
    faults: list[str] = []
    waited, busy = [], 0
    environment = _environment(folder)
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
        while _count_ready(client) < len(sent) and time.monotonic() < until:
            time.sleep(0.5)
        listed = client.get("/api/programmes?first=0").json()
        if listed["total"] != len(sent):
            faults.append(f"{listed['total']} programmes of {len(sent)} articles")
        if (count := _count_ready(client)) != len(sent):
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


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["load", "kills"])
    parser.add_argument("--articles", type=int, default=200)
    parser.add_argument("--listeners", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--voice", default="espeak-fr")
    parser.add_argument("--kills", type=int, default=30)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    if asked.what == "load":
        return not measure_load(asked.articles, asked.listeners, asked.seconds, asked.voice)
    with tempfile.TemporaryDirectory() as folder:
        found = kill_often(Path(folder), asked.kills, asked.seed)
    print(" | ".join(f"{name}: {value}" for name, value in found.items()))
    return bool(found["faults"])


if __name__ == "__main__":
    sys.exit(main())
