"""Lines that say nothing but how it went, and which of the goals around them they are about."""

from collections.abc import Sequence

from ...models.block import Block, Role
from ...models.goal import Kind, Status
from ...rules import labels
from ..facts import statuses
from ..facts.phrases import is_column
from .fact_lines import FactLines
from .nodes import Draft
from .opener import Expect, Opener


class StatusLines(FactLines):
    """The blocks below one heading whose goal is ``node``, and what is expected of the next (``expect``)."""

    def __init__(self, opener: Opener, blocks: Sequence[Block], node: Draft | None, expect: Expect) -> None:
        super().__init__(opener, blocks, node)
        self.node, self.expect = node, expect
        self.pending: Status | None = None
        self.status_first: bool | None = None

    def status_line(self, block: Block) -> bool:
        """Take a block that says nothing but a status."""
        if len(block.text) > 90 or block.role is Role.LIST_ITEM or labels.lead(block.text) is Kind.INDIKATOR:
            return False
        target = self.last or self.node
        kind = target.kind if target else self.expect.kind
        column = block.text if block.icons and is_column(block.text) else None  # "Samlad bedömning" and an icon
        start = len(block.text) if column else 0
        status = statuses.read(block, start, None, self.context.legends, column=column, kind=kind)
        if status is None or (status.evidence != "text" and column is None) or self.is_sign(block):
            return False
        if block is self.blocks[-1] and self._stands_ahead():
            self.opener.ahead = status
        else:
            self._take_status(status)
        return True

    def _stands_ahead(self) -> bool:
        """Whether a status at the end of a body is that of the goal whose heading follows: so where the first one stands
        right below an area.
        """
        if self.node is not None and self.node.kind is Kind.MALOMRADE and self.last is None:
            self.opener.statuses_ahead = True
        return self.opener.statuses_ahead

    def _take_status(self, status: Status) -> None:
        """Give a lone status line to the item it belongs to: the next where the first one stood before any item."""
        if self.status_first is None:
            self.status_first = self.last is None and self.expect.kind is not None
        if self.status_first:
            self.pending = status
            return
        target = self.last or self.node
        if target is not None and target.status is None:
            target.status = status
