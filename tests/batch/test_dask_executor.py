"""`audiobrief batch --cluster`: a real Dask scheduler and real workers, each a process of its own, on loopback."""

import json
import os
import signal
from contextlib import contextmanager
from pathlib import Path

import pytest
from mutagen.mp3 import MP3

from audiobrief.batch.dask_executor import connect_cluster
from audiobrief.batch.manifest import NAME as MANIFEST
from audiobrief.errors import ClusterError
from tests.batch.conftest import ARTICLES, LONG, VOICE
from tests.certificates import write_own_certificate
from tests.waiting import wait_until

distributed = pytest.importorskip("distributed")
dask = pytest.importorskip("dask")
QUIET = ("--no-dashboard", "--host", "127.0.0.1")

# Dask's own setting, as any user of it may set it: how long a scheduler is asked for.
SOON = {"DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT": "2s"}


@pytest.fixture
def scheduler(start, tmp_path):
    """A scheduler's process; its address is in its `address`."""
    file = tmp_path / "scheduler.json"
    process = start("dask", "scheduler", *QUIET, "--port", "0", "--scheduler-file", file)
    wait_until(file.exists)
    process.address = wait_until(lambda: file.read_text() and json.loads(file.read_text())["address"])
    return process


@pytest.fixture
def worker(start, scheduler, tmp_path):
    """Start a worker of that scheduler. Without its nanny, killing it is killing the process that makes programmes."""

    def call(name):
        folder = tmp_path / "workers"
        options = ("--nthreads", "1", "--no-nanny", "--name", name, "--local-directory", folder)
        return start("dask", "worker", scheduler.address, *QUIET, *options)

    return call


@contextmanager
def observed(scheduler):
    """A look at what the scheduler does: the worker's process by its name, and what each is making."""
    with distributed.Client(scheduler.address, set_as_default=False) as client:

        def busy():
            names = {address: worker["name"] for address, worker in client.scheduler_info()["workers"].items()}
            return {names[address] for address, tasks in client.processing().items() if tasks and address in names}

        client.busy = busy
        yield client


def report(desk):
    return json.loads((desk / "report.json").read_text(encoding="utf-8"))


def test_a_worker_killed_while_it_makes_a_programme_loses_nothing(start, run, desk, scheduler, worker):
    for number in range(2):
        (desk / "articles" / f"long-{number}.txt").write_text(f"Numéro {number}\n\n{LONG}", encoding="utf-8")
    workers = {name: worker(name) for name in ("un", "deux")}
    command = ("batch", "articles", "-o", "out", *VOICE, "--report", "report.json", "--cluster", scheduler.address)
    with observed(scheduler) as look:
        look.wait_for_workers(2, timeout=30)
        running = start("audiobrief", *command)
        wait_until(lambda: list((desk / "out").glob("*.mp3")))
        wait_until(lambda: "un" in look.busy())
        os.kill(workers["un"].pid, signal.SIGKILL)
        _, err = running.communicate(timeout=60)
    assert running.returncode == 0, err.decode()
    assert workers["un"].wait(5) == -signal.SIGKILL and workers["deux"].poll() is None
    rows = report(desk)["articles"]
    assert len(rows) == len(ARTICLES) + 2 and {row["status"] for row in rows} == {"made"}
    for row in rows:
        assert MP3(desk / "out" / row["programme"]).info.length == pytest.approx(row["duration"], abs=0.1)

    # The voice and the version are the same here: what the cluster made, this machine need not make.
    assert run(*command[:-2])[0] == 0
    assert report(desk)["unchanged"] == len(rows)


def test_a_scheduler_without_workers_is_told_and_what_a_worker_does_not_have_is_sent_along(
    run, desk, scheduler, worker
):
    status, _, err = run("batch", "articles", "-o", "out", *VOICE, "--cluster", scheduler.address, **SOON)
    assert status == 11 and "has no worker" in err and "Traceback" not in err
    assert not list(Path(desk).rglob("*.mp3"))

    (desk / "mots.toml").write_text('[words]\n"Lannévez" = "Lanévé"\n', encoding="utf-8")
    worker("un")
    options = ("articles/pont.txt", *VOICE, "--lexicon", "mots.toml")
    status, _, err = run("batch", *options, "-o", "far", "--cluster", scheduler.address)
    assert status == 0, err
    assert run("batch", *options, "-o", "near")[0] == 0
    sounds = [(desk / folder / "le-pont-de-lannevez.mp3").read_bytes() for folder in ("far", "near")]
    assert sounds[0] == sounds[1]


def test_a_scheduler_that_goes_away_is_told_and_what_was_made_stays(start, desk, scheduler, worker):
    for number in range(2):
        (desk / "articles" / f"long-{number}.txt").write_text(f"Numéro {number}\n\n{LONG}", encoding="utf-8")
    worker("un")
    command = ("batch", "articles", "-o", "out", *VOICE, "--report", "report.json", "--cluster", scheduler.address)
    running = start("audiobrief", *command, **SOON)
    wait_until(lambda: list((desk / "out").glob("*.mp3")))
    scheduler.kill()
    _, err = running.communicate(timeout=60)
    assert running.returncode == 10, err.decode()
    rows = report(desk)["articles"]
    gone = [row for row in rows if row["status"] == "failed"]
    assert gone and {row["exit_status"] for row in gone} == {11}
    assert all("went away" in row["reason"] for row in gone)
    kept = len(rows) - len(gone)
    assert kept == len(list((desk / "out").glob("*.mp3"))) > 0
    assert len(json.loads((desk / "out" / MANIFEST).read_text(encoding="utf-8"))["articles"]) == kept


def make_settings(key, certificate, authority):
    """Dask's settings of a client with a certificate, as variables of the environment."""
    names = {"CA_FILE": authority, "CLIENT__CERT": certificate, "CLIENT__KEY": key}
    return {f"DASK_DISTRIBUTED__COMM__TLS__{name}": str(path) for name, path in names.items()}


def test_with_certificates_nobody_else_reaches_the_scheduler(start, run, desk, tmp_path):
    key, certificate = write_own_certificate(tmp_path, "grappe")
    tls = ("--tls-ca-file", certificate, "--tls-cert", certificate, "--tls-key", key)
    file = tmp_path / "scheduler.json"
    start("dask", "scheduler", *QUIET, "--protocol", "tls", "--port", "0", "--scheduler-file", file, *tls)
    address = wait_until(lambda: file.exists() and file.read_text() and json.loads(file.read_text())["address"])
    assert address.startswith("tls://")
    start("dask", "worker", address, *QUIET, "--nthreads", "1", "--no-nanny", "--local-directory", tmp_path / "w", *tls)

    command = ("batch", "articles/pont.txt", "-o", "out", *VOICE, "--cluster")
    known = make_settings(key, certificate, certificate)
    other = make_settings(*write_own_certificate(tmp_path, "autre"), certificate)
    for where, settings in ((address, {}), (address, other), (address.replace("tls", "tcp"), {})):
        status, _, err = run(*command, where, **settings, **SOON)
        assert status == 11 and "Traceback" not in err, err
        assert "tls://" in err and not (desk / "out" / "le-pont-de-lannevez.mp3").exists()
    status, _, err = run(*command, address, **known)
    assert status == 0, err
    assert (desk / "out" / "le-pont-de-lannevez.mp3").exists()


NO_CERTIFICATES = [
    ({}, "asks for certificates: name ca-file"),
    ({"ca-file": "{folder}/a.pem"}, "asks for certificates: name ca-file"),
    (
        {"ca-file": "{folder}/a.pem", "client.cert": "{folder}/gone.pem", "client.key": "{folder}/a.key"},
        r"cannot be used \(FileNotFoundError",
    ),
    (
        {"ca-file": "{folder}/empty.pem", "client.cert": "{folder}/a.pem", "client.key": "{folder}/a.key"},
        r"cannot be used \(SSLError",
    ),
]


@pytest.mark.parametrize(("settings", "told"), NO_CERTIFICATES)
def test_certificates_that_are_missing_are_told_before_anything_is_asked(tmp_path, settings, told):
    write_own_certificate(tmp_path, "a")
    (tmp_path / "empty.pem").touch()
    named = {f"distributed.comm.tls.{key}": value.format(folder=tmp_path) for key, value in settings.items()}
    with dask.config.set(named), pytest.raises(ClusterError, match=told), connect_cluster("tls://127.0.0.1:1", 1):
        pass


def test_a_cluster_of_its_own(run, desk):
    status, _, err = run("batch", "articles", "-o", "out", *VOICE, "--cluster", "local", "--jobs", "2")
    assert status == 0, err
    assert len(list((desk / "out").glob("*.mp3"))) == len(ARTICLES)
