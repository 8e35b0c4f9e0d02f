"""What is told of a batch."""

from audiobrief.batch.report import Report, Row
from audiobrief.messages import message

MADE = Row("a.txt", "made", "Le pont", "le-pont.mp3", ("le-pont.mp3", "le-pont.vtt"), 12.34567, 2, 0.98765)
FAILED = Row("https://me:secret@example.org/b", "failed", reason=message("it is '{what}'", what="x"), exit_status=4,
             complete=False, remarks=(message("only the {part}", part="opening"),))  # fmt: skip


def test_a_report_as_names_and_values():
    table = Report("out", (MADE, FAILED.make_printable()), 3.14159).to_dict()
    assert table.pop("audiobrief")
    assert table == {
        "folder": "out",
        "seconds": 3.142,
        "made": 1,
        "unchanged": 0,
        "failed": 1,
        "articles": [
            {
                "address": "a.txt", "status": "made", "title": "Le pont", "programme": "le-pont.mp3",
                "files": ("le-pont.mp3", "le-pont.vtt"), "duration": 12.346, "chapters": 2, "seconds": 0.988,
                "reason": "", "exit_status": 0, "complete": True, "remarks": [],
            },
            {
                "address": "https://***@example.org/b", "status": "failed", "title": "", "programme": "", "files": (),
                "duration": 0.0, "chapters": 0, "seconds": 0.0, "reason": "it is 'x'", "exit_status": 4,
                "complete": False, "remarks": ["only the opening"],
            },
        ],
    }  # fmt: skip


def test_a_name_that_is_no_text_is_shown_all_the_same():
    row = Row("caf\udce9.txt", "failed", reason=message("'{path}' is odd", path="caf\udce9.txt"))
    assert row.make_printable().address == "caf?.txt" and row.to_dict(str)["reason"] == "'caf�.txt' is odd"
    assert row.to_dict(lambda told: "en français")["reason"] == "en français"
