"""A comparison as people read it: a table for the terminal, a report in Markdown, a page in HTML."""

from ...models.change import Comparison
from ...models.document import Document


def as_text(comparison: Comparison, old: Document, new: Document, form: str, width: int) -> str:
    """The whole comparison as "json", "table" (with colours, in ``width`` columns), "markdown" or "html"."""
    from .entries import held
    from .markdown import as_markdown
    from .page import as_page
    from .table import as_table

    if form == "json":
        return comparison.model_dump_json(by_alias=True, indent=2)
    whole = held(comparison, old, new)
    return {"table": lambda: as_table(whole, width), "markdown": lambda: as_markdown(whole), "html": lambda: as_page(whole)}[
        form
    ]()
