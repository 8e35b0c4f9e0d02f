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
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import urlencode

from benchmarks.articles import short
from tests.server.conftest import serving
from tests.server.killing import count_ready, kill_often, make_environment

# Sentences of an article, which has some 350 words.
_SENTENCES = 20


def measure_load(articles: int, listeners: int, seconds: float, voice: str) -> bool:
    """Print the times of pages while programmes are made; whether the 95th percentile is under 200 ms."""
    times: dict[str, list[float]] = {}
    failed: list[str] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with serving(folder, "--voice", voice, environment=make_environment(folder)) as client:
            begun = time.monotonic()
            ids = []
            for number in range(articles):
                article = {"text": short(random.Random(number), [_SENTENCES]), "key": f"load-{number}"}
                ids.append(client.post("/api/programmes", json=article).json()["id"])
            queued = time.monotonic() - begun
            until = time.monotonic() + seconds
            base = str(client.base_url)
            threads = [threading.Thread(target=_listen, args=(base, ids, until, number, times, failed))
                       for number in range(listeners)]  # fmt: skip
            for thread in threads:
                thread.start()
            made, first = [], count_ready(client)
            while time.monotonic() < until:
                time.sleep(min(5.0, max(0.1, until - time.monotonic())))
                made.append(count_ready(client))
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


def _percentile(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[-1] if len(times) > 1 else times[0]


def _print_row(kind: str, times: list[float]) -> None:
    print(f"| {kind} | {len(times)} | {statistics.median(times) * 1000:.0f} ms | {_percentile(times) * 1000:.0f} ms |"
          f" {max(times) * 1000:.0f} ms |")  # fmt: skip


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
