"""The version, where the build finds it."""

__version__ = "0.2.0"
