"""Full stops that end no sentence, and the same that do. A bar marks where a sentence ends."""

import pytest

from audiobrief.segmentation.sentences import find_sentences

DATES = [
    "La fête aura lieu le sam. 5 avril à Lannévez.",
    "Le bac est coupé jusqu’au ven. 24 oct., puis le mar. 4 novembre.",
    "Ouvert du lun. au ven., 8 h-12 h.",
    "Une réunion se tiendra mer. 17 sept. à 18 h 30.",
    "On le verra sam. 8 à 14 h, dim. 9, et jeu. 13/11.",
    "Séance le dim. 14 h 30.",
    "Le musée ferme le dim.| Le jardin reste ouvert.",
    "Il regarde la mer.| 5 bateaux passent.",
    "Ce n’était qu’un jeu.| 16 enfants y jouaient.",
    "Il fut promulgué le 9 oct. 1981 au soir.",
    "Entre juillet et sept. 2025, le prix a doublé.",
    "Le scrutin aura lieu le 20 oct.| Les élus s’y préparent.",
    "Pour livraison en déc., le baril a cédé.",
    "Ils étaient sept.| Les autres dormaient.",
    "De janv. à févr. inclus.",
    "Le guichet ouvre lun.-ven. 9 h.",
]

NUMBERS = [
    "Moreau (FRA) b. Silva (BRA) 6-2, 6-4.| Elle a bien joué.",
    "Il suit le plan b.| Le juge rit.",
    "Les demandeurs de cat. A sont plus nombreux.",
    "Il loge esc. B, bât. 3.",
    "Il loge esc. B.| Le hall est fermé.",
    "Les ép. 1 et 2 sont bons.",
    "On lira le t. VI.| C’est le meilleur.",
    "Four à 180 °C (th. 6) pendant une heure.",
    "Voir p. XII, fig. 3, tabl. 4 et chap. II.",
    "Le roman (coll. Folio, 320 p.) est court.",
    "Il compte 320 p.| Le prix est de 8 €.",
    "Le n. 3 mondial et la loi no. 12.",
    "Comptez env. 300 g, au max. 400.",
    "Fouettez 3 min. jusqu’à ce que le mélange monte.",
    "Fouettez 3 min.| Versez.",
    "Les températures min. iront de 4 à 12 °C.",
    "Il y a 12 000 hab.| Le bourg grandit.",
    "Pour 6 à 8 pers. – Cuisson : 45 min.",
    "Dans le 12e arr. de Paris et la 3e circ. du Rhône.",
    "Il vit dans le 12e arr.| Le métro est loin.",
    "1. Le pain.| 2. Le vin.",
    "I. Les faits",
    "Coefficient : 81.| Soleil : lever 8 h 21.",
    "Arrivée : 1. M. Le Goff, 32 min ; 2. J. Roux, 33 min.",
]

NAMES = [
    "Le gén. Martin, le col. Arnaud et l’adj. Morel sont venus.",
    "Le sgt. Petit, le cap. Roux et le lt. Blanc aussi.",
    "Le prof. Durand enseigne.",
    "Selon Karim B. – Morin pour l’état civil – tout va bien.",
    "Son père est prof.| Sa mère aussi.",
    "Ils passent le cap.| Les voiles claquent.",
    "Un livre traduit (trad. Paul Roux, ill. Anne Petit, dir. Jean Blanc).",
    "Chez l’éditeur (éd. du Phare), coll. « Marées ».",
    "Aux éd. Le Phare, en mai.",
    "C’est la 3e éd.| Le tirage est faible.",
    "Un vin (Ch. Beauséjour, 18 €) servi frais.",
    "Le bus prend l’av. Gambetta, la pl. Foch et le bd. Carnot.",
    "Le conseil dép. de la Loire.",
    "Un vol.| Le voleur court.",
    "L’histoire de l’art.| Les élèves écoutent.",
    "Le pays (y c. Mayotte) vote.",
    "J. Le Guen et J.-P. Le Goff sont là.",
    "Le texte de l’O.N.U.| Les pays votent.",
    "Le groupe Ozanne S.A. Paris grandit.",
]

KEPT_BACK = [
    "Karim B. a été jugé.",
    "Karim B., 34 ans, a été jugé.",
    "Il est jugé avec Karim B.| Le tribunal a tranché.",
    "Il est jugé avec Nadia D.| L’accusée nie.",
    "Le coaccusé, M. X, est absent.",
    "Mlle D. est relaxée.",
    "Nîmes. – Karim B. comparaît.| Il nie.",
    "La Roche-sur-Yon. – Le procès s’ouvre.",
]

LAW = [
    "C’est puni par l’art. R. 412-6 du code.",
    "Voir aussi l’art. L. 121-1 du code de la consommation.",
    "Les art. L. 121-1 et R. 412-6 s’appliquent.",
    "L’article L. 1221-1 et l’article D. 12-3 aussi.",
    "L’assassinat (art. 221-3 du C. pén.) est écarté.",
    "C’est dans le C. pén.| Le juge l’applique.",
    "Selon le C. civ., art. 1240, al. 2.",
    "La Cour de cass. (Crim., 3 mars 2020, n° 19-80.001) l’a dit.",
    "L’arrêt de la Cour de cass.| Le parquet se tait.",
    "Cass. crim., 3 mars 2020 ; Cass. 1re civ., 4 mai 2021.",
    "Devant la 7e ch. correctionnelle.",
    "Art. 3. – Le maire est chargé du présent arrêté.",
    "Les articles 3 et s.| Le reste est abrogé.",
]

MARKS = [
    "Le groupe Yahoo! Japan publie ses comptes.",
    "Il préfère Yahoo!| Le moteur est lent.",
    "Bravo !| Paul a gagné.",
    "Il vend des fruits, etc.| Le soir vient.",
    "Des fruits, etc. (et des fleurs).",
    "En 52 av. J.-C.| La ville brûle.",
    "En 52 av. J.-C. (sous César), la ville brûle.",
    "Il finit à 8 h p. m.| Le bar ferme.",
    "**La halle rouvre.**| Les étals sont pleins.",
    "La halle rouvre.[1]| Les étals sont pleins.",
    "« C’était pour le 1er sept. ! », peste-t-elle.",
    "– Tu viens ?| – Non.",
]


@pytest.mark.parametrize("marked", DATES + NUMBERS + NAMES + KEPT_BACK + LAW + MARKS)
def test_abbreviations(marked):
    text = marked.replace("|", "")
    assert [text[start:end] for start, end in find_sentences(text)] == [part.strip() for part in marked.split("|")]
