"""What is written has the same bytes on every system: nothing is written as text, whose line ends Windows changes, and
nothing is read in an encoding that the system chooses."""

import ast
from pathlib import Path

import pytest

import audiobrief

MODULES = sorted(Path(audiobrief.__file__).parent.rglob("*.py"))


def faults(code):
    """Calls that write text, or that leave the encoding to the system."""
    found = []
    for node in ast.walk(ast.parse(code)):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        named = {keyword.arg for keyword in node.keywords}
        modes = [part.value for part in (*node.args, *(k.value for k in node.keywords if k.arg == "mode"))
                 if isinstance(part, ast.Constant) and isinstance(part.value, str)]  # fmt: skip
        mode = next((text for text in modes if text and set(text) <= set("rwaxbt+")), "r")
        unsaid = "encoding" not in named
        opened = name == "open" and _of_file(node) and "b" not in mode
        if (
            (opened and (unsaid or set(mode) & set("wax+")))
            or (name == "write_text" and not ast.unparse(node.func).startswith("formatter."))  # Click's, of help
            or (unsaid and name == "TextIOWrapper")
            or (unsaid and name == "read_text" and isinstance(node.func, ast.Attribute))
            or (unsaid and name in {"run", "Popen", "check_output"} and {"text", "universal_newlines"} & named)
        ):
            found.append(ast.unparse(node))
    return found


def _of_file(node):
    """Whether `open` is the built-in function, or a path's; engines and pictures have one too."""
    if isinstance(node.func, ast.Name):
        return True
    return isinstance(node.func, ast.Attribute) and ast.unparse(node.func.value).rpartition(".")[2] in {
        "path",
        "target",
    }


@pytest.mark.parametrize(
    ("code", "wrong"),
    [
        ("path.write_text('a', encoding='utf-8')", True),
        ("open('a', 'w', encoding='utf-8')", True),
        ("target.open(mode='a', encoding='utf-8')", True),
        ("path.read_text()", True),
        ("open('a')", True),
        ("path.open()", True),
        ("subprocess.run(command, text=True)", True),
        ("TextIOWrapper(raw)", True),
        ("path.write_bytes(b'a')", False),
        ("target.open('wb')", False),
        ("path.open('rb')", False),
        ("path.read_text(encoding='utf-8')", False),
        ("profile.open()", False),
        ("subprocess.run(command, text=True, encoding='utf-8')", False),
    ],
)
def test_what_is_found(code, wrong):
    assert bool(faults(code)) is wrong


def test_no_module_writes_text_or_leaves_the_encoding_to_the_system():
    found = {path.name: calls for path in MODULES if (calls := faults(path.read_text(encoding="utf-8")))}
    # The stream that stands for one that is closed goes nowhere.
    assert {name: [call for call in calls if "os.devnull" not in call] for name, calls in found.items()} == {
        name: [] for name in found
    }
    assert len(MODULES) > 150
