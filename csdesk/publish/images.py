"""Charts as files: PNG at twice the size of the screen, SVG, PDF."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import matplotlib as mpl
from matplotlib.figure import Figure

from csdesk.charts.catalogue import CHARTS, DEFAULT_SIZE, DRAWING, PORTFOLIO, Chart, paint, picture
from csdesk.charts.style import Look, rc
from csdesk.i18n import Language
from csdesk.model.messages import Message
from csdesk.model.progress import Progress, Unwatched
from csdesk.publish.atomic import replacing

if TYPE_CHECKING:
    from csdesk.rules.assessment import Assessment

Format = Literal["png", "svg", "pdf"]
_SCREEN_DPI = 110
# No date and no program version: the same chart gives the same file.
_METADATA: dict[str, dict[str, str | None]] = {
    "png": {"Software": "CSDesk"},
    "svg": {"Creator": "CSDesk", "Date": None},
    "pdf": {"Creator": "CSDesk", "Producer": "CSDesk", "CreationDate": None},
}


@dataclass(frozen=True, slots=True)
class WrittenCharts:
    """What was written, and for what is missing the sentence that says why."""

    paths: tuple[Path, ...]
    left_out: tuple[Message, ...]


def file_name(code: str, as_of: date, form: str) -> str:
    """As-of date and code, e.g. ``2026-11-22_renewals-by-month.png``."""
    return f"{as_of.isoformat()}_{code.replace('_', '-')}.{form}"


def image_bytes(figure: Figure, form: Format = "png", look: Look = "light", scale: float = 2.0) -> bytes:
    """The figure as a file's content; ``scale`` multiplies the pixels of a PNG."""
    content = io.BytesIO()
    with DRAWING, mpl.rc_context(rc(look)):
        figure.savefig(content, format=form, dpi=_SCREEN_DPI * scale, metadata=_METADATA[form])
    return content.getvalue()


def write_chart(figure: Figure, path: Path, form: Format, look: Look = "light") -> None:
    """Write one figure.

    Raises:
        CSDeskError: the file cannot be written.
    """
    content = image_bytes(figure, form, look)
    with replacing(path) as beside:
        beside.write_bytes(content)


def write_charts(
    assessment: Assessment,
    folder: Path,
    form: Format,
    language: Language,
    look: Look = "light",
    progress: Progress | None = None,
    codes: tuple[str, ...] = PORTFOLIO,
    size: tuple[float, float] = DEFAULT_SIZE,
) -> WrittenCharts:
    """Write every chart that has data into the folder; the others are named in ``left_out``.

    Raises:
        CSDeskError: a file cannot be written.
        JobCancelled: the user asked to stop; what was written stays.
    """
    progress = progress or Unwatched()
    paths: list[Path] = []
    left_out: list[Message] = []
    for done, chart in enumerate(CHARTS[code] for code in codes):
        progress.report(done, len(codes), Message("Drawing {chart}", chart=chart.name))
        path = folder / file_name(chart.code, assessment.as_of, form)
        reason = _write(chart, assessment, path, form, language, look, size)
        if reason is None:
            paths.append(path)
        else:
            left_out.append(Message("{chart} is left out. {reason}", chart=chart.name, reason=reason))
    progress.report(len(codes), len(codes))
    return WrittenCharts(tuple(paths), tuple(left_out))


def _write(
    chart: Chart,
    assessment: Assessment,
    path: Path,
    form: Format,
    language: Language,
    look: Look,
    size: tuple[float, float],
) -> Message | None:
    """Write the chart, or say why there is none."""
    found = picture(chart.code, assessment)
    if isinstance(found, Message):
        return found
    write_chart(paint(found, chart, assessment, language, look, size), path, form, look)
    return None
