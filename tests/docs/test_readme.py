"""Every command of the README is run here, and must print what the README shows.

In a `console` block a line that begins with "$ " is a command; the lines below it are what it
prints, where "…" stands for any text. The two set-up commands stand in `sh` blocks. How to correct
the graph stands in a `bash` block: a token, a server, a correction.
"""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
CONSOLE = re.findall(r"^```console\n(.*?)^```", README, re.MULTILINE | re.DOTALL)
SETUP = re.findall(r"^```sh\n(.*?)^```", README, re.MULTILINE | re.DOTALL)
CORRECTION = re.findall(r"^```bash\n(.*?)^```", README, re.MULTILINE | re.DOTALL)


def steps(block: str) -> list[tuple[str, str]]:
    """Return the commands of a console block, each with what it is to print."""
    parts = re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]
    return [(part.split("\n", 1)[0], part.split("\n", 1)[1]) for part in parts]


STEPS = [step for block in CONSOLE for step in steps(block)]


def pattern(expected: str) -> re.Pattern[str]:
    """Return what matches the expected output, in which "…" stands for anything."""
    lines = [line.rstrip() for line in expected.strip("\n").split("\n")]
    return re.compile(
        "\n".join(".*?".join(map(re.escape, line.split("…"))) for line in lines), re.DOTALL
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("readme")
    for name in ("seeds", "ontology"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copytree(ROOT / "tests" / "gold", folder / "tests" / "gold")
    return folder


def environment() -> dict[str, str]:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return {**os.environ, "PATH": path, "PYTHONUTF8": "1"}


def run(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["bash", "-o", "pipefail", "-c", command],
        cwd=folder,
        env=environment(),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_the_readme_has_commands_to_try():
    assert len(STEPS) >= 5
    assert len(SETUP) == 2


@pytest.mark.parametrize(("command", "expected"), STEPS, ids=[command for command, _ in STEPS])
def test_a_command_prints_what_the_readme_shows(command, expected, folder):
    ran = run(command, folder)
    assert ran.returncode == 0, ran.stderr
    printed = "\n".join(line.rstrip() for line in ran.stdout.strip("\n").split("\n"))
    assert pattern(expected).fullmatch(printed), printed


def test_continuous_integration_runs_the_test_command_of_the_readme():
    assert SETUP[1].strip() in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def test_each_set_up_command_is_one_line():
    assert all("\n" not in command.strip() and "\\" not in command for command in SETUP)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.mark.skipif(
    not os.environ.get("CI"), reason="installs from a package index: run where CI is set"
)
def test_the_first_command_leads_from_nothing_to_a_running_page(tmp_path):
    for name in ("kg", "ontology", "service", "seeds"):
        ignore = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / name, tmp_path / name, ignore=ignore)
    for name in ("setup.cfg", "pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, tmp_path / name)
    port = free_port()
    server = subprocess.Popen(
        ["bash", "-c", f"{SETUP[0].strip()} --port {port}"], cwd=tmp_path, start_new_session=True
    )
    try:
        page = fetch(f"http://127.0.0.1:{port}/", server, seconds=400)
    finally:
        os.killpg(server.pid, 15)
        server.wait(timeout=30)
    assert "新一代人工智能发展规划" in page


@pytest.mark.skipif(
    not (shutil.which("curl") and shutil.which("openssl")), reason="needs curl and openssl"
)
def test_the_graph_is_corrected_as_the_readme_says(folder):
    port = free_port()
    token, serve, correct = CORRECTION[0].replace("\\\n", "").strip().split("\n")
    assert run(token, folder).returncode == 0
    server = subprocess.Popen(
        ["bash", "-c", f"exec {serve} --port {port}"], cwd=folder, env=environment()
    )
    try:
        fetch(f"http://127.0.0.1:{port}/health", server, seconds=120)
        asked = correct.replace(":8000", f":{port}").replace("curl", "curl --fail-with-body -s")
        ran = run(asked, folder)
        assert ran.returncode == 0, ran.stdout
        query = "query=SELECT*%7B%3Chttps://example.org/note%3E%20rdfs:comment%20%3Fnote%7D"
        answer = fetch(f"http://127.0.0.1:{port}/sparql?{query}", server, seconds=30)
    finally:
        server.terminate()
        server.wait(timeout=30)
    assert "Read again." in answer


def fetch(url: str, server: subprocess.Popen[bytes], seconds: int) -> str:
    for _ in range(seconds):
        assert server.poll() is None, "the command ended before it served"
        try:
            return urllib.request.urlopen(url, timeout=10).read().decode()
        except OSError:
            time.sleep(1)
    raise AssertionError(f"nothing served at {url} after {seconds} s")
