"""The podcast feed of a folder of programmes."""
