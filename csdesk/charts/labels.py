"""Names beside marks, placed one after the other where there is room."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
    (dx * reach, dy * reach)
    for reach in (7, 16, 28, 42, 58)
    for dx, dy in ((1, 0), (-1, 0), (1, 0.6), (-1, 0.6), (1, -0.6), (-1, -0.6), (0, 1), (0.4, 1), (-0.4, 1), (0, -1))
]
_MARK = 3.5  # half of the room a mark takes, in pixels
_LEADER_FROM = 18.0  # pixels


def place_names(
    canvas: Canvas, marks: Sequence[tuple[float, float]], names: Mapping[int, Sequence[str]], size: float
) -> None:
    """Write names beside some of the marks, given in data units; a name without room is left out.

    ``names`` leads from the place in ``marks`` to the name and its shorter forms, the fullest
    first. The earlier a name stands, the better its place.
    """
    axes = canvas.axes
    canvas.figure.draw_without_rendering()
    pixels = [(float(x), float(y)) for x, y in axes.transData.transform(list(marks))]
    area = axes.get_window_extent()
    frame = Box(area.x0, area.y0, area.x1, area.y1)
    taken = [Box(x - _MARK, y - _MARK, x + _MARK, y + _MARK) for x, y in pixels]
    for mark, forms in names.items():
        found = next((f for f in (_room(canvas, form, pixels[mark], size, frame, taken) for form in forms) if f), None)
        if found is not None:
            taken.append(found[1])
            _write(canvas, found[0], pixels[mark], found[1], size)


def _room(
    canvas: Canvas, name: str, mark: tuple[float, float], size: float, frame: Box, taken: Sequence[Box]
) -> tuple[str, Box] | None:
    """The name and the nearest place where it meets nothing."""
    per_point = canvas.figure.dpi / 72
    width, height = text_width(name, size) * per_point, size * 1.25 * per_point
    x, y = mark
    for dx, dy in _OFFSETS:
        left = x + dx if dx > 0 else x + dx - width if dx < 0 else x - width / 2
        box = Box(left, y + dy - height / 2, left + width, y + dy + height / 2)
        if box.within(frame) and not any(box.meets(t) for t in taken) and not _crossed(box, mark, taken):
            return name, box
    return None


def _crossed(box: Box, mark: tuple[float, float], taken: Sequence[Box]) -> bool:
    """Whether a line from the mark to the name would run through a name or another mark."""
    middle = ((box.left + box.right) / 2, (box.bottom + box.top) / 2)
    for step in range(2, 20):
        x, y = (m + (c - m) * step / 20 for m, c in zip(mark, middle, strict=True))
        point = Box(x, y, x, y)
        if point.within(box):
            return False
        if abs(x - mark[0]) + abs(y - mark[1]) > 2 * _MARK and any(point.within(t) for t in taken):
            return True
    return False


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
