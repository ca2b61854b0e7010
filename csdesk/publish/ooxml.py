"""Elements of Office XML that python-pptx has no call for."""

from __future__ import annotations

from typing import Any

from pptx.oxml.xmlchemy import OxmlElement


def element(tag: str, **attributes: str) -> Any:
    """A new element, e.g. ``element("a:latin", typeface="Segoe UI")``."""
    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(name, value)
    return made


def child(parent: Any, tag: str, **attributes: str) -> Any:
    """A new element at the end of its parent."""
    made = element(tag, **attributes)
    parent.append(made)
    return made
