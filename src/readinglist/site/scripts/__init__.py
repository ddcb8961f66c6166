"""The scripts of pages: ES modules are checked, minified and joined into classic scripts.

* :mod:`.syntax` parses JavaScript.
* :mod:`.modules` reads a module: its imports, exports and statements.
* :mod:`.names` shortens the local names of a module.
* :mod:`.joining` makes a script from an entry module and the modules it imports.
"""

from readinglist.site.scripts.joining import Scripts, joined

__all__ = ["Scripts", "joined"]
