"""The style sheet of the window, a template over the design tokens."""

from __future__ import annotations

STYLESHEET = """
* { color: $ink; selection-background-color: $sel; selection-color: $ink; }
QMainWindow, QDialog, QStackedWidget, QMessageBox { background: $bg; }
QLabel { background: transparent; }
QLabel[tone="ink2"] { color: $ink_2; }
QLabel[tone="ink3"] { color: $ink_3; }
QLabel[tone="ok"] { color: $ok; }
QLabel[tone="watch"] { color: $watch; }
QLabel[tone="risk"] { color: $risk; }
QLabel[tone="accent"] { color: $accent_ink; }
QLabel:disabled { color: $ink_dis; }

#Rail { background: $rail; border: 0; border-right: 1px solid $line; }
#TopBar { background: $bg; border: 0; border-bottom: 1px solid $line; }
#StatusBar { background: $bg_sub; border: 0; border-top: 1px solid $line; }
#StatusBar QLabel, #StatusBar QToolButton { color: $ink_2; font-size: $px11; }
#StatusBar QToolButton { border: 0; border-radius: 4px; padding: 1px 5px; background: transparent; }
#StatusBar QToolButton:hover { background: $press; }
#SidePane { background: $bg; border: 0; border-left: 1px solid $line; }
#SubPane { background: $bg_sub; border: 0; }
#Line { background: $line; border: 0; }
#LineStrong { background: $line_2; border: 0; }
#Card { background: $bg; border: 1px solid $line_2; border-radius: 8px; }
#Toast { background: $tip_bg; border: 0; border-radius: 8px; }
#Toast QLabel { color: $tip_ink; }
#Toast QPushButton { background: transparent; border: 0; color: #B7C5FF; font-weight: 600; padding: 0 8px; }
#Toast QPushButton:hover { text-decoration: underline; }
#ErrorPanel { background: $bg; border: 1px solid $risk_fill; border-radius: 8px; }
#ErrorPanelHead { background: $risk_tint; border: 0; border-top-left-radius: 7px; border-top-right-radius: 7px; }
#EmptyState { background: transparent; border: 1px dashed $line_ctl; border-radius: 8px; }
#DropOverlay { background: $accent_tint; border: 2px dashed $accent; border-radius: 8px; }
#Palette { background: $bg; border: 1px solid $line_2; border-radius: 8px; }
#Palette QLineEdit { border: 0; min-height: $h30; background: transparent; font-size: $px14; }
#Palette QListView { border: 0; border-top: 1px solid $line; }
#Kbd { color: $ink_3; background: $bg_sub; border: 1px solid $line_2; border-radius: 4px; font-size: $px11; padding: 0 5px; }

QPushButton {
  background: $bg; border: 1px solid $line_2; border-radius: 6px; padding: 0 11px; min-height: $h28;
  font-size: $px12; font-weight: 500;
}
QPushButton:hover { background: $hover; border-color: $line_ctl; }
QPushButton:pressed { background: $press; }
QPushButton:disabled { color: $ink_dis; border-color: $line; background: $bg; }
QPushButton[align="left"] { text-align: left; }
QPushButton[size="small"] { min-height: $h24; padding: 0 9px; }
QPushButton[shape="square"] { padding: 0; min-width: $h28; max-width: $h28; }
QPushButton[shape="square"][size="small"] { min-width: $h24; max-width: $h24; }
QPushButton[kind="primary"] { background: $accent; border-color: $accent; color: $on_accent; }
QPushButton[kind="primary"]:hover { background: $accent_h; border-color: $accent_h; }
QPushButton[kind="primary"]:disabled { background: $press; border-color: $press; color: $ink_dis; }
QPushButton[kind="quiet"] { border-color: transparent; background: transparent; color: $ink_2; }
QPushButton[kind="quiet"]:hover { background: $press; }
QPushButton[kind="quiet"]:disabled { color: $ink_dis; }
QPushButton[kind="link"] { border-color: transparent; background: transparent; color: $accent_ink; padding: 0 6px; }
QPushButton[kind="link"][size="small"] { min-height: 18px; padding: 0 4px; }
QPushButton[kind="link"]:hover { text-decoration: underline; }
QPushButton[kind="search"] { color: $ink_3; font-weight: 400; text-align: left; padding: 0 8px; }
QPushButton::menu-indicator { image: none; width: 0; }
QToolButton::menu-indicator { image: none; width: 0; }

#Segmented { border: 1px solid $line_2; border-radius: 6px; background: $bg; }
#Segmented QToolButton {
  border: 0; border-right: 1px solid $line_2; background: $bg; color: $ink_2; padding: 0 10px; min-height: $h26;
  font-size: $px12;
}
#Segmented QToolButton:hover { background: $hover; }
#Segmented QToolButton:checked { background: $accent_tint; color: $accent_ink; font-weight: 600; }
#Segmented QToolButton[place="first"] { border-top-left-radius: 5px; border-bottom-left-radius: 5px; }
#Segmented QToolButton[place="last"] { border-right: 0; border-top-right-radius: 5px; border-bottom-right-radius: 5px; }
#Segmented QToolButton[place="only"] { border-right: 0; border-radius: 5px; }

QLineEdit, QComboBox, QDateEdit, QSpinBox, QDoubleSpinBox, QPlainTextEdit, QTextEdit {
  background: $bg; border: 1px solid $line_2; border-radius: 5px; padding: 0 7px; font-size: $px12;
}
QLineEdit, QComboBox, QDateEdit, QSpinBox, QDoubleSpinBox { min-height: $h26; }
QLineEdit:focus, QComboBox:focus, QDateEdit:focus, QSpinBox:focus, QDoubleSpinBox:focus { border: 2px solid $accent; padding: 0 6px; }
QPlainTextEdit { padding: 4px 4px; }
QPlainTextEdit:focus, QTextEdit:focus { border: 2px solid $accent; padding: 3px 3px; }
QLineEdit[marked="true"] { border: 1px solid $accent; padding: 0 6px; }
QLineEdit[error="true"], QComboBox[error="true"] { border: 1px solid $risk_fill; padding: 0 7px; }
QLineEdit:disabled, QLineEdit[readOnly="true"], QComboBox:disabled, QDateEdit:disabled { background: $bg_sub; color: $ink_3; }
QComboBox::drop-down, QDateEdit::drop-down { border: 0; width: 22px; }
QComboBox::down-arrow, QDateEdit::down-arrow { image: url($chevron); width: 12px; height: 12px; }
QComboBox QAbstractItemView { background: $bg; border: 1px solid $line_2; padding: 4px; outline: 0; }
QComboBox QAbstractItemView::item { min-height: $h24; padding: 0 6px; }
QComboBox QAbstractItemView::item:selected { background: $sel; }
QSpinBox::up-button, QSpinBox::down-button { width: 0; border: 0; }

QCheckBox, QRadioButton { spacing: 8px; background: transparent; }
QCheckBox::indicator, QListWidget::indicator, QTreeView::indicator { width: 13px; height: 13px; border: 1px solid $line_ctl; border-radius: 3px; background: $bg; }
QCheckBox::indicator:checked, QListWidget::indicator:checked, QTreeView::indicator:checked { background: $accent; border-color: $accent; image: url($check); }
QCheckBox::indicator:indeterminate, QTreeView::indicator:indeterminate { background: $accent; border-color: $accent; image: url($dash); }
QCheckBox::indicator:disabled, QListWidget::indicator:disabled { border-color: $line_2; background: $bg_sub; }
QRadioButton::indicator { width: 13px; height: 13px; border: 1px solid $line_ctl; border-radius: 7px; background: $bg; }
QRadioButton::indicator:checked { width: 7px; height: 7px; border: 4px solid $accent; border-radius: 7px; background: $bg; }

QTableView, QTreeView, QListView, QListWidget { background: $bg; border: 0; gridline-color: transparent; outline: 0; }
QHeaderView { background: $bg_sub; border: 0; }
QHeaderView::section {
  background: $bg_sub; color: $ink_2; border: 0; border-bottom: 1px solid $line_2; padding: 0 8px;
}
QHeaderView[pane="true"]::section:first, QHeaderView[pane="true"]::section:only-one { padding-left: 20px; }
QTableCornerButton::section { background: $bg_sub; border: 0; }
QListView::item { min-height: $h28; padding: 0 8px; }
QListView::item:hover { background: $hover; }
QListView::item:selected { background: $sel; color: $ink; }
QScrollArea { background: transparent; border: 0; }
QScrollArea > QWidget > QWidget { background: transparent; }
QScrollBar:vertical { width: 10px; background: transparent; margin: 0; border: 0; }
QScrollBar:horizontal { height: 10px; background: transparent; margin: 0; border: 0; }
QScrollBar::handle { background: $line_2; border-radius: 3px; margin: 2px; }
QScrollBar::handle:hover { background: $line_ctl; }
QScrollBar::handle:vertical { min-height: 32px; }
QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::add-line, QScrollBar::sub-line { height: 0; width: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QSplitter::handle { background: $line; }
QSplitter::handle:horizontal { width: 1px; }
QSplitter::handle:vertical { height: 1px; }
QProgressBar { border: 0; background: $bar_track; border-radius: 3px; max-height: 6px; min-height: 6px; }
QProgressBar::chunk { background: $accent; border-radius: 3px; }
QToolTip { background: $tip_bg; color: $tip_ink; border: 0; padding: 5px 8px; }
QMenu { background: $bg; border: 1px solid $line_2; padding: 4px; }
QMenu::item { padding: 5px 24px 5px 10px; border-radius: 4px; }
QMenu::item:selected { background: $sel; color: $ink; }
QMenu::item:disabled { color: $ink_dis; }
QMenu::separator { height: 1px; background: $line; margin: 4px 6px; }
QMenu::icon { padding-left: 8px; }
QCalendarWidget QWidget { background: $bg; }
QCalendarWidget QAbstractItemView { background: $bg; selection-background-color: $accent; selection-color: $on_accent; }
QCalendarWidget QToolButton { border: 0; padding: 4px 8px; background: transparent; font-weight: 600; }
QCalendarWidget QToolButton:hover { background: $hover; border-radius: 4px; }
#qt_calendar_navigationbar { background: $bg; }
#AgendaRow { background: $bg; border: 0; border-bottom: 1px solid $line; }
#AgendaRow:hover, #AgendaRow[current="true"] { background: $hover; }
#AgendaRow[current="true"] QPushButton[kind="normal"] { background: $accent; border-color: $accent; color: $on_accent; }
#IconTile { border-radius: 6px; }
#IconTile[tint="risk"] { background: $risk_tint; }
#IconTile[tint="watch"] { background: $watch_tint; }
#IconTile[tint="ok"] { background: $ok_tint; }
QPushButton[chip="on"] { background: $accent_tint; color: $accent_ink; font-weight: 600; border-radius: 12px; }
QPushButton[chip="off"] { border-radius: 12px; }
QPushButton[kind="name"] { border-color: transparent; background: transparent; color: $ink; padding: 0 5px; text-align: left; font-weight: 400; min-height: $h20; }
QPushButton[kind="name"]:hover { background: $press; }
#ChartGrid { background: $line; }
#ChartGrid > QFrame { background: $bg; }
QTabBar { background: $bg_sub; }
QTabBar::tab { background: transparent; color: $ink_2; border: 0; padding: 7px 14px; font-size: $px12; }
QTabBar::tab:selected { background: $bg; color: $ink; font-weight: 600; border-top: 2px solid $accent; }
QTabBar::tab:hover:!selected { background: $hover; }
"""
