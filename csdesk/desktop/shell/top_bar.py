"""The bar above a page: where one is, the search, the page's actions."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from csdesk.desktop.fonts import SEMIBOLD, scaled
from csdesk.desktop.icons import icon, icon_pixmap
from csdesk.desktop.translation import tr
from csdesk.desktop.widgets.buttons import button
from csdesk.desktop.widgets.labels import label
from csdesk.model.messages import Message


class SearchButton(QPushButton):
    """Looks like a search field and opens the palette."""

    def __init__(self) -> None:
        super().__init__(tr(Message("Search or run a command")))
        self.setProperty("kind", "search")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setIcon(icon("search", "ink_3", scaled(15), 3))
        self.setIconSize(QSize(scaled(15) + 3, scaled(15)))
        self.setFixedWidth(scaled(248))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 8, 0)
        row.addStretch(1)
        keys = QLabel("Ctrl K")
        keys.setObjectName("Kbd")
        keys.setFixedHeight(scaled(18))
        keys.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        row.addWidget(keys)


class TopBar(QFrame):
    """Title and meta on the left, search and actions on the right."""

    search_asked = Signal()
    back_asked = Signal(str)

    def __init__(self, title: Message, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("TopBar")
        self.setFixedHeight(scaled(48))
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(20, 0, 16, 0)
        self._row.setSpacing(8)
        self.title = label(title, 16, SEMIBOLD)
        self.meta = label("", 12, tone="ink3")
        self._row.addWidget(self.title)
        self._row.addSpacing(4)
        self._row.addWidget(self.meta)
        self._row.addStretch(1)
        self.search = SearchButton()
        self.search.clicked.connect(self.search_asked)
        self._row.addWidget(self.search)

    def set_title(self, text: str) -> None:
        """Show another title, e.g. the name of an account."""
        self.title.setText(text)

    def set_meta(self, text: str) -> None:
        """The grey remark beside the title."""
        self.meta.setText(text)

    def set_parent_page(self, code: str, name: Message) -> None:
        """Put a link to the page above before the title: Accounts › Tsukimi Robotics."""
        link = button(name, "link", clicked=lambda: self.back_asked.emit(code))
        chevron = QLabel()
        chevron.setPixmap(icon_pixmap("chevron-right", "ink_3", 14, self.devicePixelRatioF()))
        self._row.insertWidget(0, link)
        self._row.insertWidget(1, chevron)
        self._row.setContentsMargins(14, 0, 16, 0)

    def set_middle(self, widget: QWidget) -> None:
        """Put something beside the title, e.g. the steps of an import."""
        self._row.insertWidget(self._row.indexOf(self.meta) + 1, widget)

    def add_action(self, widget: QWidget) -> None:
        """Put an action at the right end; at most one is primary."""
        self._row.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
