"""Pin the versions of all dependencies: ``python .github/lock.py``.

Reads the requirements in pyproject.toml and writes, for all platforms and Python 3.11 and later:

- ``.github/requirements.txt``: the requirements for running, testing and building, with hashes, for
  CI and releases: ``pip install --require-hashes -r .github/requirements.txt``, then
  ``pip install --no-deps --no-build-isolation .``;
- ``.github/constraints.txt``: the same versions without hashes, for the README's commands
  (pip does not allow editable installs with hashes);
- ``.github/oldest.txt``: the lower bounds in pyproject.toml, for Python 3.11; the tests also run
  with them;
- ``requires`` under ``[build-system]`` in pyproject.toml: the requirements for building.

Versions that are already pinned are kept if possible. ``--upgrade`` selects the newest version of
every package, ``--upgrade-package NAME`` that of one. Needs the network; installs the resolver.
"""

import re
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

RESOLVER = "uv==0.13.9"  # pinned, so that the output does not depend on the installed version
ROOT = Path(__file__).resolve().parent.parent
REQUIREMENTS = ROOT / ".github/requirements.txt"
CONSTRAINTS = ROOT / ".github/constraints.txt"
OLDEST = ROOT / ".github/oldest.txt"
PYPROJECT = ROOT / "pyproject.toml"

ALL = ("pyproject.toml", "--extra", "test", "--group", "build")
LOWEST = ("--resolution", "lowest-direct", "--python-version", "3.11")
HEADER = ("--custom-compile-command", "python .github/lock.py")


def main(upgrades: list[str]) -> None:
    """Write the three files and ``requires``."""
    with tempfile.TemporaryDirectory() as folder:
        resolver = installed(RESOLVER, Path(folder))

        def resolve(*options: str | Path) -> str:
            # Wheels only: the build requirements of an sdist would not be pinned.
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


def installed(package: str, folder: Path) -> Path:
    """Install a package into a new environment in a folder; return the path of its command."""
    venv.create(folder, with_pip=True)
    scripts = folder / ("Scripts" if sys.platform == "win32" else "bin")
    subprocess.run([scripts / "python", "-m", "pip", "install", "-q", package], check=True)
    return scripts / package.partition("==")[0]


def write(file: Path, text: str) -> None:
    """Write a text file with LF line endings on all systems."""
    file.write_text(text, "utf-8", newline="\n")


def without_hashes(requirements: str) -> str:
    """Return requirements without the hashes."""
    return re.sub(r" \\$|^ +--hash=.*\n", "", requirements, flags=re.MULTILINE)


def with_build(pyproject: str, pins: list[str]) -> str:
    """Return the text of pyproject.toml with these build requirements."""
    before, opening, rest = pyproject.partition("\nrequires = [\n")
    _, closing, after = rest.partition("]\n")
    return "".join((before, opening, *(f'  "{pin}",\n' for pin in pins), closing, after))


if __name__ == "__main__":
    main(sys.argv[1:])
