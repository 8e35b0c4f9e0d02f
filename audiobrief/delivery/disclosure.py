"""What files say of a synthetic voice, for people and for machines.

Regulation (EU) 2024/1689, article 50, asks that synthetic audio is marked in a machine-readable format. The marks are
the digital source types of the IPTC (https://cv.iptc.org/newscodes/digitalsourcetype/), in tags and as XMP.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

SOURCE_TYPE = "DigitalSourceType"
"""The description of the ID3 frame (TXXX) that holds the source type."""
VOICE = "SyntheticVoice"
"""The description of the ID3 frame (TXXX) that names voice and engine."""

_SOURCE_TYPES = "http://cv.iptc.org/newscodes/digitalsourcetype/"
_SCHEMA = "https://schema.org/"
# XMP specification, part 1, 7.3.2: the packet's wrapper, with its fixed identifier.
_PACKET = (
    '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
    '<x:xmpmeta xmlns:x="adobe:ns:meta/">\n'
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">\n'
    '<rdf:Description rdf:about=""\n'
    ' xmlns:xmp="http://ns.adobe.com/xap/1.0/"\n'
    ' xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"\n'
    ' xmp:CreatorTool="{tool}"\n'
    ' Iptc4xmpExt:DigitalSourceType="{kind}"/>\n'
    "</rdf:RDF>\n"
    "</x:xmpmeta>\n"
    '<?xpacket end="r"?>'
)


@dataclass(frozen=True, slots=True)
class Disclosure:
    """That a programme is spoken by the voice `voice` of the engine `engine`.

    `trained` says whether the voice is a model made from recordings, or rules, as eSpeak NG's. `notice` is the sentence
    shown to people; empty where the publisher says it elsewhere.
    """

    voice: str
    engine: str
    trained: bool
    notice: str = ""

    @property
    def kind(self) -> str:
        """The name of the digital source type."""
        return "trainedAlgorithmicMedia" if self.trained else "algorithmicMedia"

    @property
    def source_type(self) -> str:
        """The digital source type as the IPTC's URI."""
        return f"{_SOURCE_TYPES}{self.kind}"

    @property
    def schema_type(self) -> str:
        """The digital source type as schema.org's URI."""
        return f"{_SCHEMA}{self.kind[0].upper()}{self.kind[1:]}DigitalSource"

    @property
    def described_voice(self) -> str:
        """Voice and engine: `aurore (kokoro)`."""
        return f"{self.voice} ({self.engine})"


def make_xmp_packet(disclosure: Disclosure, generator: str) -> bytes:
    """An XMP packet with the digital source type (IPTC Photo Metadata Standard, which IPTC applies to all media)."""
    return _PACKET.format(tool=escape(generator), kind=escape(disclosure.source_type)).encode()
