"""QBR on a real book: the slides a deck will have, one deck, a batch, and a batch that is cancelled."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pptx import Presentation
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from csdesk.app import exports
from csdesk.desktop.main_window import MainWindow
from csdesk.desktop.pages.qbr import QbrPage
from csdesk.desktop.pages.qbr_batch import state_of
from csdesk.desktop.pages.qbr_settings import HIGH
from csdesk.model.errors import CSDeskError
from csdesk.model.messages import Message
from tests.desktop.desktop_books import AnsweringPrompts
from tests.desktop.story_book import story_book

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("bare_today")]
Settle = Callable[[MainWindow], None]


@pytest.fixture
def window(make_window: Callable[..., MainWindow], tmp_path: Path, settled: Settle) -> MainWindow:
    made = make_window(story_book(tmp_path / "story.csdesk"))
    made.open_page("qbr", 1)
    settled(made)
    return made


def page_of(window: MainWindow) -> QbrPage:
    assert isinstance(window.page, QbrPage)
    return window.page


def choose_high_touch(window: MainWindow, settled: Settle) -> None:
    page = page_of(window)
    page.settings.scope.choose(HIGH)
    page.settings.scope.chosen.emit(HIGH)
    settled(window)


def test_the_slides_are_listed_with_their_findings(window: MainWindow) -> None:
    shown = {slide.code: slide for slide in page_of(window).slides.shown}
    assert next(iter(shown)) == "cover"
    assert "health" not in shown
    assert shown["adoption"].title == "82 of 100 seats are active"


def test_a_section_without_data_is_named_with_the_reason(window: MainWindow, settled: Settle) -> None:
    page = page_of(window)
    page.settings.choose_account(3)
    settled(window)
    assert {slide.code for slide in page.slides.shown if slide.left_out is not None} >= {"goals", "plan"}


def test_an_internal_deck_has_the_internal_sections(window: MainWindow, settled: Settle) -> None:
    page = page_of(window)
    page.settings.audience.choose("internal")
    page.settings.audience.chosen.emit("internal")
    settled(window)
    assert [slide.code for slide in page.slides.shown][-2:] == ["health", "forecast"]
    assert page.slides.thumbs.keys() >= {"cover", "adoption", "health"}
    assert "Not for the customer" in page.settings.explained.text()


def test_the_deck_speaks_the_language_that_is_chosen(window: MainWindow, settled: Settle) -> None:
    page = page_of(window)
    page.settings.languages.setCurrentIndex(page.settings.languages.findData("ja"))
    settled(window)
    adoption = next(slide for slide in page.slides.shown if slide.code == "adoption")
    assert adoption.title == "100席のうち82席が利用中"


def section_row(page: QbrPage, code: str) -> int:
    sections = page.settings.sections
    codes = [sections.item(row).data(Qt.ItemDataRole.UserRole) for row in range(sections.count())]
    return codes.index(code)


def test_a_slide_is_shown_large_with_what_stands_on_it(window: MainWindow, qtbot: QtBot) -> None:
    stage = page_of(window).slides
    qtbot.mouseClick(stage.thumbs["adoption"], Qt.MouseButton.LeftButton)
    assert stage.large.accessibleName() == "Adoption: 82 of 100 seats are active"
    assert stage.place.text() == "preview, slide 4 of 8"
    picture = stage.large.grab().toImage()
    colours = {
        picture.pixelColor(x, y).name() for x in range(0, picture.width(), 3) for y in range(0, picture.height(), 3)
    }
    assert "#3350c4" in colours  # the line of the active users
    stage.on.click()
    assert stage.current == "support"


def test_a_section_that_is_unticked_has_no_slide_and_the_book_remembers(window: MainWindow, settled: Settle) -> None:
    page = page_of(window)
    page.settings.sections.item(section_row(page, "adoption")).setCheckState(Qt.CheckState.Unchecked)
    settled(window)
    assert "adoption" not in page.slides.thumbs
    window.open_page("today")
    window.open_page("qbr", 1)
    settled(window)
    assert "adoption" not in page_of(window).slides.thumbs
    assert window.bridge.workspace is not None
    assert window.bridge.workspace.book.settings["decks"]["dropped"] == ["adoption"]


def test_alt_and_an_arrow_move_a_section(window: MainWindow, qtbot: QtBot, settled: Settle) -> None:
    page = page_of(window)
    page.settings.sections.setCurrentRow(section_row(page, "support"))
    qtbot.keyClick(page.settings.sections, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    settled(window)
    there = [slide.code for slide in page.slides.shown]
    assert there.index("support") < there.index("adoption")


def test_internal_sections_cannot_be_ticked_for_a_customer(window: MainWindow) -> None:
    page = page_of(window)
    item = page.settings.sections.item(section_row(page, "health"))
    assert not item.flags() & Qt.ItemFlag.ItemIsEnabled
    assert item.checkState() is Qt.CheckState.Unchecked


def test_notes_go_into_the_file_and_stay_in_the_book(
    window: MainWindow, qtbot: QtBot, settled: Settle, prompts: AnsweringPrompts, tmp_path: Path
) -> None:
    page = page_of(window)
    page.slides.show_slide("adoption")
    qtbot.keyClicks(page.slides.notes, "Ask who is missing")
    prompts.target = tmp_path / "deck.pptx"
    page.export()
    settled(window)
    slide = Presentation(str(prompts.target)).slides[3]
    assert slide.notes_slide.notes_text_frame.text == "Ask who is missing"
    page.slides.show_slide("support")
    assert page.slides.notes.toPlainText() == ""
    page.slides.show_slide("adoption")
    assert page.slides.notes.toPlainText() == "Ask who is missing"
    page.settings.choose_account(2)
    settled(window)
    assert page.slides.notes.toPlainText() == ""


def test_a_title_of_the_user_s_own_stands_on_the_slide_until_it_is_emptied(
    window: MainWindow, settled: Settle, prompts: AnsweringPrompts
) -> None:
    page = page_of(window)
    page.slides.show_slide("adoption")
    for text, title in (("Nearly full", "Nearly full"), ("", "82 of 100 seats are active")):
        prompts.text = text
        page.slides.rename.click()
        settled(window)
        assert page.slides.large.accessibleName() == f"Adoption: {title}"


def test_a_withheld_deck_says_what_stands_where_and_can_be_made_internal_or_released(
    window: MainWindow, settled: Settle, prompts: AnsweringPrompts, tmp_path: Path
) -> None:
    page = page_of(window)
    prompts.text = "As we did for Saltmarsh Energy"
    page.slides.show_slide("adoption")
    page.slides.rename.click()
    prompts.target = tmp_path / "deck.pptx"
    settled(window)
    page.export()
    settled(window)
    assert prompts.errors == []
    assert not prompts.target.exists()
    assert page.findings.isVisible()
    said = [label.text() for label in page.findings.findChildren(QLabel)]
    assert "The deck of Tsukimi Robotics was withheld" in said
    assert "another account’s name “Saltmarsh Energy”" in said
    page.slides.show_slide("cover")
    next(b for b in page.findings.findChildren(QPushButton) if b.text() == "slide 4").click()
    assert page.slides.current == "adoption"
    page.findings.internal.click()
    settled(window)
    assert page.settings.audience.current == "internal"
    assert not page.findings.isVisible()
    page.settings.audience.choose("customer")
    page.settings.audience.chosen.emit("customer")
    assert page.findings.isVisible()
    page.findings.release.click()
    settled(window)
    assert prompts.target.exists()
    assert not page.findings.isVisible()


def test_one_deck_is_written_where_the_user_says(
    window: MainWindow, qtbot: QtBot, settled: Settle, prompts: AnsweringPrompts, tmp_path: Path
) -> None:
    prompts.target = tmp_path / "deck.pptx"
    qtbot.mouseClick(page_of(window).one, Qt.MouseButton.LeftButton)
    settled(window)
    assert prompts.errors == []
    assert prompts.target.read_bytes()[:2] == b"PK"
    assert window.toast.text.startswith("Deck with ")


def test_a_batch_writes_a_deck_for_each_high_touch_account(
    window: MainWindow, qtbot: QtBot, settled: Settle, prompts: AnsweringPrompts, tmp_path: Path
) -> None:
    choose_high_touch(window, settled)
    page = page_of(window)
    assert list(page.batch.rows) == [1, 2]
    prompts.target = tmp_path / "decks"
    qtbot.mouseClick(page.many, Qt.MouseButton.LeftButton)
    settled(window)
    names = sorted(path.name for path in prompts.target.iterdir())
    assert names == ["QBR_2026Q4_Saltmarsh Energy.pptx", "QBR_2026Q4_Tsukimi Robotics.pptx"]
    assert page.batch.title.text() == "2 decks built"
    assert all(row.said.text().endswith("slides") for row in page.batch.rows.values())
    assert page.many.isEnabled()


def test_cancel_keeps_the_decks_that_are_finished(
    window: MainWindow, qtbot: QtBot, settled: Settle, prompts: AnsweringPrompts, tmp_path: Path
) -> None:
    choose_high_touch(window, settled)
    page = page_of(window)
    prompts.target = tmp_path / "decks"
    page.build()
    page.cancel()
    settled(window)
    assert "not built" in {row.said.text() for row in page.batch.rows.values()}
    assert len(list(prompts.target.glob("*.pptx"))) <= 1
    assert page.many.isEnabled()


def test_the_user_s_own_template_can_be_chosen_and_left_again(
    window: MainWindow, settled: Settle, prompts: AnsweringPrompts, tmp_path: Path
) -> None:
    templates = page_of(window).settings.templates
    prompts.target = tmp_path / "house.pptx"
    templates.activated.emit(templates.findData("ask"))
    assert page_of(window).settings.choice(page_of(window).texts).template == prompts.target
    assert templates.currentText() == "house.pptx"
    settled(window)
    templates.activated.emit(0)
    assert page_of(window).settings.choice(page_of(window).texts).template is None


def test_a_deck_that_was_not_written_says_why() -> None:
    state = state_of(exports.BuiltDeck(1, Path("a.pptx"), error=CSDeskError(Message("The disk is full."))))
    assert (state.tone, state.tip) == ("risk", "The disk is full.")
