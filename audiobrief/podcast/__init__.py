"""Podcast feeds for folders of programmes."""
