"""Small programmes without a sound: what is read, and when it is heard."""

from datetime import date

from audiobrief.model import Article, Block, ChapterMark, Cue, Timeline, Utterance

RATE = 44_100


def heard(*chapters, rate=RATE, seconds=2.0, pause=0.5):
    """A timeline of chapters (title, utterances), each utterance `seconds` long with `pause` after it."""
    cues, marks = [], []
    at = round(0.3 * rate)
    for title, utterances in chapters:
        begun = at if marks else 0
        for utterance in utterances:
            cues.append(Cue(at, at + round(seconds * rate), utterance))
            at += round((seconds + pause) * rate)
        marks.append(ChapterMark(begun, at, title))
    return Timeline(rate, at, tuple(cues), tuple(marks))


ARTICLE = Article(
    "La digue <b>tient</b> & l’eau baisse",
    (
        Block("paragraph", "La digue de Ferlan a tenu. Personne n’est blessé !"),
        Block("heading", "Sur le quai", 2),
        Block("paragraph", "Trois choses ont compté :"),
        Block("list_item", "les sacs de sable ;"),
        Block("list_item", "les pompes. Elles sont neuves."),
        Block("quotation", "« On a eu de la chance », dit Lia Morvan."),
        Block("quotation", "« Cette fois. »"),
        Block("heading", "Et après", 3),
        Block("paragraph", "*** Le chantier <script>alert(1)</script> reprend lundi."),
        Block("caption", "Le quai, hier --> à marée haute."),
    ),
    byline='Paul "Le" Guen',
    published=date(2024, 3, 1),
    source="Le Phare & Cie",
    address="https://example.org/digue?a=1&b=2",
)


def timeline():
    """ARTICLE as its script cuts it into chapters and sentences."""
    return heard(
        (
            ARTICLE.title,
            [
                Utterance(ARTICLE.title, "title", "heading"),
                Utterance("La digue de Ferlan a tenu."),
                Utterance("Personne n’est blessé !", pause_after="chapter"),
            ],
        ),
        (
            "Sur le quai",
            [
                Utterance("Sur le quai", "heading", "heading"),
                Utterance("Trois choses ont compté :", pause_after="paragraph"),
                Utterance("les sacs de sable ;"),
                Utterance("les pompes."),
                Utterance("Elles sont neuves.", pause_after="paragraph"),
                Utterance("« On a eu de la chance », dit Lia Morvan.", "quotation", "paragraph"),
                Utterance("« Cette fois. »", "quotation", "paragraph"),
                Utterance("Et après", "heading", "heading"),
                Utterance("Le chantier <script>alert(1)</script> reprend lundi.", pause_after="paragraph"),
                Utterance("Le quai, hier --> à marée haute.", "caption", "none"),
            ],
        ),
    )
