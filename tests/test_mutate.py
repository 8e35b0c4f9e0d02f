"""The tool that puts faults into the code (tools/mutate.py), by itself: cosmic-ray need not be installed for this."""

import importlib.util
import os
import signal
import sys
import time
from functools import cache
from pathlib import Path

import pytest

TOOL = Path(__file__).parents[1] / "tools" / "mutate.py"
SOURCE = """LIMIT = 3

def small(number, most=9):
    def inner():
        return number < most
    return inner()

class Kept:
    size = 1

    @staticmethod
    def of(number):
        return number + 1
"""


@pytest.fixture(scope="module")
def tool():
    spec = importlib.util.spec_from_file_location("mutate", TOOL)
    module = importlib.util.module_from_spec(spec)
    sys.modules["mutate"] = module
    spec.loader.exec_module(module)
    yield module
    del sys.modules["mutate"]


@pytest.mark.parametrize(
    ("words", "fault", "at_import"),
    [
        ("LIMIT = 3", "LIMIT = 4", True),
        ("most=9", "most=8", True),
        ("size = 1", "size = 2", True),
        ("@staticmethod", "@property", True),
        ("number < most", "number <= most", False),
        ("number + 1", "number - 1", False),
        ("number + 1", "number + 1  # more", False),
    ],
)
def test_what_runs_at_import_is_told_from_what_functions_do(tool, words, fault, at_import):
    before, after = (compile(text, "x.py", "exec") for text in (SOURCE, SOURCE.replace(words, fault)))
    assert tool.runs_at_import(before, after) is at_import


def test_a_fault_gets_into_functions_that_are_loaded_and_nothing_of_before_is_kept(tool, tmp_path, monkeypatch):
    monkeypatch.setattr(tool, "PACKAGE", "a_loaded_module")
    path = str(tmp_path / "a_loaded_module.py")
    before, after = (
        compile(text, path, "exec")
        for text in (SOURCE, SOURCE.replace("number < most", "number > most").replace("number + 1", "number - 1"))
    )
    loaded = {"__name__": "a_loaded_module"}
    exec(before, loaded)
    small, of = loaded["small"], loaded["Kept"].of
    kept = cache(small)
    kept.__module__ = "a_loaded_module"
    assert (small(1), kept(1), of(1)) == (True, True, 2)
    tool.put_into_functions(path, before, after)
    assert (small(1), kept(1), of(1)) == (False, False, 0)


def test_the_tests_that_touch_the_line_come_first_and_the_quickest_of_them(tool):
    touched = tool.Touched(
        {"slow": 3.0, "quick": 1.0, "beside": 0.5, "elsewhere": 0.1},
        {"m.py": {7: {"slow", "quick", "fails"}, 9: {"beside"}}},
    )
    mutant = tool.Mutant("m.py", "core/X", 0, 7, 7)
    assert touched.tests_of(mutant, 60) == ["quick", "slow", "beside"]
    assert touched.tests_of(mutant, 2) == ["quick"]
    assert touched.tests_of(tool.Mutant("m.py", "core/X", 0, 8, 8), 60) == ["beside", "quick", "slow"]
    assert touched.tests_of(tool.Mutant("other.py", "core/X", 0, 1, 1), 60) == ["elsewhere", "beside", "quick", "slow"]
    # A line that runs at import is touched by those that start a process, of which no other test needs one.
    assert touched.tests_of(mutant, 60, at_import=True) == ["beside", "quick", "slow"]
    assert touched.is_touched(mutant) and not touched.is_touched(tool.Mutant("m.py", "core/X", 0, 8, 8))


def test_annotations_and_lines_that_are_left_alone(tool):
    source = "x: int | None = 1\ndef f(a: 'b' = 2) -> int | str:\n    return a + 1\n"
    assert sorted(tool._annotations(source)) == [((1, 3), (1, 13)), ((2, 9), (2, 12)), ((2, 21), (2, 30))]
    assert tool._lines_left_alone("a\n@dataclass(x)\nb", [r"@dataclass\(", "^b$"]) == {2, 3}
    assert tool._lines_left_alone("a\n", []) == set()


def run(tool, tmp_path, what, limit):
    place = tool._Place(tmp_path, "room", [], None, tmp_path / "room.jsonl")
    return tool.run_forked(what, place, limit), place.log.read_text()


def test_what_is_forked_ends_with_its_status_and_its_words_are_kept(tool, tmp_path):
    def fail():
        os.write(1, b"why\n")
        return 1

    assert run(tool, tmp_path, lambda: 0, 5) == (0, "")
    assert run(tool, tmp_path, fail, 5) == (1, "why\n")
    assert run(tool, tmp_path, lambda: 1 // 0, 5)[0] == 3


def test_what_never_ends_is_ended(tool, tmp_path):
    def turn():
        while True:
            pass

    def wait():
        time.sleep(60)
        return 0

    signal.signal(signal.SIGXCPU, signal.SIG_DFL)
    assert run(tool, tmp_path, turn, 0.05)[0] is None
    began = time.monotonic()
    assert run(tool, tmp_path, wait, 0.05)[0] is None
    assert time.monotonic() - began < 30


def test_results_are_kept_and_told(tool, tmp_path):
    results = [
        tool.Result("audiobrief/x/a.py:3 core/X 0", "caught", "a < b", "a <= b", 3, 0.5),
        tool.Result("audiobrief/x/a.py:4 core/X 1", "survived", "a | b", "a & b", 3, 0.5),
        tool.Result("audiobrief/x/a.py:5 core/X 2", "timeout", "c", "d", 3, 0.5),
    ]
    tool.write_results(tmp_path / "x.jsonl", results)
    assert tool.read_results(tmp_path / "x.jsonl") == results
    assert tool.read_results(tmp_path / "none.jsonl") == []
    assert tool.format_table({"x": results, "y": []}).split("\n") == [
        "| room | mutants | caught | of them by time | share |",
        "|---|---|---|---|---|",
        "| x | 3 | 2 | 1 | 67% |",
        "| y | 0 | 0 | 0 | 0% |",
        "| all | 3 | 2 | 1 | 67% |",
        "",
        "| survivor | the line | becomes |",
        "|---|---|---|",
        "| x/a.py:4 core/X 1 | `` a \\| b `` | `` a & b `` |",
    ]


CHANGES = [
    ("a = 1\nb = 2\n", "a = 1\nb = 3\n", ("b = 2", "b = 3")),
    ("a = 1\n\n\n@cache\ndef b(): ...\n", "a = 1\ndef b(): ...\n", ("@cache", "(taken out)")),
]


@pytest.mark.parametrize(("before", "after", "told"), CHANGES)
def test_a_fault_is_told_by_its_line(tool, before, after, told):
    assert tool._changed_lines(before, after) == told
