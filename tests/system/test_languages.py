"""The language of Windows' windows, by the number it has there (MS-LCID)."""

import pytest

from audiobrief.system.localization import find_locale


@pytest.mark.parametrize(
    ("identifier", "name"),
    [
        (0x040C, "fr_FR"),
        (0x0C0C, "fr_CA"),
        (0x080C, "fr_BE"),
        (0x100C, "fr_CH"),
        (0x0809, "en_GB"),
        (0x0407, "de_DE"),
        # French of a country that Python has no name for: Morocco, and none at all.
        (0x380C, "fr_FR"),
        (0x000C, "fr_FR"),
        (0x03FF, ""),
        (0, ""),
    ],
)
def test_a_language_by_its_number(identifier, name):
    assert find_locale(identifier) == name
