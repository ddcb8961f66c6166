"""Render templates of HTML, Markdown and text in a sandbox. Only this package uses Jinja2.

Templates are part of a team's sources and can come from a pull request, so they are untrusted
data. A template can use only the values and functions of its `TemplateApi`, cannot change values,
and is stopped if it takes too much work. ``templates/README.md`` documents this for authors of
templates.
"""

from readinglist.templating.environment import (
    TemplateApi,
    TemplateFailedError,
    Templates,
    as_markup,
)

__all__ = ["TemplateApi", "TemplateFailedError", "Templates", "as_markup"]
