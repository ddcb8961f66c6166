"""XML as files: UTF-8, one element a line, so that versions compare."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree

if TYPE_CHECKING:
    from collections.abc import Mapping
    from xml.etree.ElementTree import Element


def element(tag: str, attributes: Mapping[str, str] | None = None, text: str = "") -> Element:
    """An element that holds a text, or nothing yet."""
    made = ElementTree.Element(tag, dict(attributes or {}))
    made.text = text or None
    return made


def xml_file(root: Element) -> bytes:
    """A whole file, given its outermost element.

    Markup in texts is escaped. Characters that XML forbids are not looked for: texts pass through
    `readinglist.text.display.shown` before.
    """
    ElementTree.indent(root, "")
    text = ElementTree.tostring(root, "unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{text}\n'.encode("utf-8", "replace")
