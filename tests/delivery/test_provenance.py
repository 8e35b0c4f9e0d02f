"""Signed sound: by the library's own reader, by readers of tags and chapters, and after it was changed."""

import io
import json
import subprocess
import sys
from shutil import which

import c2pa
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.x509.oid import ExtendedKeyUsageOID
from mutagen.id3 import ID3
from mutagen.mp3 import MP3
from mutagen.mp4 import MP4

from audiobrief import pipeline
from audiobrief.delivery.provenance import MEDIA_TYPES, _insert_frame, load_credentials, make_context
from audiobrief.errors import DataError, OptionError
from audiobrief.inspection.credentials import _describe_store
from audiobrief.inspection.report import inspect_file, make_table
from audiobrief.inspection.report_lines import describe_inspection
from audiobrief.model import Article, Block
from tests.certificates import PUBLISHER, make_key, pack_key, write_credentials

ARTICLE = Article(
    "L’été <chaud>",
    (Block("paragraph", "Le pont a rouvert."), Block("heading", "Et après ?"), Block("paragraph", "À demain.")),
    byline="Ève O'Neil",
)
SYNTHETIC = "http://cv.iptc.org/newscodes/digitalsourcetype/algorithmicMedia"


def make(folder, **asked):
    return pipeline.make(
        ARTICLE, output=folder / "pont.mp3", voice="espeak-fr", chapters="headings", cached=False, **asked
    )


@pytest.fixture(scope="module")
def keys(tmp_path_factory):
    return write_credentials(tmp_path_factory.mktemp("keys"))


@pytest.fixture(scope="module")
def pair(tmp_path_factory, keys):
    """A programme as it is, and signed."""
    key, chain = keys
    formats = {"formats": ("wav", "m4b", "opus")}
    plain = make(tmp_path_factory.mktemp("plain"), **formats)
    return plain, make(tmp_path_factory.mktemp("signed"), c2pa_key=key, c2pa_certificate=chain, **formats)


def read_manifest(path, kind):
    with path.open("rb") as file, c2pa.Reader(MEDIA_TYPES[kind], file, context=make_context()) as reader:
        store = json.loads(reader.json())
    failures = [one["code"] for one in store["validation_results"]["activeManifest"]["failure"]]
    return store["validation_state"], failures, store["manifests"][store["active_manifest"]]


@pytest.mark.parametrize("kind", ["mp3", "wav", "m4b"])
def test_the_manifest_is_valid_and_says_how_the_sound_was_made(pair, kind):
    state, failures, manifest = read_manifest(pair[1].mp3.with_suffix(f".{kind}"), kind)
    # Nobody here has been told to trust the authority of this test.
    assert (state, failures) == ("Valid", ["signingCredential.untrusted"])
    assert manifest["signature_info"]["issuer"] == PUBLISHER
    assert manifest["title"] == ARTICLE.title
    assert manifest["claim_generator_info"][0]["name"] == "audiobrief"
    (actions,) = (one["data"]["actions"] for one in manifest["assertions"] if one["label"].startswith("c2pa.actions"))
    assert [(one["action"], one["digitalSourceType"]) for one in actions] == [("c2pa.created", SYNTHETIC)]
    assert "espeak-fr (espeak)" in actions[0]["description"]


def test_the_tags_of_the_mp3_are_those_of_the_unsigned_one_and_one_more(pair):
    plain, signed = (ID3(made.mp3, translate=False) for made in pair)
    assert signed.version == plain.version == (2, 3, 0)
    assert [name for name in signed if name not in plain] == ["GEOB:c2pa manifest store"]
    assert [name for name in plain if plain[name] != signed[name]] == []
    assert {"CTOC:toc", "CHAP:chp0", "SYLT::fra", "USLT::fra"} <= {*plain}


def test_the_sound_and_its_header_are_the_same_bytes(pair):
    sounds = [made.mp3.read_bytes()[ID3(made.mp3).size :] for made in pair]
    assert sounds[0] == sounds[1]
    assert b"Info" in sounds[0][:200]
    lengths = {MP3(made.mp3).info.length for made in pair}
    assert len(lengths) == 1


def test_what_is_not_signed_is_the_same_file(pair):
    opus = [made.mp3.with_suffix(".opus").read_bytes() for made in pair]
    assert b"c2pa" not in opus[1]
    assert MP4(pair[1].mp3.with_suffix(".m4b")).tags == MP4(pair[0].mp3.with_suffix(".m4b")).tags


@pytest.mark.skipif(not which("ffprobe"), reason="ffprobe is not installed: apt-get install ffmpeg")
@pytest.mark.parametrize("kind", ["mp3", "wav", "m4b"])
def test_as_ffprobe_reads_it(pair, kind):
    read = []
    for made in pair:
        command = ["ffprobe", "-v", "error", "-of", "json", "-show_format", "-show_chapters"]
        path = str(made.mp3.with_suffix(f".{kind}"))
        found = json.loads(subprocess.run([*command, path], capture_output=True, check=True).stdout)
        read.append((found["chapters"], found["format"]["tags"], found["format"]["duration"]))
    assert read[0] == read[1]
    assert len(read[0][0]) == 2


@pytest.mark.parametrize("kind", ["mp3", "wav"])
def test_inspect_shows_the_signature(pair, kind):
    inspected = inspect_file(pair[1].mp3.with_suffix(f".{kind}"))
    lines = [str(line) for line in describe_inspection(inspected)]
    assert f"Content Credentials: signed by {PUBLISHER} and unchanged since" in "\n".join(lines)
    assert f"Signed as made as: {SYNTHETIC}" in lines
    assert make_table(inspected)["provenance"]["state"] == "valid"
    assert make_table(inspect_file(pair[0].mp3.with_suffix(f".{kind}")))["provenance"] is None


@pytest.mark.parametrize("kind", ["mp3", "wav"])
def test_a_changed_file_is_found_out(pair, tmp_path, kind):
    data = bytearray(pair[1].mp3.with_suffix(f".{kind}").read_bytes())
    data[-5000] ^= 1
    (tmp_path / f"a.{kind}").write_bytes(data)
    found = inspect_file(tmp_path / f"a.{kind}").info.provenance
    assert (found.state, found.reason) == ("invalid", "assertion.dataHash.mismatch")


def test_tags_that_are_changed_afterwards_are_found_out(pair, tmp_path):
    path = tmp_path / "a.mp3"
    path.write_bytes(pair[1].mp3.read_bytes())
    tags = ID3(path)
    del tags["TXXX:DigitalSourceType"]
    tags.save(path, v2_version=3)
    assert inspect_file(path).info.provenance.state == "invalid"


def test_a_manifest_that_is_none(pair, tmp_path):
    data = pair[1].mp3.read_bytes()
    at = data.index(b"jumb")
    (tmp_path / "a.mp3").write_bytes(data[:at] + bytes(400) + data[at + 400 :])
    found = inspect_file(tmp_path / "a.mp3").info.provenance
    assert found.state == "invalid"
    assert found.reason


def test_without_the_library_a_signature_is_seen_but_not_checked(pair, monkeypatch):
    monkeypatch.setitem(sys.modules, "c2pa", None)
    inspected = inspect_file(pair[1].mp3)
    assert inspected.info.provenance.state == "unchecked"
    assert any("present, but not checked" in str(line) for line in describe_inspection(inspected))


@pytest.mark.parametrize("kind", ["SECP384R1", "SECP521R1", "ed25519"])
def test_other_keys_sign_too(tmp_path, kind):
    key, chain = write_credentials(tmp_path, make_key(kind))
    made = make(tmp_path, c2pa_key=key, c2pa_certificate=chain)
    assert read_manifest(made.mp3, "mp3")[0] == "Valid"


def test_a_key_as_openssl_writes_it(tmp_path):
    key = make_key("SECP256R1")
    path, chain = write_credentials(tmp_path, key)
    path.write_bytes(pack_key(key, shape=serialization.PrivateFormat.TraditionalOpenSSL))
    assert load_credentials(path, chain).algorithm == "es256"


def test_tags_of_version_4_are_signed_as_well(tmp_path, keys):
    made = make(tmp_path, c2pa_key=keys[0], c2pa_certificate=keys[1], id3="2.4+v1")
    assert ID3(made.mp3).version == (2, 4, 0)
    assert read_manifest(made.mp3, "mp3")[0] == "Valid"


def test_the_key_shows_nowhere(keys):
    credentials = load_credentials(*keys)
    assert "PRIVATE" not in repr(credentials)


def protect(path):
    key = make_key("SECP256R1")
    path.write_bytes(pack_key(key, serialization.BestAvailableEncryption(b"secret")))


WRONG = [
    ("no key", lambda key, chain: key.unlink(), {}, "cannot be read"),
    ("no PEM", lambda key, chain: key.write_bytes(b"key"), {}, "is no private key in PEM"),
    ("a password", lambda key, chain: protect(key), {}, "is protected by a password"),
    ("no certificate", lambda key, chain: chain.write_bytes(b"x"), {}, "is none in PEM"),
    ("of another", lambda key, chain: key.write_bytes(pack_key(make_key("SECP256R1"))), {}, "is not that of the key"),
    ("old", lambda key, chain: None, {"begin": -20, "days": 10}, "not today: renew it"),
    ("curve", lambda key, chain: None, {"key": make_key("SECP256K1")}, "is of a kind that C2PA does not allow"),
    ("of a site", lambda key, chain: None, {"purpose": ExtendedKeyUsageOID.SERVER_AUTH}, "cannot sign"),
]


@pytest.mark.parametrize(("change", "asked", "told"), [row[1:] for row in WRONG], ids=[row[0] for row in WRONG])
def test_what_cannot_sign_is_told_of_before_anything_is_written(tmp_path, change, asked, told):
    key, chain = write_credentials(tmp_path, **asked)
    change(key, chain)
    with pytest.raises(DataError) as caught:
        make(tmp_path / "out", c2pa_key=key, c2pa_certificate=chain)
    assert told in str(caught.value)
    assert "\n" not in str(caught.value)
    assert not (tmp_path / "out").exists()


def test_one_of_the_two_is_not_enough(tmp_path, keys):
    with pytest.raises(OptionError, match="give both --c2pa-key and --c2pa-certificate"):
        make(tmp_path, c2pa_key=keys[0])


def test_without_the_library_nothing_is_signed(tmp_path, keys, monkeypatch):
    monkeypatch.setitem(sys.modules, "c2pa", None)
    with pytest.raises(DataError, match=r"run pip install 'audiobrief\[provenance\]'"):
        make(tmp_path, c2pa_key=keys[0], c2pa_certificate=keys[1])
    assert list(tmp_path.iterdir()) == []


def test_a_signature_that_fails_leaves_the_former_programme(tmp_path, keys, monkeypatch):
    made = make(tmp_path)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    from audiobrief.delivery import provenance

    def fail(*_):
        raise ValueError("no room")

    monkeypatch.setattr(provenance, "_insert_frame", fail)
    with pytest.raises(Exception, match="cannot be signed: no room"):
        make(tmp_path, c2pa_key=keys[0], c2pa_certificate=keys[1])
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before
    assert made.mp3.name in before


def tagged(frames, *, version=3, revision=0, flags=0, padding=0, mark=b"ID3"):
    """An MP3 with these frames (a name and its content) in its tags, and something like sound behind them."""

    def size(number, bits):
        return bytes(number >> shift * bits & (1 << bits) - 1 for shift in (3, 2, 1, 0))

    body = b"".join(name + size(len(data), 8 if version == 3 else 7) + b"\0\0" + data for name, data in frames)
    body += bytes(padding)
    return io.BytesIO(mark + bytes([version, revision, flags]) + size(len(body), 7) + body + b"\xff\xfbsound")


TITLE, LONG_TEXT = (b"TIT2", b"\0Le pont"), (b"TALB", b"\0" + b"a" * 300)
# Of more than the 21 bits that three bytes of a length have.
PICTURE = (b"PRIV", b"a\0" + bytes(3 << 20))


@pytest.mark.parametrize("version", [3, 4])
@pytest.mark.parametrize("revision", [0, 1])
@pytest.mark.parametrize(
    ("frames", "padding"),
    [([TITLE], 0), ([TITLE, LONG_TEXT], 0), ([LONG_TEXT, TITLE], 40), ([], 5), ([TITLE, PICTURE], 0)],
)
def test_a_manifest_is_the_last_frame_of_the_tags(version, revision, frames, padding):
    source, target, manifest = (
        tagged(frames, version=version, revision=revision, padding=padding),
        io.BytesIO(),
        b"m" * 200,
    )
    place = _insert_frame(source, target, manifest)
    made = target.getvalue()
    assert made[place:] == manifest + bytes(padding) + b"\xff\xfbsound"
    target.seek(0)
    read = ID3(target)
    assert [frame.data for frame in read.getall("GEOB")] == [manifest]
    assert [str(frame) for frame in read.getall("TIT2")] == ["Le pont"] * (TITLE in frames)
    assert [str(frame) for frame in read.getall("TALB")] == ["a" * 300] * (LONG_TEXT in frames)


@pytest.mark.parametrize(
    "more",
    [
        {"mark": b"ID2"},
        {"mark": b"JD3"},
        {"mark": b"AAA"},
        {"version": 2},
        {"version": 5},
        {"flags": 0x80},
        {"flags": 1},
    ],
)
def test_other_tags_take_no_manifest(more):
    with pytest.raises(ValueError, match="no plain ID3v2 tags"):
        _insert_frame(tagged([TITLE], **more), io.BytesIO(), b"m")


SIGNERS = [
    ({"common_name": "Le Phare", "issuer": "Une autorité"}, "Le Phare"),
    ({"issuer": "Une autorité"}, "Une autorité"),
    ({"common_name": ""}, ""),
    ({}, ""),
]


@pytest.mark.parametrize(("signature", "signer"), SIGNERS)
def test_who_signed_is_the_name_of_the_certificate_or_else_who_issued_it(signature, signer):
    store = {"active_manifest": "a", "manifests": {"a": {"signature_info": signature}}, "validation_state": "Valid"}
    assert _describe_store(store).signer == signer


def test_the_program_that_made_it_is_the_first_that_is_named():
    named = [{"name": "Un programme", "version": "2.1"}, {"name": "Un autre", "version": "9"}]
    for generators, maker in (
        (named, "Un programme 2.1"),
        (named[1:], "Un autre 9"),
        ([{"name": "Un"}], "Un"),
        ([], ""),
    ):
        store = {"active_manifest": "a", "manifests": {"a": {"claim_generator_info": generators}}}
        assert _describe_store(store).maker == maker
