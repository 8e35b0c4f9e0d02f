"""What eSpeak NG is given: an utterance in SSML 1.1, read back by an XML parser."""

import pytest
from lxml import etree

from audiobrief.model import Spoken
from audiobrief.voice.engine import Manner
from audiobrief.voice.engines.espeak import build_ssml

XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def span(text, kind="words", language="fr", respelling=""):
    return Spoken(0, len(text), text, kind, language, respelling)


# How foreign words are said, the spans, and the document: text, or (element, its attribute, its text).
DOCUMENTS = [
    ("plain", [span("Le "), span("ONU", "letters"), span(".")], ["[[l@]] ", ("say-as", "characters", "ONU"), ". "]),
    ("plain", [span('a < b & "c" \' > d')], ["[[a]] < [[b'e]] [['e]] [[s'e]] > [[d'e]] "]),
    ("plain", [span("R&D", "letters")], [("say-as", "characters", "R&D"), " "]),
    ("switch", [span("New York", "foreign", "en-GB", "niou york")], [("lang", "en-GB", "New York"), " "]),
    ("respell", [span("New York", "foreign", "en-GB", "niou york")], ["[[njuj'Ork]] "]),
    ("respell", [span("New York", "foreign", "en-GB")], ["[[njuj'Ork]] "]),
    ("plain", [span("New York", "foreign", "en-GB", "niou york")], ["[[nj'u]] [[j'Ok]] "]),
    ("plain", [span("Ozanne", respelling="Ozane")], ["[[oz'an]] "]),
    ("switch", [span("a", "foreign", 'x"y')], [("lang", 'x"y', "a"), " "]),
    ("plain", [span("quatre-vingt-huit")], ["[[k'atrv'E~y'it]] "]),
    ("plain", [], [" "]),
]


@pytest.mark.parametrize(("foreign", "speech", "said"), DOCUMENTS)
def test_the_document(foreign, speech, said):
    root = etree.fromstring(build_ssml(tuple(speech), Manner(foreign=foreign)).text)
    assert root.tag == "speak" and not root.attrib
    found = [root.text] if root.text else []
    for element in root:
        (attribute,) = element.attrib.values()
        assert set(element.attrib) == {{"say-as": "interpret-as", "lang": XML_LANG}[element.tag]}
        found.append((element.tag, attribute, element.text))
        found += [element.tail] if element.tail else []
    assert found == said
