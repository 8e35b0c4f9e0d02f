"""What runs leave when they are killed, what living ones have in the making, and sets of files that belong together."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from audiobrief.errors import TargetError
from audiobrief.model import Clip
from audiobrief.system.processes import SHARED_MEMORY, remove_dead_semaphores
from audiobrief.system.transaction import transaction
from audiobrief.system.unfinished import lock_target, remove_leftovers, unfinished_file, unfinished_folder
from audiobrief.voice.cache import ClipCache
from tests.placed_sets import told, whole, write_set
from tests.robustness.conftest import VOICE, names
from tests.robustness.test_places import slow  # noqa: F401 - a fixture
from tests.waiting import PATIENCE, wait_until

HOLD = """
import sys, time
from pathlib import Path
from audiobrief.system.processes import SHARED_MEMORY, remove_dead_semaphores
from audiobrief.system.unfinished import unfinished_file, unfinished_folder
folder = Path(sys.argv[1])
with unfinished_file(folder) as file, unfinished_folder(folder) as book:
    file.write_bytes(b"half")
    (book / "part").write_bytes(b"half")
    (folder / ".audiobrief-_working").mkdir()
    print("ready", flush=True)
    time.sleep(600)
"""


def test_a_dead_run_s_leftovers_go_and_a_living_one_s_stay(tmp_path):
    holder = subprocess.Popen([sys.executable, "-c", HOLD, str(tmp_path)], stdout=subprocess.PIPE)
    assert holder.stdout.readline() == b"ready\n"
    for name in (".audiobrief-a1b2c3d4.pcm", ".hidden", "theirs.part", ".audiobrief-notes.txt"):
        (tmp_path / name).write_bytes(b"")
    made = names(tmp_path)
    assert len(made) == 9
    remove_leftovers(tmp_path)
    assert names(tmp_path) == made, "the holder lives"
    holder.send_signal(signal.SIGKILL)
    holder.communicate()
    remove_leftovers(tmp_path)
    assert names(tmp_path) == [".audiobrief-notes.txt", ".hidden", "theirs.part"]


def test_what_a_block_holds_is_gone_at_its_end_and_never_swept_before(tmp_path):
    with pytest.raises(RuntimeError), unfinished_file(tmp_path) as file, unfinished_folder(tmp_path) as folder:
        remove_leftovers(tmp_path)
        assert file.is_file() and folder.is_dir()
        raise RuntimeError
    assert names(tmp_path) == []


# A hook of Python's own (PEP 578), called just before the lock that was made is taken.
SWEPT_AT_ONCE = """
import os, sys
from pathlib import Path
from audiobrief.system.unfinished import remove_leftovers, unfinished_folder
swept = []
def hook(event, arguments):
    if event == "fcntl.flock" and not swept:
        swept.extend(os.listdir(sys.argv[1]))
        remove_leftovers(Path(sys.argv[1]))
        swept.append(os.listdir(sys.argv[1]))
sys.addaudithook(hook)
with unfinished_folder(Path(sys.argv[1])) as folder:
    assert len(swept) == 2 and swept[0].endswith(".lock") and swept[1] == [] and folder.is_dir()
"""


def test_a_folder_that_another_sweeps_before_it_is_held_is_made_again(tmp_path):
    done = subprocess.run([sys.executable, "-c", SWEPT_AT_ONCE, str(tmp_path)], capture_output=True, timeout=PATIENCE)
    assert done.returncode == 0, done.stderr.decode()
    assert names(tmp_path) == []


INSIDE = """
import sys, time
from pathlib import Path
from audiobrief.system.processes import SHARED_MEMORY, remove_dead_semaphores
from audiobrief.system.unfinished import lock_target
with lock_target(Path(sys.argv[1])):
    print("in", flush=True)
    time.sleep(float(sys.argv[2]))
    print("out", time.monotonic(), flush=True)
"""


def test_one_at_a_time(tmp_path):
    target = str(tmp_path / "a.mp3")
    first = subprocess.Popen([sys.executable, "-c", INSIDE, target, "0.6"], stdout=subprocess.PIPE)
    assert first.stdout.readline() == b"in\n"
    with lock_target(tmp_path / "a.mp3"):
        taken = time.monotonic()
    assert taken >= float(first.communicate()[0].split()[1]), "both were inside at once"
    stuck = subprocess.Popen([sys.executable, "-c", INSIDE, target, "600"], stdout=subprocess.PIPE)
    assert stuck.stdout.readline() == b"in\n"
    stuck.kill()
    stuck.communicate()
    with lock_target(tmp_path / "a.mp3"):
        pass
    assert names(tmp_path) == []


def test_a_set_is_placed_together_or_not_at_all(tmp_path):
    write_set(tmp_path, "one")
    write_set(tmp_path, "two")
    assert told(tmp_path) == whole("two")
    with pytest.raises(RuntimeError), transaction() as files:
        files.stage_file(tmp_path / "p.vtt").write_text("three")
        raise RuntimeError
    assert told(tmp_path) == whole("two")


def immutable(path, sign):
    return subprocess.run(["chattr", f"{sign}i", str(path)], capture_output=True).returncode == 0


def test_what_the_system_refuses_in_the_middle_is_undone(tmp_path):
    write_set(tmp_path, "one")
    if not immutable(tmp_path / "p.mp3", "+"):
        pytest.skip("no file can be made immutable here")
    try:
        with pytest.raises(TargetError, match=r"p\.mp3"):
            write_set(tmp_path, "two")
        assert told(tmp_path) == whole("one")
    finally:
        immutable(tmp_path / "p.mp3", "-")
    (tmp_path / "book" / "mine.doc").write_text("mine")
    before = told(tmp_path)
    with pytest.raises(TargetError, match=r"mine\.doc"):
        write_set(tmp_path, "two")
    assert told(tmp_path) == before and names(tmp_path) == ["book", "p.mp3", "p.vtt"]


# Four bytes of the mark, the checksum, four bytes of the sample rate, the sound.
DAMAGE = {
    "cut": lambda raw: raw[:-2],
    "cut in the head": lambda raw: raw[:20],
    "a bit of the sound": lambda raw: raw[:-7] + bytes([raw[-7] ^ 4]) + raw[-6:],
    "a bit of the checksum": lambda raw: raw[:10] + bytes([raw[10] ^ 1]) + raw[11:],
    "empty": lambda raw: b"",
    "the wrong rate": lambda raw: raw[:36] + (44_100).to_bytes(4, "little") + raw[40:],
    "another format": lambda raw: b"ABS1" + raw[4:],
    "longer": lambda raw: raw + b"\0\0",
}


@pytest.mark.parametrize("way", DAMAGE)
def test_a_damaged_entry_is_thrown_away(tmp_path, way):
    cache, clip = ClipCache(tmp_path), Clip(bytes(range(200)), 22_050)
    cache.put("ab12", clip)
    assert cache.get("ab12") == clip
    (entry,) = tmp_path.glob("*/*.clip")
    entry.write_bytes(DAMAGE[way](entry.read_bytes()))
    assert cache.get("ab12") is None and not entry.exists()
    cache.put("ab12", clip)
    assert cache.get("ab12") == clip


@pytest.mark.parametrize("kind", ["level", "sound"])
def test_a_damaged_entry_of_another_kind_is_thrown_away(tmp_path, kind):
    store, content = ClipCache(tmp_path).store, bytes(range(200))
    for way in DAMAGE.values():
        store.put(kind, "ab12", content)
        assert store.get(kind, "ab12") == content
        (entry,) = tmp_path.glob(f"*/*.{kind}")
        entry.write_bytes(way(entry.read_bytes()))
        assert store.get(kind, "ab12") is None and not entry.exists()


def test_an_entry_of_one_kind_is_none_of_another(tmp_path):
    store = ClipCache(tmp_path).store
    store.put("level", "ab12", b"[]")
    (tmp_path / "ab" / "ab12.level").rename(tmp_path / "ab" / "ab12.sound")
    assert store.get("sound", "ab12") is None


def test_an_entry_under_another_s_name_is_thrown_away(tmp_path):
    cache = ClipCache(tmp_path)
    cache.put("ab12", Clip(b"\1\0", 22_050))
    (tmp_path / "ab" / "ab13.clip").write_bytes((tmp_path / "ab" / "ab12.clip").read_bytes())
    assert cache.get("ab13") is None and cache.get("ab12")


SEMAPHORES = """
import multiprocessing, time
from audiobrief.system.processes import named_semaphores
with named_semaphores():
    lock = multiprocessing.get_context("spawn").Lock()
    print(lock._semlock.name, flush=True)
    time.sleep(600)
"""


def semaphores_of(process):
    """Those that a process has in its memory (proc_pid_maps(5)): by inode, as they are made under other names."""
    lines = (Path("/proc") / str(process.pid) / "maps").read_text().splitlines()
    inodes = {int(line.split()[4]) for line in lines if f" {SHARED_MEMORY}/" in line}
    return {path for path in SHARED_MEMORY.glob("sem.*") if path.stat().st_ino in inodes}


def test_semaphores_of_killed_runs_go_and_those_of_living_ones_stay():
    dead, living = (
        subprocess.Popen([sys.executable, "-c", SEMAPHORES], stdout=subprocess.PIPE, start_new_session=True)
        for _ in range(2)
    )
    try:
        one, other = (
            SHARED_MEMORY / f"sem.{process.stdout.readline().decode().strip()[1:]}" for process in (dead, living)
        )
        assert one.exists() and other.exists() and one != other
        # With the process that would have removed them.
        os.killpg(dead.pid, signal.SIGKILL)
        dead.communicate()
        assert one.exists()
        remove_dead_semaphores()
        assert not one.exists() and other.exists()
    finally:
        os.killpg(living.pid, signal.SIGKILL)
        living.communicate()
        remove_dead_semaphores()
    assert not other.exists()


def test_the_next_batch_removes_the_semaphores_of_one_that_was_killed(start, run, article, slow, tmp_path):  # noqa: F811
    process = start("batch", slow, "-o", "many", *VOICE, "--jobs", 2)
    made = wait_until(lambda: semaphores_of(process), every=0.005)
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    assert all(path.exists() for path in made)
    assert run("batch", article, "-o", "other", *VOICE)[0] == 0
    assert not any(path.exists() for path in made)


@pytest.mark.parametrize("command", ["make", "batch"])
def test_a_cache_s_leftovers_go_with_the_next_run(run, article, tmp_path, command):
    clips = tmp_path / "cache" / "clips"
    clips.mkdir(parents=True)
    holder = subprocess.Popen([sys.executable, "-c", HOLD, str(clips)], stdout=subprocess.PIPE)
    assert holder.stdout.readline() == b"ready\n"
    holder.kill()
    holder.communicate()
    assert run(command, article, "-o", tmp_path / "out.mp3", *VOICE)[0] == 0
    assert not list(clips.glob(".*")) and list(clips.glob("??/*.clip"))


@pytest.mark.parametrize("command", ["make", "batch"])
def test_a_cache_keeps_no_more_than_it_may(run, article, tmp_path, command):
    cache = ClipCache(tmp_path / "cache" / "clips")
    store = cache.store
    for number in range(24):
        cache.put(f"ab{number:02}", Clip(bytes(100_000), 22_050))
    assert run(command, article, "-o", tmp_path / "a.mp3", *VOICE)[0] == 0
    assert store.measure_size() > 2 << 20
    assert run(command, article, "-o", tmp_path / "b.mp3", *VOICE, "--cache-size", 1)[0] == 0
    assert 0 < store.measure_size() <= 1 << 20
