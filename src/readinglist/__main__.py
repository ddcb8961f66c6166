"""Run the command ``readinglist`` with ``python -m readinglist``."""

from readinglist.cli.commands import main

if __name__ == "__main__":
    main()
