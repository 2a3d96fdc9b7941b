"""A tree as the cases write it: one line a node, indented below its parent."""

from collections.abc import Iterator

from malspar.models.goal import Goal, Status


def lines(nodes: tuple[Goal, ...], depth: int = 0, *, statuses: bool = False) -> Iterator[str]:
    """The lines of a tree: kind, [label], text, (term), {year}, @ bodies, = values, ! modality and, if asked for, ~ status."""
    for node in nodes:
        marks = (
            node.label and f"[{node.label}]",
            node.text,
            node.term and f"({node.term})",
            node.year and f"{{{node.year}}}",
            node.responsible and "@ " + ", ".join(body.raw for body in node.responsible),
            node.values and "= " + ", ".join(f"{value.kind} {value.year or ''} {value.raw}" for value in node.values),
            node.modality and f"! {node.modality}",
            statuses and node.status and _shown(node.status),
        )
        yield "  " * depth + " ".join([node.kind, *filter(None, marks)])
        yield from lines(node.children, depth + 1, statuses=statuses)


def _shown(status: Status) -> str:
    return f"~ {status.raw or status.signal or ''} / {status.meaning or ''}".rstrip()
