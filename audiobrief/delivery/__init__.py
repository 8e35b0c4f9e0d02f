"""Exporters: the files that a programme is delivered as, and the kinds of delivery that ask for them."""
