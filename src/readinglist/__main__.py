"""``python -m readinglist`` is the ``readinglist`` command."""

from readinglist.cli.commands import main

if __name__ == "__main__":
    main()
