"""The first format."""

from __future__ import annotations

revision = "1.0"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing came before."""


def downgrade() -> None:
    """There is nothing to go back to."""
