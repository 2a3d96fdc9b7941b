"""Running headers, footers and page numbers: the same text at the same height in the outer margins of several pages."""
