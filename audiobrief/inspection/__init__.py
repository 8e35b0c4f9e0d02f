"""Sound files of any origin, examined: what is in them, and what each kind of delivery says of it."""
