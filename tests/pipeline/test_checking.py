"""Options that no article could be made with are refused before the first article is read."""

import io
import wave

import pytest
from PIL import Image

from audiobrief.batch.hot_folder import watch_folder
from audiobrief.batch.manifest import Manifest
from audiobrief.batch.run import run_batch
from audiobrief.errors import AudiobriefError
from audiobrief.options import Options
from audiobrief.pipeline import check_options, list_named_files
from audiobrief.system.overwrite_guard import guard_files
from tests.certificates import write_credentials

VOICE = {"voice": "espeak-fr"}


def make_silence(seconds):
    file = io.BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setparams((1, 2, 8000, 0, "NONE", ""))
        sound.writeframes(bytes(16_000 * seconds))
    return file.getvalue()


def draw_picture(side):
    file = io.BytesIO()
    Image.new("RGB", (side, side)).save(file, "PNG")
    return file.getvalue()


# The options, the files that they name, and what is said.
WRONG = {
    "template": ({"sidecars": ["item.xml.j2"]}, {"item.xml.j2": "<item>{{ title</item>"}, "'.*item.xml.j2', line 1"),
    "field of a template": ({"sidecars": ["item.json"]}, {"item.json": "{{ titel }}"}, "item.json', line 1: 'titel'"),
    "no JSON": ({"sidecars": ["item.json"]}, {"item.json": "{{ title }}"}, "is no JSON"),
    "no template": ({"sidecars": ["item.xml"]}, {}, "The template '.*item.xml' cannot be read"),
    "kind of template": ({"sidecars": ["item.pdf"]}, {"item.pdf": ""}, "must have a name that ends"),
    "two templates": ({"sidecars": ["a.xml", "xml"]}, {"a.xml": "<a/>"}, "would write the same file"),
    "show": ({"show": "show.toml"}, {"show.toml": "title ="}, "The show '.*' cannot be read"),
    "key of a show": ({"show": "show.toml"}, {"show.toml": 'title = "A"\nautor = "B"'}, "key 'autor'"),
    "field of a show": ({"show": "show.toml"}, {"show.toml": 'title = "A"\nopening = "{nom}"'}, "the field 'nom'"),
    "music of a show": ({"show": "show.toml"}, {"show.toml": 'title = "A"\nintro = "gone.wav"'}, "gone.wav"),
    "signature of a show": (
        {"show": "show.toml"},
        {"show.toml": 'title = "A"\nc2pa_key = "key.pem"', "key.pem": ""},
        "give both",
    ),
    "key of a show that is gone": (
        {"show": "show.toml"},
        {"show.toml": 'title = "A"\nc2pa_key = "gone.pem"\nc2pa_certificate = "chain.pem"', "chain.pem": ""},
        "gone.pem' cannot be read",
    ),
    "cover": ({"cover": "cover.png"}, {"cover.png": "no picture"}, "neither a JPEG nor a PNG"),
    "small cover": ({"cover": "cover.png"}, {"cover.png": draw_picture(200)}, "its side is 200 pixels"),
    "music": ({"jingle": "a.mp3"}, {"a.mp3": "no sound"}, "a.mp3"),
    "silent music": ({"bed": "a.wav"}, {"a.wav": make_silence(2)}, "silent or too short"),
    "lexicon": ({"lexicon": "l.toml"}, {"l.toml": "[mots]\na = 'b'"}, "l.toml"),
    "own lexicon": ({"own_lexicon": "l.toml"}, {"l.toml": "[words"}, "l.toml"),
    "key": ({"c2pa_key": "k.pem", "c2pa_certificate": "c.pem"}, {"k.pem": "?", "c.pem": "?"}, "no private key in PEM"),
    "key alone": ({"c2pa_key": "k.pem"}, {"k.pem": ""}, "give both"),
    "exporter": ({"exports": ["pdf"]}, {}, "There is no exporter 'pdf'"),
    "validity": ({"valid_from": "2026-12-31", "valid_until": "2026-12-30"}, {}, "give a later --valid-until"),
    "books": ({"vbr": 2, "exports": ["epub"]}, {}, "needs a constant bit rate"),
}
_PATHS = ("show", "cover", "jingle", "bed", "lexicon", "own_lexicon", "c2pa_key", "c2pa_certificate")


@pytest.fixture(params=WRONG)
def wrong(request, tmp_path):
    """Options that are wrong, and what is said of them."""
    asked, files, told = WRONG[request.param]
    for name, content in files.items():
        (tmp_path / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    placed = {name: tmp_path / value if name in _PATHS else value for name, value in asked.items()}
    if "sidecars" in placed:
        placed["sidecars"] = [name if name == "xml" else tmp_path / name for name in placed["sidecars"]]
    return Options(**VOICE, **placed), told


class Unasked:
    """An executor that is never to be asked."""

    def get_voice_identity(self, options):
        raise AssertionError("asked for its voice")

    def run_tasks(self, tasks):
        raise AssertionError("given tasks")


def test_what_no_article_could_be_made_with_is_refused(wrong):
    options, told = wrong
    with pytest.raises(AudiobriefError, match=told):
        check_options(options)


def test_a_batch_and_a_hot_folder_refuse_it_once_and_leave_the_articles(wrong, tmp_path):
    options, told = wrong
    incoming = tmp_path / "incoming"
    incoming.mkdir()
    for number in range(3):
        (incoming / f"{number}.txt").write_text("Le pont\n\nLe pont a rouvert.", encoding="utf-8")
    with pytest.raises(AudiobriefError, match=told):
        run_batch(
            [str(path) for path in incoming.iterdir()],
            options,
            Manifest(tmp_path / "out"),
            Unasked(),
            guard=guard_files([]),
        )
    with pytest.raises(AudiobriefError, match=told):
        watch_folder(
            incoming, tmp_path / "out", options, Unasked(), settle=0, once=True, on_outcome=lambda outcome: None
        )
    assert sorted(path.name for path in incoming.glob("*.txt")) == ["0.txt", "1.txt", "2.txt"]


def test_what_is_right_is_not_refused(tmp_path):
    key, chain = write_credentials(tmp_path)
    (tmp_path / "cover.png").write_bytes(draw_picture(1400))
    (tmp_path / "l.toml").write_text("[words]\n'Lannévez' = 'Lanévé'\n", encoding="utf-8")
    (tmp_path / "item.csv").write_text("{{ cut }};{{ title }}\n", encoding="utf-8")
    (tmp_path / "show.toml").write_text(
        f'title = "Le Phare"\nc2pa_key = "{key.name}"\nc2pa_certificate = "{chain.name}"\n', encoding="utf-8"
    )
    options = Options(
        **VOICE,
        show=tmp_path / "show.toml",
        cover=tmp_path / "cover.png",
        lexicon=tmp_path / "l.toml",
        sidecars=("xml", "json", tmp_path / "item.csv"),
        exports=("epub", "html"),
    )
    check_options(options)
    named = {path.name for path in list_named_files(options)}
    assert named == {"show.toml", "cover.png", "l.toml", "item.csv", "key.pem", "chain.pem"}
