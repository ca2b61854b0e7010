"""A draft of the health models as it is worked on."""

from __future__ import annotations

from dataclasses import replace

from csdesk.app.health_draft import HealthDraft
from csdesk.model.policies import HealthComponent, HealthModel

LIVE = (HealthModel(),)
DRAFT = HealthDraft(LIVE, LIVE)


def weights(draft: HealthDraft) -> list[float]:
    return [component.weight for component in draft.model.components]


def test_a_weight_that_comes_back_gives_the_others_theirs_back() -> None:
    draft = DRAFT
    for value in (30, 70, 100, 25):
        draft = draft.with_weight(0, value)
        assert draft.total == 100
    assert weights(draft) == weights(DRAFT)
    assert not draft.changed


def test_a_locked_weight_stays() -> None:
    draft = DRAFT.with_lock(1, locked=True).with_weight(0, 60)
    assert weights(draft)[:2] == [60, 20]
    assert weights(draft.with_lock(1, locked=False).with_weight(0, 100)) == [100, 0, 0, 0, 0, 0, 0]


def test_it_says_what_differs_from_what_is_live() -> None:
    assert DRAFT.changes() == (0, 0)
    locked = replace(DRAFT, locked=frozenset({0, 2, 4, 5, 6}))
    draft = locked.with_weight(1, 25)
    assert (draft.changes(), draft.changed) == ((2, 0), True)
    assert draft.was(1) == LIVE[0].components[1]
    assert draft.with_marks(0, zero=0.2).changes() == (2, 1)
    assert draft.with_cut("watch_from", 45).changes() == (2, 1)
    assert DRAFT.removed(6).changes()[1] == 1


def test_the_cuts_do_not_pass_each_other() -> None:
    assert DRAFT.with_cut("watch_from", 90).model.watch_from == 69
    assert DRAFT.with_cut("healthy_from", 10).model.healthy_from == 51
    assert DRAFT.with_cut("healthy_from", 120).model.healthy_from == 100


def test_a_component_that_is_added_takes_its_weight_from_the_others() -> None:
    draft = DRAFT.added(HealthComponent("csat", 0, zero=2, full=5))
    assert draft.model.components[-1].weight == 10
    assert draft.total == 100
    assert draft.was(7) is None
    again = draft.removed(7)
    assert again.total == 100
    assert len(again.model.components) == 7
    assert DRAFT.removed(0).total == 100


def test_of_several_models_one_is_worked_on() -> None:
    two = (HealthModel("tech", touch=("tech",)), HealthModel("others"))
    draft = HealthDraft(two, two).choosing(1).with_settings(missing="zero")
    assert [model.missing for model in draft.models] == ["drop", "zero"]
    assert draft.choosing(9).at == 1
    moved = draft.with_models((draft.models[1], draft.models[0]), 0)
    assert moved.changed
    assert moved.live_model == two[1]
