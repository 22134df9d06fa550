"""The container's files are linted, and the build steps of its image work in a clean environment."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
import yaml

from tests.servers import run_server

ROOT = Path(__file__).resolve().parents[2]
DOCKERFILE = ROOT / "docker" / "Dockerfile"


def test_the_dockerfile_passes_hadolint():
    hadolint = shutil.which("hadolint", path=str(Path(sys.executable).parent)) or shutil.which("hadolint")
    assert hadolint, "hadolint comes with the group 'lint'"

    done = subprocess.run([hadolint, str(DOCKERFILE)], capture_output=True, text=True)

    assert (done.returncode, done.stdout) == (0, "")


def test_compose_runs_the_image_without_privileges():
    services = yaml.safe_load((ROOT / "docker" / "compose.yaml").read_text(encoding="utf-8"))["services"]

    for service in services.values():
        assert service["read_only"]
        assert service["cap_drop"] == ["ALL"]
    assert services["client"]["depends_on"]["server"]["condition"] == "service_healthy"


def test_compose_makes_credentials_that_the_server_takes(tmp_path: Path):
    services = yaml.safe_load((ROOT / "docker" / "compose.yaml").read_text(encoding="utf-8"))["services"]
    made = [str(tmp_path) if part == "/credentials" else part for part in services["credentials"]["command"]]
    variables = dict(re.findall(r"(DATELINE_\w+)=(\S+)", DOCKERFILE.read_text(encoding="utf-8")))
    variables = {
        name: value.replace("/credentials", str(tmp_path)).replace("/data", str(tmp_path))
        for name, value in variables.items()
    }

    done = run_server(*made)
    checked = run_server("serve", "--check-config", env={**os.environ, **variables})

    assert (done.returncode, checked.returncode) == (0, 0), done.stderr + checked.stderr
    assert all(Path(value).is_file() for value in variables.values() if value.endswith((".pem", ".key")))


def test_the_kubernetes_example_has_probes_and_no_privileges():
    first, service = yaml.safe_load_all((ROOT / "docker" / "kubernetes.yaml").read_text(encoding="utf-8"))
    pod = first["spec"]["template"]["spec"]
    (container,) = pod["containers"]

    assert pod["securityContext"]["runAsNonRoot"]
    assert container["securityContext"]["readOnlyRootFilesystem"]
    for probe in ("startupProbe", "readinessProbe", "livenessProbe"):
        command, *arguments = container[probe]["exec"]["command"]
        assert command == "dateline-server"
        assert run_server(arguments[0], "--help").returncode == 0
    assert service["spec"]["selector"] == first["spec"]["selector"]["matchLabels"]


def test_the_image_runs_as_a_user_without_rights():
    lines = DOCKERFILE.read_text(encoding="utf-8").splitlines()

    users = [line.split()[1] for line in lines if line.startswith("USER ")]

    assert users == ["10001:10001"]


@pytest.mark.timeout(600)
def test_the_build_steps_work(tmp_path: Path):
    with tempfile.TemporaryDirectory() as folder:  # several hundred MB, which pytest would keep
        run_build_step(tmp_path / "src", Path(folder))


def run_build_step(source: Path, environment: Path) -> None:
    text = DOCKERFILE.read_text(encoding="utf-8")
    for line in re.findall(r"^COPY (?!--from)(.+)$", text, re.MULTILINE):
        *names, target = line.split()
        for name in names:
            copy(ROOT / name, source / target if len(names) == 1 else source / name)
    step = re.search(r"^RUN (python -m venv(?:.|\\\n)+?)\n\n", text, re.MULTILINE)
    assert step
    command = step[1].replace("\\\n", " ").replace("/opt/dateline", str(environment))
    command = command.replace("python -m venv", f"{sys.executable} -m venv", 1)

    subprocess.run(["sh", "-ec", command], cwd=source, check=True, capture_output=True, text=True)

    for script in ("dateline", "dateline-server"):
        subprocess.run([environment / "bin" / script, "--help"], check=True, capture_output=True, cwd=source)


def copy(origin: Path, target: Path) -> None:
    if origin.is_dir():
        shutil.copytree(origin, target, ignore=shutil.ignore_patterns("__pycache__"))
    else:
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(origin, target)
