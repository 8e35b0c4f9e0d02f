"""Places that cannot be written to, that run full, or that change while a programme is being made."""

import os
import shutil
import subprocess
import sys
import time

import pytest

from tests.robustness.conftest import AUDIOBRIEF, TEXT, VOICE, names
from tests.waiting import PATIENCE, wait_until

ALL = ("--page", "--daisy", "--epub")
LONG = "\n\n".join(f"Le pont numéro {number} a rouvert après {number + 7} jours." for number in range(60))


def one_line(err, *words):
    (line,) = [line for line in err if line.startswith("audiobrief: ")]
    assert line == err[-1] and not any("Traceback" in line for line in err)
    assert all(word in line for word in words), line
    return True


@pytest.fixture
def former(run, article, tmp_path):
    """A whole programme in `out`, and a new article to replace it with."""
    assert run("make", article, "-o", "out/p.mp3", *VOICE, *ALL)[0] == 0
    article.write_text(TEXT.replace("21", "12"), encoding="utf-8")
    return tmp_path / "out"


def contents(folder):
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_no_file_may_grow_larger(run, article, former):
    before = contents(former)
    largest = max(map(len, before.values()))
    for part in (0.0, 0.05, 0.4, 0.6, 0.7, 0.8, 0.95):
        status, _, err = run("make", article, "-o", "out/p.mp3", *VOICE, *ALL, largest_file=int(part * largest))
        assert status in (7, 9) and one_line(err)
        assert contents(former) == before


@pytest.mark.parametrize("kind", ["podcast", "radio"])
def test_a_disk_that_runs_full(run, article, drive, kind):
    folder, options = drive
    assert run("make", article, "-o", folder / "p.mp3", *VOICE, "--for", kind, "--epub")[0] == 0
    article.write_text(TEXT.replace("21", "12"), encoding="utf-8")
    before = contents(folder)
    used = sum(map(len, before.values()))
    ends = []
    for spare in (20, 250, 500, 800, 1200, 3000):
        options(f"size={used // 1024 + spare}k")
        status, _, err = run("make", article, "-o", folder / "p.mp3", *VOICE, "--for", kind, "--epub")
        ends.append(status)
        if status:
            assert status in (7, 9) and one_line(err)
            assert contents(folder) == before, spare
    assert ends[0] and not ends[-1]
    assert contents(folder).keys() == before.keys() and contents(folder) != before


def test_a_folder_that_is_read_only(run, article, drive):
    folder, options = drive
    (folder / "p.mp3").write_bytes(b"former")
    options("ro")
    for asked in (["make", article, "-o", folder / "p.mp3"], ["make", article, "-o", folder / "new" / "p.mp3"]):
        status, _, err = run(*asked, *VOICE)
        assert status == 7 and one_line(err, str(folder), "Read-only")
    status, out, err = run("batch", article, "-o", folder, *VOICE)
    assert status == 7 and one_line(err, str(folder), "Read-only", "with -o") and not out
    assert not any("of 1" in line for line in err), "no article was made"
    report = folder / "report.json"
    status, out, err = run("batch", article, "-o", "out", *VOICE, "--report", report)
    assert status == 7 and one_line(err, str(report), "Read-only", "with --report") and not out
    assert names(folder) == ["p.mp3"] and (folder / "p.mp3").read_bytes() == b"former"


def test_a_cache_that_is_full_or_read_only_or_no_folder(run, article, drive, tmp_path):
    folder, options = drive
    assert run("make", article, "-o", "whole.mp3", *VOICE)[0] == 0
    damaged = folder / "clips"
    shutil.copytree(tmp_path / "cache" / "clips", damaged)
    for clip in damaged.glob("*/*.clip"):
        clip.write_bytes(clip.read_bytes()[:-1])
    options("ro")
    (tmp_path / "file").write_bytes(b"")
    for number, cache in enumerate((folder, folder / "none", tmp_path / "file")):
        status, _, err = run(
            "make", article, "-o", f"{number}.mp3", *VOICE, environment={"AUDIOBRIEF_CACHE": str(cache)}
        )
        assert status == 0, err
        assert (tmp_path / f"{number}.mp3").read_bytes() == (tmp_path / "whole.mp3").read_bytes()
    status, _, err = run("cache", "clear", environment={"AUDIOBRIEF_CACHE": str(folder)})
    assert status == 7 and one_line(err, "Read-only")
    options("rw")
    shutil.rmtree(damaged)
    options("size=64k")
    status, _, err = run("make", article, "-o", "full.mp3", *VOICE, environment={"AUDIOBRIEF_CACHE": str(folder)})
    assert status == 0, err
    assert (tmp_path / "full.mp3").read_bytes() == (tmp_path / "whole.mp3").read_bytes()


@pytest.mark.parametrize("inside", [".", "x"])
def test_a_cache_that_cannot_be_entered(run, bound, shut, article, tmp_path, inside):
    given = {"before": bound, "environment": {"AUDIOBRIEF_CACHE": str(shut / inside)}}
    assert run("make", article, "-o", "whole.mp3", *VOICE)[0] == 0
    status, _, err = run("make", article, "-o", "p.mp3", *VOICE, **given)
    assert status == 0 and not any("Traceback" in line for line in err), err
    assert (tmp_path / "p.mp3").read_bytes() == (tmp_path / "whole.mp3").read_bytes()
    status, out, _ = run("batch", article, "-o", "many", *VOICE, **given)
    assert status == 0 and "1 made" in out
    for asked, word in (("info", "read"), ("clear", "removed")):
        status, out, err = run("cache", asked, **given)
        assert status == 7 and not out and one_line(err, str(shut), f"cannot be {word}", "Permission denied")
        assert len(err) == 1


def test_the_natural_voice_has_no_folder_to_keep_its_model_in(run, bound, shut, article):
    (article.parent / "file").write_bytes(b"")
    make, doctor = ["make", "pont.txt", "-o", "p.mp3"], ["doctor"]
    for command, cache in ((make, shut), (doctor, shut), (doctor, article.parent / "file")):
        status, out, err = run(*command, before=bound, environment={"AUDIOBRIEF_CACHE": str(cache)})
        assert status == 0, out + "\n".join(err)
        assert "aurore" in out + "".join(err)


def test_a_home_that_cannot_be_entered(run, bound, shut, article, tmp_path):
    """As where a service runs with the home of another user."""
    without = ("AUDIOBRIEF_CACHE", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME")
    given = {"before": bound, "without": without, "environment": {"HOME": str(shut)}}
    commands = (
        ["make", article, "-o", "p.mp3", *VOICE],
        ["voices"],
        ["config", "show"],
        ["config", "path"],
        ["doctor"],
    )
    for command in commands:
        status, _, err = run(*command, **given)
        assert status == 0 and not any("Traceback" in line for line in err), (command, err)
    status, _, err = run(
        "make", article, *VOICE, **{**given, "environment": {"AUDIOBRIEF_CONFIG": str(shut / "c.toml")}}
    )
    assert status == 8 and one_line(err, "c.toml", "Permission denied")


@pytest.mark.parametrize("options", ["ro", "nr_inodes=1", "mode=0"])
def test_where_processes_have_no_place_to_wait_for_each_other(article, tmp_path, options):
    mount = f"mount -t tmpfs -o {options} audiobrief-test /dev/shm || exit 99"
    drop = "setpriv --bounding-set=-all --inh-caps=-all" if options == "mode=0" else ""
    line = f'{mount}; {drop} "$0" batch pont.txt -o many --quiet {" ".join(VOICE)}'
    done = subprocess.run(
        ["unshare", "--mount", "bash", "-c", line, AUDIOBRIEF], cwd=tmp_path, capture_output=True, text=True
    )
    if "unshare:" in done.stderr or done.returncode == 99:
        pytest.skip(f"no file system can be mounted here: {done.stderr.strip()}")
    assert done.returncode == 0, done.stderr
    (line,) = done.stderr.splitlines()
    assert line.startswith("No processes can be started (") and "one after the other" in line
    assert "le-pont-de-lannevez.mp3" in names(tmp_path / "many")


def test_a_symbolic_link_stays_and_what_it_leads_to_is_replaced(run, article, tmp_path):
    (tmp_path / "store").mkdir()
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "p.mp3").symlink_to("../store/real.mp3")
    (tmp_path / "out" / "p.daisy").symlink_to("../store/book")
    (tmp_path / "store" / "book").mkdir()
    for _ in range(2):
        assert run("make", article, "-o", "out/p.mp3", *VOICE, "--daisy")[0] == 0
    assert names(tmp_path / "store") == ["book", "real.mp3"]
    assert (tmp_path / "out" / "p.mp3").is_symlink() and (tmp_path / "out" / "p.daisy" / "ncc.html").is_file()
    (tmp_path / "out" / "q.mp3").symlink_to("/nowhere/at/all.mp3")
    status, _, err = run("make", article, "-o", "out/q.mp3", *VOICE)
    assert status == 7 and one_line(err, "/nowhere/at")


def test_a_pipe_or_a_device_is_not_replaced(run, article, tmp_path):
    os.mkfifo(tmp_path / "p.mp3")
    os.mkfifo(tmp_path / "q.vtt")
    for name, named in (("p.mp3", "p.mp3"), ("q.mp3", "q.vtt")):
        status, _, err = run("make", article, "-o", name, *VOICE)
        assert status == 7 and one_line(err, named, "device")
    assert (tmp_path / "p.mp3").is_fifo() and not list(tmp_path.glob("q.[!v]*"))


def begun(folder):
    wait_until(lambda: list(folder.glob(".audiobrief-*")), every=0.005)


@pytest.fixture
def slow(tmp_path):
    """An article that takes long enough for something to happen meanwhile."""
    path = tmp_path / "long.txt"
    path.write_text(f"Soixante ponts\n\n{LONG}", encoding="utf-8")
    return path


def test_a_target_that_becomes_a_folder_meanwhile(start, slow, tmp_path):
    out = tmp_path / "out"
    out.mkdir()
    process = start("make", slow, "-o", out / "p.mp3", *VOICE)
    begun(out)
    (out / "p.mp3").mkdir()
    (out / "p.mp3" / "mine").write_text("mine")
    _, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == 7 and one_line(err.decode().splitlines(), "has become a folder")
    assert names(out) == ["p.mp3"] and names(out / "p.mp3") == ["mine"], "nothing of the set is in place"


def test_a_folder_that_is_deleted_meanwhile(start, slow, tmp_path):
    out = tmp_path / "out"
    out.mkdir()
    process = start("make", slow, "-o", out / "p.mp3", *VOICE)
    begun(out)
    shutil.rmtree(out)
    _, err = process.communicate(timeout=PATIENCE)
    assert process.returncode in (7, 9) and one_line(err.decode().splitlines())
    assert not out.exists()


def test_two_runs_for_one_target_end_well_and_one_whole_set_is_there(start, run, article, tmp_path):
    other = tmp_path / "autre.txt"
    other.write_text(TEXT.replace("21", "12"), encoding="utf-8")
    wanted = []
    for path in (article, other):
        assert run("make", path, "-o", f"{path.stem}/p.mp3", *VOICE, *ALL)[0] == 0
        folder = tmp_path / path.stem
        wanted.append({path.relative_to(folder): content for path, content in contents(folder).items()})
    for _ in range(2):
        both = [start("make", path, "-o", "out/p.mp3", *VOICE, *ALL) for path in (article, other)]
        for process in both:
            _, err = process.communicate(timeout=PATIENCE)
            assert process.returncode == 0, err.decode()
        out = tmp_path / "out"
        assert {path.relative_to(out): content for path, content in contents(out).items()} in wanted
    assert not list(out.glob(".*"))


def test_dates_in_the_future_change_nothing(run, article, former, tmp_path):
    ahead = time.time() + 10 * 365 * 86_400
    for path in (*former.rglob("*"), *(tmp_path / "cache").rglob("*"), article):
        os.utime(path, (ahead, ahead))
    assert run("make", article, "-o", "out/p.mp3", *VOICE, *ALL)[0] == 0
    assert run("batch", article, "-o", "many", *VOICE)[0] == 0
    for path in (tmp_path / "many").iterdir():
        os.utime(path, (ahead, ahead))
    status, out, _ = run("batch", article, "-o", "many", *VOICE)
    assert status == 0 and "1 unchanged" in out
    kept = contents(tmp_path / "cache")
    assert run("make", article, "-o", "fresh/p.mp3", *VOICE, *ALL, "--no-cache")[0] == 0
    assert {p.name: c for p, c in contents(former).items()} == {
        p.name: c for p, c in contents(tmp_path / "fresh").items()
    }
    assert contents(tmp_path / "cache") == kept


def test_another_user_s_folder(run, article, tmp_path):
    """Permissions bind root nowhere: the question is asked as nobody, of the functions themselves."""
    if os.getuid() != 0:
        pytest.skip("only root can become another user")
    locked = tmp_path / "locked"
    locked.mkdir(mode=0o700)
    (locked / "p.mp3").write_bytes(b"former")
    ask = (
        "import os, sys; from pathlib import Path; from audiobrief.system.transaction import check_writable\n"
        "from audiobrief.errors import TargetError\n"
        "os.setgid(65534); os.setuid(65534)\n"
        "try: check_writable(Path(sys.argv[1]))\nexcept TargetError as error: print(error)"
    )
    done = subprocess.run([sys.executable, "-c", ask, str(locked / "p.mp3")], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "Permission denied" in done.stdout and "-o" in done.stdout
