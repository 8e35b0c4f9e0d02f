"""Talking books: DAISY 2.02 and 3, EPUB 3 with Media Overlays, audiobooks."""
