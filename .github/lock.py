"""Write which versions this project is installed with: ``python .github/lock.py``.

From the requirements in pyproject.toml it makes, for every platform and every Python since 3.11:

- ``.github/requirements.txt``: all that running, testing and building takes, with hashes, for CI
  and releases: ``pip install --require-hashes -r .github/requirements.txt``, then
  ``pip install --no-deps --no-build-isolation .``;
- ``.github/constraints.txt``: the same versions without hashes, for the README's commands
  (pip refuses an editable install where there are hashes);
- ``.github/oldest.txt``: the lowest versions that pyproject.toml claims, for Python 3.11, with
  which the tests are run too;
- ``requires`` under ``[build-system]`` in pyproject.toml: the part that building takes.

Versions that are fixed already stay where they can. ``--upgrade`` takes the newest of all,
``--upgrade-package NAME`` of one. Needs the network, and brings the resolver it uses.
"""

import re
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

RESOLVER = "uv==0.13.9"  # one release, so that the files look the same whoever makes them
ROOT = Path(__file__).resolve().parent.parent
REQUIREMENTS = ROOT / ".github/requirements.txt"
CONSTRAINTS = ROOT / ".github/constraints.txt"
OLDEST = ROOT / ".github/oldest.txt"
PYPROJECT = ROOT / "pyproject.toml"

ALL = ("pyproject.toml", "--extra", "test", "--group", "build")
LOWEST = ("--resolution", "lowest-direct", "--python-version", "3.11")
HEADER = ("--custom-compile-command", "python .github/lock.py")


def main(upgrades: list[str]) -> None:
    """Write the files and the list, each from the one before."""
    with tempfile.TemporaryDirectory() as place:
        resolver = installed(RESOLVER, Path(place))

        def resolve(*options: str | Path) -> str:
            # Only versions with wheels: a source archive would be built with whatever is newest.
            fixed = ("pip", "compile", "--quiet", "--no-build", "--python", sys.executable)
            command = (resolver, *fixed, *options)
            return subprocess.run(
                command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True
            ).stdout

        hashed = ("--universal", "--generate-hashes", *HEADER)
        resolve(*ALL, *hashed, "-o", REQUIREMENTS, *upgrades)
        write(CONSTRAINTS, without_hashes(REQUIREMENTS.read_text("utf-8")))
        resolve(*ALL, *LOWEST, *HEADER, "-o", OLDEST, *upgrades)
        plain = ("--universal", "--no-header", "--no-annotate")
        build = resolve("--group", "build", *plain, "-c", CONSTRAINTS)
    write(PYPROJECT, with_build(PYPROJECT.read_text("utf-8"), build.splitlines()))


def installed(package: str, place: Path) -> Path:
    """The command of a package, in an environment of its own."""
    venv.create(place, with_pip=True)
    scripts = place / ("Scripts" if sys.platform == "win32" else "bin")
    subprocess.run([scripts / "python", "-m", "pip", "install", "-q", package], check=True)
    return scripts / package.partition("==")[0]


def write(file: Path, text: str) -> None:
    """Write a file with the same line ends everywhere."""
    file.write_text(text, "utf-8", newline="\n")


def without_hashes(requirements: str) -> str:
    """The same lines, but those of the hashes."""
    return re.sub(r" \\$|^ +--hash=.*\n", "", requirements, flags=re.MULTILINE)


def with_build(pyproject: str, pins: list[str]) -> str:
    """pyproject.toml with the versions that building takes."""
    before, opening, rest = pyproject.partition("\nrequires = [\n")
    _, closing, after = rest.partition("]\n")
    return "".join((before, opening, *(f'  "{pin}",\n' for pin in pins), closing, after))


if __name__ == "__main__":
    main(sys.argv[1:])
