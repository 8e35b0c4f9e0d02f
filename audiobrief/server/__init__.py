"""`serve`: a local site where articles are added, heard while they are being made, and kept."""
