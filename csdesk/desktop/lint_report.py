"""What of spreadsheets machines cannot read well: the fifteen rules, where each is broken, and how to mend it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from csdesk.desktop.bridge import Bridge
from csdesk.desktop.fonts import SEMIBOLD, font, scaled
from csdesk.desktop.jobs import Job
from csdesk.desktop.theme import colour
from csdesk.desktop.translation import language, tr
from csdesk.desktop.widgets.buttons import button
from csdesk.desktop.widgets.labels import ElidedLabel, label, line
from csdesk.model.messages import Message

if TYPE_CHECKING:
    from csdesk.app.lint_files import LintedFile
    from csdesk.app.progress import PolledProgress
    from csdesk.intake.machine_readable.report import LintReport, RuleReport

MOST_FINDINGS = 500  # of one rule; more say nothing more
_HINT, _VALUE = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 1
_ABOUT = Message(
    "The fifteen rules of the Japanese Ministry of Internal Affairs and Communications for tables that "
    "machines can read. Nothing is changed in the files."
)


def open_lint_report(bridge: Bridge, files: Sequence[Path], parent: QWidget | None = None) -> LintReportDialog:
    """Show the report of the files; it fills in once they are read."""
    dialog = LintReportDialog(bridge, files, parent)
    dialog.open()
    return dialog


class LintReportDialog(QDialog):
    """Files, their broken rules and the findings as a tree; what the chosen one says and how to mend it below."""

    def __init__(self, bridge: Bridge, files: Sequence[Path], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr(Message("Check a spreadsheet")))
        self._found: tuple[LintedFile, ...] = ()
        self.summary = label(Message("Checking …"), 16, SEMIBOLD)
        self.tree = QTreeWidget()
        self.tree.setAccessibleName(tr(Message("Findings")))
        names = (Message("Rule"), Message("Place"), Message("Count"), Message("What is wrong"))
        self.tree.setHeaderLabels([tr(name) for name in names])
        self.tree.setFont(font(12.5))
        self.tree.headerItem().setTextAlignment(2, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        header = self.tree.header()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        for section, width in enumerate((350, 190, 70)):
            header.resizeSection(section, scaled(width))
        header.setStretchLastSection(True)
        self.tree.currentItemChanged.connect(lambda now, _: self._chosen(now))
        self.value = ElidedLabel("", 12.5)
        self.hint = label("", 13, wrap=True)
        self.copy = button(Message("Copy the report"), "normal", "copy", self._copy)
        self.copy.setEnabled(False)
        self._put_together()
        self.finished.connect(self._stop)
        self._job: Job[Any] = bridge.jobs.run(
            partial(_linted, tuple(files)), done=self.show_report, cancelled=self.reject, key="lint",
            title=Message("Checking the spreadsheets"), watched=True,
        )  # fmt: skip

    def _put_together(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 16, 0, 16)
        column.setSpacing(10)
        head, foot = QVBoxLayout(), QVBoxLayout()
        for part in (head, foot):
            part.setContentsMargins(20, 0, 20, 0)
            part.setSpacing(4)
        head.addWidget(self.summary)
        head.addWidget(label(_ABOUT, 12, tone="ink2", wrap=True))
        foot.addWidget(self.value)
        foot.addWidget(self.hint)
        self.hint.setMinimumHeight(scaled(38))
        self.hint.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        row = QHBoxLayout()
        row.addWidget(self.copy)
        row.addStretch(1)
        row.addWidget(button(Message("Close"), clicked=self.accept))
        foot.addLayout(row)
        column.addLayout(head)
        column.addWidget(line())
        column.addWidget(self.tree, 1)
        column.addWidget(line())
        column.addLayout(foot)
        self.resize(scaled(960), scaled(660))

    def show_report(self, found: tuple[LintedFile, ...]) -> None:
        """Fill the tree."""
        self._found = found
        self.tree.clear()
        reports = [file.report for file in found if file.report is not None]
        broken = sum(report.broken for report in reports)
        if len(found) == 1 and reports:
            self.summary.setText(_summary(found[0].path.name, reports[0]))
        else:
            said = Message("{n} files, {broken} broken rules", n=len(found), broken=broken)
            self.summary.setText(tr(said))
        for file in found:
            self._add_file(file)
        self.copy.setEnabled(bool(reports))
        first = next((item for item in _below(self.tree.invisibleRootItem()) if item.data(0, _HINT)), None)
        if first is not None:
            self.tree.setCurrentItem(first)
        self.tree.setFocus()

    def _add_file(self, file: LintedFile) -> None:
        item = QTreeWidgetItem(self.tree, [file.path.name])
        _embolden(item)
        if file.refused is not None:
            item.setText(3, tr(file.refused.message))
            item.setForeground(3, colour("risk"))
            item.setData(0, _HINT, tr(file.refused.hint) if file.refused.hint is not None else "")
        if file.report is None:
            return
        if len(self._found) > 1:
            parts = {"broken": file.report.broken, "all": len(file.report.rules)}
            item.setText(3, tr(Message("{broken} of {all} rules are broken.", **parts)))
        item.setExpanded(True)
        kept = [rule.rule for rule in file.report.rules if rule.ok]
        for rule in file.report.rules:
            if not rule.ok:
                self._add_rule(item, rule)
        if kept:
            row = QTreeWidgetItem(item, [tr(Message("Kept: {rules}", rules=", ".join(kept)))])
            row.setFirstColumnSpanned(True)
            row.setForeground(0, colour("ok"))
            row.setSizeHint(0, QSize(0, scaled(26)))
        item.setExpanded(True)

    def _add_rule(self, parent: QTreeWidgetItem, rule: RuleReport) -> None:
        count = language().number(rule.count) if rule.findings else ""
        item = QTreeWidgetItem(parent, [f"{rule.rule}  {tr(rule.title)}", "", count])
        _embolden(item)
        if rule.unchecked is not None:
            item.setText(3, tr(rule.unchecked))
            item.setForeground(3, colour("ink_2"))
        for finding in rule.findings[:MOST_FINDINGS]:
            row = QTreeWidgetItem(item, ["", finding.place, language().number(finding.count), tr(finding.message)])
            row.setTextAlignment(2, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            row.setToolTip(1, ", ".join(finding.cells))
            row.setToolTip(3, tr(finding.message))
            row.setData(0, _HINT, tr(finding.hint))
            row.setData(0, _VALUE, finding.value)
            row.setSizeHint(0, QSize(0, scaled(24)))
        if len(rule.findings) > MOST_FINDINGS:
            QTreeWidgetItem(item, ["", "", "", tr(Message("and {n} more", n=len(rule.findings) - MOST_FINDINGS))])
        item.setExpanded(True)

    def _chosen(self, item: QTreeWidgetItem | None) -> None:
        """Say below what the first cell holds and how to mend it."""
        value, hint = (str(item.data(0, role) or "") if item is not None else "" for role in (_VALUE, _HINT))
        self.value.setText(tr(Message("In the cell: {value}", value=value)) if value else "")
        self.hint.setText(hint)

    def _copy(self) -> None:
        QApplication.clipboard().setText(report_text(self._found))

    def _stop(self) -> None:
        """Nobody waits for the report any more."""
        self._job.cancelled = None
        self._job.cancel()


def _linted(files: tuple[Path, ...], progress: PolledProgress) -> tuple[LintedFile, ...]:
    from csdesk.app.lint_files import lint_files

    return tuple(lint_files(files, progress))


def _summary(name: str, report: LintReport) -> str:
    return tr(Message("{name}: {broken} of {all} rules are broken.", name=name, broken=report.broken, all=len(report.rules)))  # fmt: skip


def report_text(found: Sequence[LintedFile]) -> str:
    """The report as lines with tabs, to be pasted into a mail or a sheet."""
    lines = []
    for file in found:
        if file.refused is not None:
            lines.append(f"{file.path.name}\t{tr(file.refused.message)}")
        for rule in file.report.rules if file.report is not None else ():
            for finding in rule.findings:
                place = f"{finding.sheet}!{', '.join(finding.cells)}".strip("!")
                parts = (file.path.name, f"{rule.rule} {tr(rule.title)}", place, str(finding.count))
                lines.append("\t".join((*parts, finding.value, tr(finding.message), tr(finding.hint))))
    return "\n".join(lines)


def _embolden(item: QTreeWidgetItem) -> None:
    item.setFont(0, font(12.5, SEMIBOLD))
    item.setTextAlignment(2, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    item.setSizeHint(0, QSize(0, scaled(26)))


def _below(item: QTreeWidgetItem) -> list[QTreeWidgetItem]:
    """Every item below, from top to bottom."""
    found: list[QTreeWidgetItem] = []
    for place in range(item.childCount()):
        if (child := item.child(place)) is not None:
            found += [child, *_below(child)]
    return found
