"""Names beside marks, placed one after the other where there is room."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from csdesk.charts.canvas import Canvas
from csdesk.charts.text_width import text_width


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in pixels."""

    left: float
    bottom: float
    right: float
    top: float

    def meets(self, other: Box) -> bool:
        """Whether the two overlap."""
        return (
            self.left < other.right and other.left < self.right and self.bottom < other.top and other.bottom < self.top
        )

    def within(self, other: Box) -> bool:
        """Whether it lies inside the other."""
        return (
            self.left >= other.left
            and self.right <= other.right
            and self.bottom >= other.bottom
            and self.top <= other.top
        )


# Where a name may stand: distance from its mark across and up in pixels, nearest first.
_OFFSETS = [
    (dx * reach, dy * reach) for reach in (7, 16, 28, 42) for dx, dy in ((1, 0.6), (-1, 0.6), (1, -0.6), (-1, -0.6), (0, 1))
]  # fmt: skip
_LEADER_FROM = 18.0  # pixels


def place_names(canvas: Canvas, marks: Sequence[tuple[float, float]], names: dict[int, str], size: float) -> None:
    """Write names beside some of the marks, given in data units; a name without room is left out.

    The earlier a name stands in ``names`` (place in ``marks`` → name), the better its place.
    """
    axes = canvas.axes
    canvas.figure.draw_without_rendering()
    pixels = [tuple(p) for p in axes.transData.transform(list(marks))]
    area = axes.get_window_extent()
    frame = Box(area.x0, area.y0, area.x1, area.y1)
    per_point = canvas.figure.dpi / 72
    taken = [Box(x - 4, y - 4, x + 4, y + 4) for x, y in pixels]
    for mark, name in names.items():
        x, y = pixels[mark]
        width, height = text_width(name, size) * per_point, size * 1.25 * per_point
        for dx, dy in _OFFSETS:
            left = x + dx if dx > 0 else x + dx - width if dx < 0 else x - width / 2
            box = Box(left, y + dy - height / 2, left + width, y + dy + height / 2)
            if not box.within(frame) or any(box.meets(t) for t in taken):
                continue
            taken.append(box)
            _write(canvas, name, (x, y), box, size)
            break


def _write(canvas: Canvas, name: str, mark: tuple[float, float], box: Box, size: float) -> None:
    per_point = canvas.figure.dpi / 72
    away = ((box.left - mark[0]) / per_point, ((box.bottom + box.top) / 2 - mark[1]) / per_point)
    reach = max(mark[0] - box.right, box.left - mark[0], 0) + abs((box.bottom + box.top) / 2 - mark[1])
    leader = {"arrowstyle": "-", "color": canvas.colour("axis"), "linewidth": 0.6, "shrinkA": 0, "shrinkB": 4}
    canvas.axes.annotate(
        name, tuple(canvas.axes.transData.inverted().transform(mark)), away, textcoords="offset points",
        ha="left", va="center", fontsize=size, color=canvas.colour("ink"),
        arrowprops=leader if reach > _LEADER_FROM else None, annotation_clip=False, in_layout=False,
    )  # fmt: skip
