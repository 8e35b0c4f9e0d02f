"""The public face: `import audiobrief`, and nothing else."""

import doctest
import io
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

import audiobrief
from audiobrief.errors import ArticleError, DataError, OptionError, TargetError
from audiobrief.model import Article, ChapterMark, Loudness, Script, Timeline
from audiobrief.options import Options, change_options, make_schema
from audiobrief.pipeline import Programme

TEXT = "# Le pont de Lannévez\n\nIl a rouvert le 1er mars, devant 131 personnes.\n\n## La suite\n\nUn bus y passera.\n"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """An empty working folder with one article."""
    monkeypatch.chdir(tmp_path)
    Path("article.md").write_text(TEXT, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("name", [name for name in audiobrief.__all__ if name != "__version__"])
def test_every_public_name_has_an_example_that_works(folder, name):
    public = getattr(audiobrief, name)
    globs = {**{each: getattr(audiobrief, each) for each in audiobrief.__all__}, "audiobrief": audiobrief}
    (test,) = doctest.DocTestFinder(recurse=False).find(public, name, globs=globs) or [None]
    assert test is not None and test.examples, "there is no example"
    failures, tried = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS).run(test)
    assert tried and not failures


def test_the_package_s_own_example_works():
    assert doctest.testmod(audiobrief).failed == 0 and audiobrief.__doc__.count(">>>") >= 2


def test_three_lines_make_a_programme(folder):
    program = (
        "import audiobrief\n"
        "programme = audiobrief.make('article.md', voice='espeak-fr')\n"
        "print(programme.mp3.as_posix(), round(programme.duration), [c.title for c in programme.chapters])\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, encoding="utf-8")
    assert (done.returncode, done.stderr) == (0, "")
    name, seconds, chapters = done.stdout.strip().split(" ", 2)
    assert name == "output/le-pont-de-lannevez.mp3" and Path(name).is_file() and 4 < int(seconds) < 20
    assert chapters == "['Le pont de Lannévez', 'La suite']"


ARTICLE = audiobrief.Article("Le pont", (audiobrief.Block("paragraph", "Le pont a rouvert mardi."),))
SOURCES = [
    ("a path", lambda: Path("article.md"), "Le pont de Lannévez"),
    ("a text", lambda: "article.md", "Le pont de Lannévez"),
    ("bytes", lambda: TEXT.encode(), "Le pont de Lannévez"),
    ("an open file", lambda: io.BytesIO(TEXT.encode()), "Le pont de Lannévez"),
    ("an article", lambda: ARTICLE, "Le pont"),
]


@pytest.mark.parametrize(("source", "title"), [row[1:] for row in SOURCES], ids=[row[0] for row in SOURCES])
def test_an_article_comes_in_any_form(folder, source, title):
    programme = audiobrief.make(source(), voice="espeak-fr", output="out/p.mp3", delivery="listening")
    assert (programme.article.title, programme.mp3, programme.voice) == (title, Path("out/p.mp3"), "espeak-fr")
    assert [path.name for path in programme.files] == ["p.mp3", "p.vtt", "p.html"]
    assert all(path.is_file() for path in programme.files)
    assert programme.chapters[0].start == 0 and programme.chapters[-1].end == programme.duration


def test_what_is_asked_for_by_name_goes_before_options(folder):
    options = audiobrief.Options(voice="espeak-fr", delivery="radio", output=Path("a.mp3"))
    assert audiobrief.make("article.md", options, delivery="listening").files[-1].name == "a.html"


def test_events_tell_what_goes_on(folder):
    class Listener(audiobrief.Events):
        def __init__(self):
            self.stages, self.done, self.warnings = [], [], []

        def start_stage(self, what):
            self.stages.append(str(what))

        def warn(self, what):
            self.warnings.append(str(what))

        def advance(self, progress):
            self.done.append((progress.done, progress.utterances))

    heard = Listener()
    audiobrief.make("article.md", voice="espeak-fr", duration=600.0, events=heard)
    assert heard.stages[0].startswith("Voice: espeak-fr") and heard.stages[-1].startswith("Sound: -1")
    assert heard.done == [(at, len(heard.done)) for at in range(1, len(heard.done) + 1)] and len(heard.done) >= 4
    (warning,) = heard.warnings
    assert "600.0 s cannot be reached at a natural pace" in warning


WRONG = [
    ({"rate": "vite"}, OptionError, "'rate' must be a whole number of words a minute from 80 to 450, not 'vite'"),
    ({"rate": 20}, OptionError, "from 80 to 450, not 20"),
    ({"delivery": "tv"}, OptionError, "The option 'delivery' must be 'listening' or 'podcast' or 'radio', not 'tv'"),
    ({"voix": "siwis"}, OptionError, r"The option 'voix' is unknown \(did you mean 'voice'\?\)"),
    ({"exports": ["epub", "exe"]}, DataError, "There is no exporter 'exe'"),
    ({"exports": "epub"}, OptionError, "The option 'exports' must be a list of texts, not 'epub'"),
    ({"output": "a.wav"}, TargetError, "does not end in .mp3"),
    ({"output": "article.md/a.mp3"}, TargetError, "cannot be written"),
    ({"lexicon": "none.toml"}, DataError, "The lexicon 'none.toml' cannot be read"),
    ({"own_lexicon": "none.toml"}, DataError, "The lexicon 'none.toml' cannot be read"),
]  # fmt: skip


@pytest.mark.parametrize(("asked", "error", "told"), WRONG, ids=[str(row[0]) for row in WRONG])
def test_what_is_wrong_is_told_and_nothing_is_written(folder, asked, error, told):
    with pytest.raises(error, match=told):
        audiobrief.make("article.md", **{"voice": "espeak-fr", **asked})
    assert sorted(path.name for path in folder.iterdir() if path.name != "output") == ["article.md"]


def test_an_article_that_is_not_there_is_told(folder):
    with pytest.raises(ArticleError, match=r"There is no article at 'none\.md'"):
        audiobrief.read("none.md")


def test_nothing_of_the_process_is_touched(folder, capfd, monkeypatch):
    """Neither signals, environment, standard streams nor the working folder, while it works or afterwards."""
    monkeypatch.setattr(sys, "stdin", None)
    seen = []

    class Listener(audiobrief.Events):
        def start_stage(self, what):
            seen.append(state())

        def advance(self, progress):
            seen.append(state())

    def state():
        handlers = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
        return handlers, dict(os.environ), Path.cwd(), sys.unraisablehook, signal.set_wakeup_fd(-1)

    changed = []
    monkeypatch.setattr(signal, "signal", lambda number, handler: changed.append(number))
    before = state()
    audiobrief.make("article.md", voice="espeak-fr", events=Listener(), exports=["epub", "daisy"])
    assert changed == [] and len(seen) > 8 and all(each == before for each in [*seen, state()])
    assert capfd.readouterr() == ("", "")


def test_importing_it_loads_nothing_else():
    code = "import sys; before = set(sys.modules); import audiobrief; print(*sorted(set(sys.modules) - before))"
    done = subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, text=True, check=True)
    assert set(done.stdout.split()) <= {"audiobrief", "__future__"}


def test_its_names_are_all_there_and_no_other():
    assert set(audiobrief.__all__) <= set(dir(audiobrief))
    with pytest.raises(AttributeError, match="has no attribute 'nothing'"):
        audiobrief.nothing  # noqa: B018


def test_the_schema_says_what_can_be_asked_for():
    options = make_schema()["$defs"]["Options"]
    assert options["additionalProperties"] is False
    assert options["properties"]["rate"]["anyOf"][0] == {"type": "integer", "minimum": 80, "maximum": 450}
    assert set(options["properties"]["delivery"]["enum"]) == {"podcast", "listening", "radio"}
    assert [name for name, about in options["properties"].items() if not about.get("description")] == []


def test_options_take_texts_for_paths_and_lists_for_tuples():
    given = {"lexicon": "mots.toml", "cover": Path("a.png"), "exports": ["epub"], "output": None}
    made = Options(**given)
    assert (made.lexicon, made.cover, made.exports, made.output) == (Path("mots.toml"), Path("a.png"), ("epub",), None)
    assert change_options(None, given) == made == change_options(Options(), given)


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"cache_size": 0}, "The option 'cache_size' must be a whole number from 1 up, not 0."),
        ({"rate": 79}, "The option 'rate' must be a whole number of words a minute from 80 to 450, not 79."),
        ({"duration": -1.0}, "The option 'duration' must be a number of seconds from 0 to 86400, not -1.0."),
        ({"cover": 3}, "The option 'cover' must be the path of a file, in quotes, not 3."),
        ({"exports": 3}, "The option 'exports' must be a list of texts, not 3."),
    ],
)
def test_a_limit_is_told_with_its_unit(given, told):
    with pytest.raises(OptionError) as refused:
        Options(**given)
    assert str(refused.value) == told


def test_chapters_are_given_in_seconds_one_after_the_other():
    marks = (ChapterMark(0, 3_000, "A"), ChapterMark(3_000, 4_500, "B"))
    timeline = Timeline(1_000, 4_500, (), marks)
    made = Programme(Path("a.mp3"), (), Article("T", ()), Script("T", ()), timeline, Loudness(-19, -1), "x", False)
    assert [(one.title, one.start, one.end) for one in made.chapters] == [("A", 0.0, 3.0), ("B", 3.0, 4.5)]
    assert made.duration == 4.5


def test_without_a_cache_a_slot_is_fitted_and_no_clip_is_kept(folder, monkeypatch):
    monkeypatch.setenv("AUDIOBRIEF_CACHE", str(folder / "kept"))
    made = audiobrief.make("article.md", voice="espeak-fr", duration=9.0, cached=False, notice="text", output="a.mp3")
    assert made.duration == pytest.approx(9.0, abs=1.5)
    assert not (folder / "kept" / "clips").exists()


@pytest.mark.parametrize("given", [{"rate": 79}, {"rate": "170"}, {"exports": "epub"}, {"lexicon": 3}, {"cached": 1}])
def test_every_way_to_options_refuses_the_same(given):
    told = []
    for build in (Options, lambda **asked: change_options(Options(), asked)):
        with pytest.raises(OptionError) as refused:
            build(**given)
        told.append(str(refused.value))
    assert len(set(told)) == 1 and next(iter(given)) in told[0]
