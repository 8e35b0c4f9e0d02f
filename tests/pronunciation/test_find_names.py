"""The tool that finds names to be listed (tools/find_names.py)."""

import importlib.util
from pathlib import Path

import pytest

TOOL = Path(__file__).parents[2] / "tools" / "find_names.py"


@pytest.fixture(scope="module")
def tool():
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(TOOL.parent))
        spec = importlib.util.spec_from_file_location("find_names", TOOL)
        module = importlib.util.module_from_spec(spec)
        patch.setitem(__import__("sys").modules, "find_names", module)
        spec.loader.exec_module(module)
        yield module


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Le maire Lormavier a parlé. Puis Lormavier est parti, dit Lormavier.", {"Lormavier": 3}),
        ("Lormavier est parti.", {}),  # a capital that begins a sentence says nothing
        ("On a vu Emmanuel Macron à Reims.", {}),  # listed
        ("La ministre de la Culture et le Sénat.", {}),  # words of the language
        ("Le lormavier est un outil.", {}),
        ("La SNGPX et Lo.", {}),  # letters, and what is too short
    ],
)
def test_names_of_a_text_that_no_lexicon_knows(tool, text, found):
    assert tool.count_names(text) == found


def test_names_of_a_list_are_read_with_their_frequency(tool):
    lines = ["lormavier\t0.5", "maison\t9", "cyberattaques\t3", "Tresquevel", "", "c3po\t2", "saint-lormavier\t1"]
    assert tool.read_frequencies(lines) == {"Lormavier": 0.5, "Tresquevel": 1, "Saint-Lormavier": 1}


def test_a_candidate_tells_what_is_said_and_what_others_would_say(tool):
    found = list(tool.judge_names([("Weissmuller", 2), ("Reims", 9), ("Tresquel", 1)]))
    assert [str(each) for each in found] == [
        "2\tWeissmuller\tvɛsmylɛʁ\trule\twajsmœlœʁ",
        "1\tTresquel\ttʁɛskɛl\trule\t",
    ]


def test_the_whole_tool_prints_the_most_frequent_first(tool, tmp_path, capsys):
    article = tmp_path / "article.txt"
    article.write_text("On voit Lormavier et Tresquevel, et encore Tresquevel.", encoding="utf-8")
    tool.main([str(article)])
    assert [line.split("\t")[:2] for line in capsys.readouterr().out.splitlines()] == [
        ["2", "Tresquevel"],
        ["1", "Lormavier"],
    ]
    tool.main([str(article), "--least", "2", "--limit", "5", "--disputed"])
    assert "Lormavier" not in capsys.readouterr().out
