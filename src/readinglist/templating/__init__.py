"""Templates of HTML, Markdown and text, run where they can do no harm; the only user of Jinja2.

A team's templates come with its sources, and so do those of somebody's pull request: they are
read as data are. A template sees the values and functions it is offered and nothing else, changes
nothing, and ends: see `templates/README.md`, which is written for its author.
"""

from readinglist.templating.environment import Offer, TemplateFailedError, Templates, as_markup

__all__ = ["Offer", "TemplateFailedError", "Templates", "as_markup"]
