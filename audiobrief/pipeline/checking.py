"""What can be refused before any article is read: options that exclude each other, and files that they name."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from typing import TYPE_CHECKING

from audiobrief.errors import TargetError
from audiobrief.options import Options
from audiobrief.pipeline.choices import choose_credentials, choose_validity, list_exporters, load_lexicon, load_show
from audiobrief.pipeline.sound import choose_channels, choose_music, choose_music_files

if TYPE_CHECKING:
    from audiobrief.delivery.exporter import Exporter

# Exporters whose books hold pieces of the MP3.
_BOOKS = {"epub", "daisy", "daisy3", "audiobook"}


def check_options(options: Options) -> None:
    """Read and try all that the options name and every article would need: lexicons, show, cover, music, key and
    certificate, templates, exporters. Many articles are then refused once, by what `make` says of each.

    Voices are left out, because another machine may have them. Raises OptionError, DataError, TargetError.
    """
    from audiobrief.delivery.formats import load_delivery

    delivery, show = load_delivery(options.delivery), load_show(options)
    if options.own_lexicon or options.lexicon:
        load_lexicon(options.own_lexicon, options.lexicon)
    if options.cover:
        from audiobrief.delivery.cover import load_cover

        load_cover(options.cover)
    check_books(list_exporters(options, delivery), options)
    choose_validity(options)
    choose_credentials(options, show)
    if options.sidecars:
        from audiobrief.delivery.radio.sidecar import load_sample, render_sidecar

        for template in options.sidecars:
            render_sidecar(template, load_sample())
    music = choose_music_files(options, show)
    with ExitStack() as stack:
        choose_music(music, delivery, choose_channels(options, music), stack)


def check_books(exporters: Sequence[Exporter], options: Options) -> None:
    """Check that books are made from an MP3 that can be cut. Raises TargetError."""
    if options.vbr is not None and any(exporter.name in _BOOKS for exporter in exporters):
        raise TargetError(
            "An EPUB or DAISY book needs a constant bit rate, so that every reader finds its place: "
            "leave out --vbr, or make it separately."
        )
