"""``python -m readinglist`` is the ``readinglist`` command."""

from readinglist.edge.cli import main

if __name__ == "__main__":
    main()
