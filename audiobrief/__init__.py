"""audiobrief: a written French article goes in, a spoken programme comes out."""

__version__ = "0.2.0"
