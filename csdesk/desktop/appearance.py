"""Language, colours and text size of everything that is made from now on."""

from __future__ import annotations

from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication

from csdesk.app.preferences import Preferences
from csdesk.desktop.theme import install_theme
from csdesk.desktop.translation import install_language
from csdesk.i18n import Language

_LOCALES = {
    "en": QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom),
    "ja": QLocale(QLocale.Language.Japanese, QLocale.Country.Japan),
}


def install_appearance(app: QApplication, preferences: Preferences) -> None:
    """Put a person's preferences into force; windows that are open rebuild themselves after it."""
    install_language(Language(preferences.language))
    QLocale.setDefault(_LOCALES[preferences.language])
    install_theme(app, preferences.theme, preferences.scale / 100)
