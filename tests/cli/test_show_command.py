"""`make` and `feed` with a show beside the programmes."""

import re

from mutagen.id3 import ID3

from tests.test_show import SHOW


def test_the_show_beside_the_programme_is_found(run, tmp_path):
    (tmp_path / "show.toml").write_text(SHOW, encoding="utf-8")
    (tmp_path / "a.md").write_text("# Le pont rouvre\n\nLe pont a rouvert mardi.\n", encoding="utf-8")
    done = run("make", "a.md", "--voice", "espeak-fr", "-o", "a.mp3")
    assert done.returncode == 0, done.stderr.decode()
    assert str(ID3(tmp_path / "a.mp3")["TALB"]) == "Le journal des Brumes"
    feed = run("feed", ".", "--url", "https://example.org/p/")
    assert feed.returncode == 0, feed.stderr.decode()
    written = (tmp_path / "feed.xml").read_text(encoding="utf-8")
    for part in (
        "<title>Le journal des Brumes</title>",
        "<itunes:author>La rédaction</itunes:author>",
        "<copyright>2026 Le Phare</copyright>",
        "<podcast:license>CC-BY-4.0</podcast:license>",
        '<podcast:funding url="https://example.org/don">Soutenez-nous</podcast:funding>',
        '<podcast:person role="host">Anne Ferrec</podcast:person>',
        "<itunes:season>2</itunes:season>",
        "<content:encoded><![CDATA[<p>",
    ):
        assert part in written, part
    assert len(re.findall("<item>", written)) == 1
