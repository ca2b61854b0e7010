"""The left side of the page: the components of the model, what can be added, and the model's settings."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from csdesk.app.health_draft import HealthDraft
from csdesk.desktop.fonts import SEMIBOLD, scaled
from csdesk.desktop.pages.health_components import ComponentList, WeightSum
from csdesk.desktop.pages.health_dialogs import ComponentDialog, ModelDialog
from csdesk.desktop.pages.health_session import HealthSession
from csdesk.desktop.pages.health_values import metric_help, metric_text
from csdesk.desktop.translation import language, tr
from csdesk.desktop.widgets.buttons import button, icon_button
from csdesk.desktop.widgets.labels import label
from csdesk.model.messages import Message
from csdesk.model.policies import HealthModel

if TYPE_CHECKING:
    from csdesk.rules.health_what_if import WhatIf

_MISSING = {
    "drop": Message("Between the two marks the score is a straight line. A missing value is left out and its weight is shared; it never counts as zero."),
    "neutral": Message("Between the two marks the score is a straight line. A missing value counts 50 points."),
    "zero": Message("Between the two marks the score is a straight line. A missing value counts 0 points."),
}  # fmt: skip


class ModelPane(QWidget):
    """Every change goes to the session as another draft."""

    def __init__(self, session: HealthSession, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._head())
        self.components = ComponentList()
        self.components.weight_moved.connect(lambda at, value: self._change(lambda d: d.with_weight(at, value)))
        self.components.mark_moved.connect(lambda at, name, value: self._change(lambda d: d.with_marks(at, **{name: value})))  # fmt: skip
        self.components.lock_turned.connect(lambda at, on: self._change(lambda d: d.with_lock(at, locked=on)))
        self.components.remove_asked.connect(lambda at: self._change(lambda d: d.removed(at)))
        self.components.edit_asked.connect(self._edit)
        column.addWidget(self.components)
        foot = QHBoxLayout()
        foot.setContentsMargins(20, 10, 20, 10)
        foot.setSpacing(14)
        self.add = button(Message("Component"), icon_name="plus", clicked=self._offer)
        foot.addWidget(self.add)
        self.hint = label("", 12, tone="ink2", wrap=True)
        foot.addWidget(self.hint, 1)
        column.addLayout(foot)

    def _head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setContentsMargins(20, 9, 14, 9)
        head.setSpacing(8)
        head.addWidget(label(Message("Components"), 13.5, SEMIBOLD))
        self.models = QComboBox()
        self.models.setAccessibleName(tr(Message("Model")))
        self.models.setMinimumWidth(scaled(140))
        self.models.activated.connect(lambda at: self._change(lambda d: d.choosing(at)))
        head.addWidget(self.models)
        head.addStretch(1)
        head.addWidget(label(Message("Weights add up to"), 12, tone="ink2"))
        self.sum = WeightSum()
        head.addWidget(self.sum)
        self.more = icon_button("settings-2", Message("Model settings and other models"), self._menu)
        head.addWidget(self.more)
        return head

    def _change(self, made: object) -> None:
        draft = self._session.draft
        if draft is not None:
            self._session.change(made(draft))  # type: ignore[operator]

    def show_draft(self, draft: HealthDraft, found: WhatIf, *, editable: bool) -> None:
        """Show the model that is worked on."""
        shares = {at: share for (model, at), share in found.shares.items() if model == draft.at}
        self.components.show_draft(draft, shares, editable=editable)
        self.sum.show_sum(draft.total)
        names = [model.name for model in draft.models]
        if [self.models.itemText(n) for n in range(self.models.count())] != names:
            self.models.clear()
            self.models.addItems(names)
        self.models.setCurrentIndex(draft.at)
        self.models.setVisible(len(names) > 1)
        self.add.setEnabled(editable)
        self.more.setEnabled(editable)
        left_out = [metric_text(c.metric) for at, c in enumerate(draft.model.components) if shares.get(at) == 0]
        hint = tr(_MISSING[draft.model.missing])
        if left_out:
            hint += " " + tr(Message("Left out, because no account has data: {components}.", components=", ".join(left_out)))  # fmt: skip
        self.hint.setText(hint)

    # Components.

    def _offer(self) -> None:
        """The metrics there are, those with data first."""
        from csdesk.rules.health_metrics import HEALTH_METRICS, shares_with_data

        draft, assessment = self._session.draft, self._session.assessment
        if draft is None or assessment is None:
            return
        shares = shares_with_data(assessment.scored(assessment.as_of).signals)
        used = {component.metric for component in draft.model.components}
        menu = QMenu(self)
        menu.setToolTipsVisible(True)
        for empty in (False, True):
            codes = [code for code in HEALTH_METRICS if code not in used and (shares[code] == 0) is empty]
            if empty and codes:
                menu.addSection(tr(Message("No account has data for these yet")))
            for code in codes:
                share = tr(Message("no data")) if empty else language().percent(shares[code])
                action = menu.addAction(f"{metric_text(code)}\t{share}")
                action.setToolTip(metric_help(code))
                component = HEALTH_METRICS[code].component(0.0)
                action.triggered.connect(partial(self._add, component))
        menu.aboutToHide.connect(menu.deleteLater)
        self.offered = menu
        menu.popup(self.add.mapToGlobal(self.add.rect().bottomLeft()))

    def _add(self, component: object, *_: object) -> None:
        self._change(lambda draft: draft.added(component))

    def _edit(self, at: int) -> None:
        draft = self._session.draft
        if draft is None or not self.add.isEnabled() or at >= len(draft.model.components):
            return
        dialog = ComponentDialog(draft.model.components[at], self)
        dialog.accepted.connect(lambda: self._change(lambda d: d.with_component(at, dialog.component())))
        dialog.finished.connect(dialog.deleteLater)
        self.dialog: ComponentDialog | ModelDialog = dialog
        dialog.open()

    # Models.

    def _menu(self) -> None:
        draft = self._session.draft
        if draft is None:
            return
        menu = QMenu(self)
        menu.addAction(tr(Message("Model settings…")), self._edit_model)
        menu.addAction(tr(Message("Default model from the data")), self._fit)
        self._add_versions(menu, draft)
        menu.addSeparator()
        menu.addAction(tr(Message("New model beside this one…")), self._new_model)
        before = menu.addAction(tr(Message("Try it before the others")), self._move_first)
        before.setEnabled(draft.at > 0)
        gone = menu.addAction(tr(Message("Remove this model")), self._remove_model)
        gone.setEnabled(len(draft.models) > 1)
        menu.aboutToHide.connect(menu.deleteLater)
        self.offered = menu
        menu.popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))

    def _add_versions(self, menu: QMenu, draft: HealthDraft) -> None:
        """The earlier versions of the model, to start the draft from."""
        workspace = self._session.workspace
        former = workspace.policies.former_health if workspace is not None else ()
        earlier = {m.version: m for era in former for m in era.models if m.name == draft.model.name}
        shown = menu.addMenu(tr(Message("Start from an earlier version")))
        shown.setEnabled(bool(earlier))
        for version, model in sorted(earlier.items(), reverse=True):
            if model.live_since is None:
                text = Message("v{n}", n=str(version))
            else:
                text = Message("v{n}, live from {day}", n=str(version), day=model.live_since)
            shown.addAction(tr(text), partial(self._start_from, model))

    def _start_from(self, model: HealthModel) -> None:
        draft = self._session.draft
        if draft is not None:
            made = replace(model, version=draft.model.version, live_since=draft.model.live_since)
            self._change(lambda d: d.with_models((*d.models[: d.at], made, *d.models[d.at + 1 :]), d.at))

    def _edit_model(self) -> None:
        draft = self._session.draft
        if draft is None:
            return
        at, dialog = draft.at, ModelDialog(draft.model, self)

        def accept() -> None:
            made = dialog.model()
            self._change(lambda d: d.with_models((*d.models[:at], made, *d.models[at + 1 :]), at))

        dialog.accepted.connect(accept)
        dialog.finished.connect(dialog.deleteLater)
        self.dialog = dialog
        dialog.open()

    def _fit(self) -> None:
        from csdesk.rules.health_metrics import fitted_model

        assessment, draft = self._session.assessment, self._session.draft
        if assessment is None or draft is None:
            return
        model, _ = fitted_model(assessment.scored(assessment.as_of).signals)
        self._change(lambda d: d.with_settings(components=model.components))

    def _new_model(self) -> None:
        """A model for some tiers, tried before the one it was made from."""
        draft = self._session.draft
        if draft is None:
            return
        taken = {model.name for model in draft.models}
        name = next(name for n in range(2, 1000) if (name := f"{draft.model.name} {n}") not in taken)
        made: HealthModel = replace(draft.model, name=name, version=1, live_since=None)
        at = draft.at
        self._change(lambda d: d.with_models((*d.models[:at], made, *d.models[at:]), at))
        self._edit_model()

    def _move_first(self) -> None:
        self._change(lambda d: d.with_models((d.model, *(m for n, m in enumerate(d.models) if n != d.at)), 0))

    def _remove_model(self) -> None:
        self._change(lambda d: d.with_models(tuple(m for n, m in enumerate(d.models) if n != d.at), 0))
