"""Build a searchable web site from pasted listings of papers.

:mod:`readinglist.build` has the stages of a build, :mod:`readinglist.model` the data model.
"""

__version__ = "0.1.0"
