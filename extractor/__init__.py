"""One document: a reference in, its goals out."""
