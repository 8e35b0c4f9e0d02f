"""When an article was published, to the minute where its metadata says so."""

import time
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobrief.article.moments import parse_moment
from audiobrief.pipeline import read

MORNING = datetime(2026, 3, 12, 5, 30, tzinfo=UTC)
EVENING = datetime(2026, 3, 12, 17, 45, tzinfo=UTC)
PAGE = """<html lang="fr"><head><title>Le pont rouvre</title>{meta}</head><body><article><h1>Le pont rouvre</h1>
<p>Le pont des Salines a rouvert jeudi matin, après quatre mois de travaux et bien des détours.</p>
<p>Les habitants de l’autre rive l’attendaient, et le maire a coupé un ruban devant eux.</p></article></body></html>"""
MAIL = "From: a@example.org\nSubject: Le pont\nDate: Thu, 12 Mar 2026 18:45:00 +0100\n\nIl rouvre.\n"


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2026-03-12T18:45:00+01:00", EVENING),
        ("2026-03-12T18:45:00.123+0100", EVENING),
        ("2026-03-12T17:45:00Z", EVENING),
        ("2026-03-12 18:45 +01:00", EVENING),
        ("2026-03-12 18:45:00+01", EVENING),
        ("2026-03-12 17:45 UTC", EVENING),
        ("2026-03-12 18:45 CET", EVENING),
        ("2026-03-12 18:45 Europe/Paris", EVENING),
        ("2026-07-12 18:45 Europe/Paris", datetime(2026, 7, 12, 16, 45, tzinfo=UTC)),
        ("12/03/2026 18h45 Europe/Paris", EVENING),
        ("12 mars 2026 à 18 h 45 Europe/Paris", EVENING),
        ("2026-03-12T12:45:00-05:00", EVENING),
        ("Thu, 12 Mar 2026 18:45:00 +0100", EVENING),
        ("Thu, 12 Mar 2026 17:45:00 -0000", EVENING),
        ("2026-03-12T06:30:15+01:00", datetime(2026, 3, 12, 5, 30, 15, tzinfo=UTC)),
        # The day alone, or midnight, which programs write for it.
        ("2026-03-12", None),
        ("2026-03-12T00:00:00Z", None),
        ("2026-03-12 00:00:00 +01:00", None),
        ("12 mars 2026", None),
        # Neither a date nor a time.
        ("18:45", None),
        ("2026-03-12T25:61:00Z", None),
        ("2026-02-30T18:45:00Z", None),
        ("", None),
        (None, None),
        (20260312, None),
    ],
)
def test_moments(written, moment):
    assert parse_moment(written) == moment


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="the zone of this machine cannot be set")
@pytest.mark.parametrize(("zone", "hour"), [("CET-1CEST,M3.5.0,M10.5.0/3", 17), ("EST5", 23), ("UTC0", 18)])
def test_a_time_without_a_zone_is_that_of_this_machine(monkeypatch, zone, hour):
    with monkeypatch.context() as patched:
        patched.setenv("TZ", zone)
        time.tzset()
        moment = parse_moment("2026-03-12 18:45")
    time.tzset()
    assert moment.astimezone(UTC) == datetime(2026, 3, 12, hour, 45, tzinfo=UTC)


@given(st.text(max_size=60) | st.datetimes(timezones=st.timezones()).map(str))
def test_whatever_is_written_there_is_a_moment_with_a_zone_or_none(written):
    moment = parse_moment(written)
    assert moment is None or moment.utcoffset() is not None


@pytest.mark.parametrize(
    "source",
    [
        "---\ntitle: Le pont\ndate: 2026-03-12T18:45:00+01:00\n---\n\nIl rouvre.",
        "---\ntitle: Le pont\ndate: '2026-03-12 18:45 +0100'\n---\n\nIl rouvre.",
        "+++\ntitle = 'Le pont'\ndate = 2026-03-12T18:45:00+01:00\n+++\n\nIl rouvre.",
        PAGE.format(meta='<meta property="article:published_time" content="2026-03-12T18:45:00+01:00">'),
        PAGE.format(
            meta='<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Le pont rouvre", '
            '"datePublished": "2026-03-12T17:45:00Z"}</script>'
        ),
    ],
    ids=["yaml", "yaml-text", "toml", "open-graph", "json-ld"],
)
def test_articles_keep_the_hour(source):
    article = read(source.encode())
    assert (article.published, article.published_at) == (date(2026, 3, 12), EVENING)


def test_a_mail_keeps_the_hour(tmp_path):
    path = tmp_path / "pont.eml"
    path.write_text(MAIL, encoding="ascii")
    article = read(path)
    assert (article.published, article.published_at) == (date(2026, 3, 12), EVENING)


def test_an_article_with_a_day_has_no_hour():
    article = read(b"---\ntitle: Le pont\ndate: 2026-03-12\n---\n\nIl rouvre.")
    assert (article.published, article.published_at) == (date(2026, 3, 12), None)
