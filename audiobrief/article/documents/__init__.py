"""What the formats of documents share: ZIP archives and XML read within limits, and paragraphs made into an article."""
