"""Names that no lexicon has, read by the rules of their letters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobrief.pronunciation.name_origins import ORIGINS, guess_language
from audiobrief.pronunciation.name_rules import guess_origin, read_name

# Names of places and people that are read as their letters tell, with what is said for them.
READ = {
    "endings that are mute": {
        "Nogent": "nɔʒɑ̃", "Troyes": "tʁwa", "Chauny": "ʃoni", "Romainvilliers": "ʁɔmɛ̃vilje", "Guingamp": "ɡɛ̃ɡɑ̃",
        "Legrand": "ləɡʁɑ̃", "Rochefoucauld": "ʁɔʃfuko", "Thibault": "tibo", "Lallaing": "lalɛ̃", "Cluzeaux": "klyzo",
        "Robert": "ʁɔbɛʁ", "Leblanc": "ləblɑ̃", "Duhamel": "dyamɛl", "Rambouillet": "ʁɑ̃bujɛ",
    },
    "endings that are sounded": {
        "Quimper": "kɛ̃pɛʁ", "Sanilhac": "sanijak", "Uzès": "yzɛs", "Biganos": "biɡanos", "Genest": "ʒənɛst",
        "Rabastens": "ʁabastɛ̃s", "Lesparre": "lɛspaʁ", "Longvic": "lɔ̃vik", "Auch": "oʃ",
    },
    "old spellings": {
        "Asnières": "anjɛʁ", "Suresnes": "syʁɛn", "Fresnoy": "fʁɛnwa", "Aulnoy": "onwa", "Saulxures": "soksyʁ",
        "Montbrison": "mɔ̃bʁizɔ̃", "Hautmont": "omɔ̃", "Longjumeau": "lɔ̃ʒymo", "Neufmoulin": "nømulɛ̃",
        "Deschanel": "deʃanɛl", "Grandvilliers": "ɡʁɑ̃vilje", "Champniers": "ʃɑ̃nje",
    },
    "letters between others": {
        "Mayenne": "majɛn", "Gruyères": "ɡʁyijɛʁ", "Guilers": "ɡilɛʁ", "Mireille": "miʁɛj", "Verneuil": "vɛʁnœj",
        "Longueil": "lɔ̃ɡœj", "Thionville": "tjɔ̃vil", "Pontchartrain": "pɔ̃ʃaʁtʁɛ̃", "Chantilly": "ʃɑ̃tiji",
        "Epagny": "epaɲi", "Pouyanné": "pujane", "Miyadai": "mijadaj", "Fontenay": "fɔ̃tnɛ", "Raphaël": "ʁafaɛl",
        "Jeanne": "ʒan", "Georges": "ʒɔʁʒ", "Lutétien": "lytesjɛ̃", "Saint-Étienne": "sɛ̃tetjɛn", "Stavisky": "staviski",
        "Cœuilly": "kœji", "Cominguois": "kɔmɛ̃ɡwa", "Paraná": "paʁana", "Stalman": "stalman",
        "Bricks": "bʁiks", "Echirey": "eʃiʁɛ", "Ploudic": "pludik", "Mikaela": "mikaɛla", "Hazael": "azaɛl",
    },
    "regions": {
        "Schiltigheim": "ʃiltiɡajm", "Bischwiller": "biʃvilɛʁ", "Kervran": "kɛʁvʁɑ̃", "Cléac'h": "kleak",
        "Plougonver": "pluɡɔ̃vɛʁ", "Verhaeghe": "vɛʁaɡ", "Etcheverry": "etʃeveʁi", "Steinmann": "ʃtajnman",
    },
    "abroad, by their letters": {
        "Mikkelsen": "mikɛlsɛn", "Bjørklund": "bjøʁklund", "Persson": "pɛʁsɔn", "Hjalmar": "jalmaʁ",
        "Bruggaard": "bʁuɡɔʁ", "Bogaert": "bɔɡaʁt", "Rooijen": "ʁoɛjɛn", "Lizagirre": "lizaɡiʁe",
        "Neuhaus": "nɔjaws", "Schauer": "ʃawɛʁ",
        "Durmuş": "duʁmuʃ", "Çelik": "tʃelik", "Ionescu": "jɔnɛsku", "Kuosmanen": "kuɔsmanɛn",
        "Sibusisiwe": "sibusisiwe", "Szabó": "sabo", "Takács": "takatʃ", "Szilágyi": "siladji",
        "Tadeusz": "tadewʃ", "Korošec": "kɔʁɔʃɛts",
        "Carullo": "kaʁulo", "Buggia": "budʒa", "Duarte": "dwaʁtɛ", "Gallegas": "ɡajeɡas", "Nussbaum": "nusbawm",
    },
    "abroad": {
        "Zelensky": "zelɛnski", "Kowalczyk": "kɔvaltʃik", "Marković": "maʁkɔvitʃ", "Rodriguez": "ʁɔdʁiɡɛz",
        "Zhao": "dʒao", "Qing": "tʃiŋ", "Xiaolong": "ʃjaolɔ̃ɡ", "Weng": "wɛnɡ", "Liangyu": "ljɑ̃ɡy", "Jeon": "dʒɔn",
        "Myung": "mjuŋ", "Halilic": "alilitʃ", "Zoric": "zɔʁitʃ", "Krasic": "kʁasitʃ", "Cadic": "kadik",
        "Allaric": "alaʁik", "Puentes": "pwɛntɛs", "Linares": "linaʁɛs", "Tomás": "tɔmas", "Hirschfeld": "iʁʃfɛld",
        "Grünbaum": "ɡʁynbawm", "Bachraf": "baʃʁaf", "Rietveld": "ʁitvɛld",
        "Dalton": "daltɔn", "Ribeira": "ʁibɛjʁa", "Zelena": "zelɛna",
        "Beyer": "bɛjɛʁ", "Rājpur": "ʁadʒpuʁ", "Zimmerfeld": "zimɛʁfɛld", "Blejic": "blejitʃ", "Lecointre": "ləkwɛ̃tʁ",
        "Volkov": "vɔlkɔf", "Hernandez": "ɛʁnɑ̃dɛz", "Heath": "it", "Teague": "tiɡ", "Beacham": "bitʃam",
    },
}  # fmt: skip
CASES = [(name, said) for names in READ.values() for name, said in names.items()]


@pytest.mark.parametrize(("name", "said"), CASES, ids=[name for name, _ in CASES])
def test_a_name_is_read_by_its_letters(name, said):
    assert read_name(name) == said


@pytest.mark.parametrize(
    ("name", "origin"),
    [
        ("Molsheim", "alsatian"),
        ("Guipavas", "breton"),
        ("Vanderpoorten", "flemish"),
        ("Goyhenetche", "basque"),
        ("Bielinski", "slavic"),
        ("Muñoz", "spanish"),
        ("Dubreuil", "french"),
        ("Chassagne", "french"),
        ("Lefranc", "french"),
    ],
)
def test_the_letters_tell_the_origin(name, origin):
    assert guess_origin(name) == origin


def test_few_french_names_are_taken_for_foreign_ones():
    names = """
        auger barbier besson blanchard bonnet bourgeois brun carpentier chevalier colin collet cordier coulon daniel
        delmas dumont dupuis fabre faure fleury fontaine fournier gaillard garnier gautier gauthier girard guerin huet
        jacquet lambert laporte leclercq lemaire lemoine lucas maillard marchand mathieu menard mercier meunier morel
        moulin noel olivier paris pelletier perrin picard poirier prevost renard riviere rousseau roussel sauvage
    """
    assert [name for name in names.split() if guess_language(name) != "french"] == []


@given(st.text(alphabet=st.characters(max_codepoint=0x2FF), max_size=24))
def test_any_text_is_read(text):
    assert guess_language(text.lower()) in ORIGINS
    assert not set(read_name(text)) - set("abdefijklmnopstuvwyzøœɔɛɑəɡʁʃʒɲŋ\u0303")
