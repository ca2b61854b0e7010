"""A draft of the health models while somebody works on it: every change gives another draft."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from csdesk.model.policies import HealthComponent, HealthModel, same_scores
from csdesk.rules.health_weights import whole_weights, with_weight

ADDED_WEIGHT = 10


@dataclass(frozen=True, slots=True)
class HealthDraft:
    """The models as they are drafted, beside those that are live.

    Attributes:
        at: position of the model that is worked on.
        locked: positions of its components whose weights stay where they are.
        anchor: the component whose weight moved last, and the weights before it did: going back and forth
            with one weight gives the others theirs back.
    """

    live: tuple[HealthModel, ...]
    models: tuple[HealthModel, ...]
    at: int = 0
    locked: frozenset[int] = frozenset()
    anchor: tuple[int, tuple[float, ...]] | None = None

    @property
    def model(self) -> HealthModel:
        """The model that is worked on."""
        return self.models[self.at]

    @property
    def live_model(self) -> HealthModel | None:
        """The live model of its name; None for a new one."""
        return next((model for model in self.live if model.name == self.model.name), None)

    @property
    def changed(self) -> bool:
        """Whether anything differs from what is live."""
        return len(self.models) != len(self.live) or any(
            one.name != other.name or not same_scores(one, other)
            for one, other in zip(self.models, self.live, strict=True)
        )

    @property
    def total(self) -> float:
        """What the weights add up to."""
        return sum(component.weight for component in self.model.components)

    def was(self, at: int) -> HealthComponent | None:
        """The live form of a component of the model; None where the live model has none of its metric."""
        component, live = self.model.components[at], self.live_model
        own = [c for c in self.model.components[:at] if c.metric == component.metric]
        found = [c for c in live.components if c.metric == component.metric] if live is not None else []
        return found[len(own)] if len(found) > len(own) else None

    def changes(self) -> tuple[int, int]:
        """How many weights of the model differ from the live ones, and how many other things do."""
        live = self.live_model
        if live is None:
            return len(self.model.components), 0
        weights = others = 0
        for at, component in enumerate(self.model.components):
            was = self.was(at)
            weights += was is None or was.weight != component.weight
            others += was is not None and replace(was, weight=component.weight) != component
        bare = replace(self.model, components=())
        gone = len(live.components) - sum(self.was(at) is not None for at in range(len(self.model.components)))
        others += gone + (not same_scores(replace(live, components=()), bare))
        return weights, others + (len(self.models) != len(self.live))

    def with_weight(self, at: int, value: float) -> HealthDraft:
        """Move one weight; the others that are not locked make room, so that the sum is 100."""
        start = tuple(component.weight for component in self.model.components)
        if self.anchor is not None and self.anchor[0] == at and len(self.anchor[1]) == len(start):
            start = self.anchor[1]
        moved = with_weight(start, at, value, self.locked)
        made = tuple(replace(c, weight=float(weight)) for c, weight in zip(self.model.components, moved, strict=True))
        return replace(self._with(components=made), anchor=(at, start))

    def with_lock(self, at: int, *, locked: bool) -> HealthDraft:
        """Hold a weight where it is, or let it go."""
        return replace(self, locked=self.locked | {at} if locked else self.locked - {at}, anchor=None)

    def with_component(self, at: int, component: HealthComponent) -> HealthDraft:
        """Put another form of a component in its place."""
        components = list(self.model.components)
        components[at] = component
        return self._with(components=tuple(components))

    def with_marks(self, at: int, **marks: float) -> HealthDraft:
        """Move ``zero`` or ``full`` of a component."""
        return self.with_component(at, replace(self.model.components[at], **marks))  # type: ignore[arg-type]

    def with_cut(self, name: str, value: int) -> HealthDraft:
        """Move ``healthy_from`` or ``watch_from``; neither passes the other."""
        if name == "healthy_from":
            return self._with(healthy_from=min(100, max(self.model.watch_from + 1, value)))
        return self._with(watch_from=max(1, min(self.model.healthy_from - 1, value)))

    def added(self, component: HealthComponent) -> HealthDraft:
        """Add a component; it takes its weight from the others."""
        components = (*self.model.components, replace(component, weight=0.0))
        whole = replace(self._with(components=components), anchor=None)
        return replace(whole.with_weight(len(components) - 1, component.weight or ADDED_WEIGHT), anchor=None)

    def removed(self, at: int) -> HealthDraft:
        """Take a component away; the others share its weight."""
        left = [c for place, c in enumerate(self.model.components) if place != at]
        weights = whole_weights([c.weight for c in left])
        components = tuple(replace(c, weight=float(w)) for c, w in zip(left, weights, strict=True))
        return replace(self._with(components=components), locked=frozenset(), anchor=None)

    def with_settings(self, **settings: Any) -> HealthDraft:
        """Change what the model says beside its components: name, tiers, missing data, windows, caps."""
        return self._with(**settings)

    def choosing(self, at: int) -> HealthDraft:
        """Work on another of the models."""
        return replace(self, at=max(0, min(at, len(self.models) - 1)), locked=frozenset(), anchor=None)

    def with_models(self, models: tuple[HealthModel, ...], at: int) -> HealthDraft:
        """Other models in another order of precedence."""
        return replace(self, models=models, at=at, locked=frozenset(), anchor=None)

    def _with(self, **settings: Any) -> HealthDraft:
        models = list(self.models)
        models[self.at] = replace(self.model, **settings)
        return replace(self, models=tuple(models), anchor=None)
