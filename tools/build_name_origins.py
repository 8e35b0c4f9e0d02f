"""Make audiobrief/pronunciation/name_origins.bin.gz: weights that tell from its letters what language a name is of.

    pip install --target names faker scikit-learn
    npm pack @etalab/decoupage-administratif, unpacked into `names`
    PYTHONPATH=names python tools/build_name_origins.py names/package/data/communes.json

The names are those of Faker's locales (Daniele Faraglia and contributors, MIT), and the communes of France outside the
regions with another language (INSEE, by Etalab, Licence Ouverte 2.0). A tenth is kept aside to measure.
"""

from __future__ import annotations

import gzip
import importlib
import json
import random
import re
import sys
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from audiobrief.pronunciation.name_origins import BUCKETS, ORIGINS, list_features

WEIGHTS = Path(__file__).parents[1] / "audiobrief" / "pronunciation" / "name_origins.bin.gz"
LOCALES = {
    "french": "fr_FR fr_QC",
    "english": "en_US en_GB en_IE en_NZ",
    "german": "de_AT de_DE de_CH de_LI",
    "italian": "it_IT",
    "spanish": "es_ES es_MX es_AR es_CL es_CO pt_PT pt_BR",
    "slavic": "cs_CZ hr_HR sk_SK sl_SI pl_PL",
    "flemish": "nl_NL nl_BE",
    "foreign": "tr_TR fi_FI hu_HU no_NO sv_SE da_DK id_ID vi_VN zu_ZA yo_NG ha_NG ig_NG tw_GH en_IN en_KE en_PK ar_DZ "
    "fr_DZ ja_JP lv_LV lt_LT et_EE ro_RO zh_CN sw az_AZ is_IS uz_UZ",
}
NAME = re.compile("[A-Z\u00c0-\u017f][a-z\u00df-\u017f'’]+")
# Departments where communes have names of another language: Alsace, Moselle, Corsica, the Basque Country, French
# Flanders; and overseas.
OTHER_LANGUAGES = {"67", "68", "57", "2A", "2B", "64", "59", "62"}


def list_names(locale: str) -> set[str]:
    provider = importlib.import_module(f"faker.providers.person.{locale}").Provider
    names: set[str] = set()
    for key, values in vars(provider).items():
        if "name" in key and "language" not in key and isinstance(values, (tuple, list, dict)):
            for value in values:
                for text in (value,) if isinstance(value, str) else value:
                    if isinstance(text, str):
                        names.update(word.lower() for word in re.split(r"[\s-]", text) if NAME.fullmatch(word))
    return names


def list_communes(path: Path) -> set[str]:
    return {
        word.lower()
        for commune in json.loads(path.read_text(encoding="utf-8"))
        if commune["type"] != "arrondissement-municipal"
        and commune.get("departement") not in OTHER_LANGUAGES
        and not commune["code"].startswith(("97", "98"))
        for word in re.findall(r"[^\W\d_]+", commune["nom"])
        if word[0].isupper() and len(word) > 2
    }


def build_matrix(names: list[str]) -> csr_matrix:
    features = [list_features(name) for name in names]
    rows = [row for row, found in enumerate(features) for _ in found]
    columns = [column for found in features for column in found]
    return csr_matrix((np.ones(len(rows)), (rows, columns)), shape=(len(names), BUCKETS))


def main() -> None:
    known = {origin: set().union(*map(list_names, locales.split())) for origin, locales in LOCALES.items()}
    known["french"] |= list_communes(Path(sys.argv[1]))
    pairs = [
        (name, ORIGINS.index(origin))
        for origin in ORIGINS
        for name in sorted(known[origin] - (known["french"] if origin != "french" else set()))
    ]
    random.Random(3).shuffle(pairs)
    names, origins = [name for name, _ in pairs], np.array([origin for _, origin in pairs])
    counts = np.bincount(origins)
    weights = {at: (len(pairs) / len(ORIGINS) / count) ** 0.5 for at, count in enumerate(counts)}
    aside = len(pairs) // 10
    model = LogisticRegression(C=0.5, max_iter=300, class_weight=weights)
    model.fit(build_matrix(names[aside:]), origins[aside:])
    likely, asked = model.predict_proba(build_matrix(names[:aside])), origins[:aside]
    french = ORIGINS.index("french")
    for limit in (0.05, 0.1, 0.2, 0.5):
        told = likely[:, french] < limit
        print(
            f"below {limit}: {(~told[asked == french]).mean():.1%} of French names stay French, "
            f"{told[asked != french].mean():.1%} of others are found"
        )
    table = np.vstack([model.intercept_, model.coef_.T])
    scale = 127 / np.abs(table).max()
    WEIGHTS.write_bytes(gzip.compress(np.round(table * scale).astype(np.int8).tobytes(), mtime=0))
    print(f"scale {scale:.2f}, {WEIGHTS.stat().st_size} bytes")


if __name__ == "__main__":
    main()
