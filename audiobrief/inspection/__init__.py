"""Inspection of sound files by any program: their contents, and which deliveries they comply with."""
