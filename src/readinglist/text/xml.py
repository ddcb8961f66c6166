"""XML files in UTF-8, one element per line, so that diffs are small."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree

if TYPE_CHECKING:
    from collections.abc import Mapping
    from xml.etree.ElementTree import Element


def element(tag: str, attributes: Mapping[str, str] | None = None, text: str = "") -> Element:
    """Return an element with a text, or an empty one."""
    made = ElementTree.Element(tag, dict(attributes or {}))
    made.text = text or None
    return made


def xml_file(root: Element) -> bytes:
    """Return the bytes of an XML file, given its root element.

    Texts are escaped. Characters that XML does not allow must be removed before, with
    `readinglist.text.display.shown`.
    """
    ElementTree.indent(root, "")
    text = ElementTree.tostring(root, "unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{text}\n'.encode("utf-8", "replace")
