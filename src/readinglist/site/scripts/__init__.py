"""The scripts of pages: ES modules, checked, shortened and joined into classic scripts.

* :mod:`.modules` reads one module: what it imports and exports, and what cannot be joined.
* :mod:`.names` finds which names of a module can be shortened.
* :mod:`.joining` makes one script of an entry module and all that it needs.
"""

from readinglist.site.scripts.joining import Scripts, joined

__all__ = ["Scripts", "joined"]
