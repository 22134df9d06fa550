"""The container's files are linted, and its image is made by the steps of its Dockerfile and serves."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import dateline
import pytest
import yaml

from tests.servers import run_server

from . import image
from .image import DOCKERFILE, ROOT

VARIABLES = image.variables() | {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin"}
SAMPLES = ROOT / "clients" / "python" / "dateline" / "samples"


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
    variables = {
        name: value.replace("/credentials", str(tmp_path)).replace("/data", str(tmp_path))
        for name, value in image.variables().items()
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


@pytest.mark.timeout(900)
def test_the_image_is_small_and_serves(tmp_path: Path):
    if os.geteuid() or subprocess.run(["unshare", "--mount", "true"], capture_output=True).returncode:
        pytest.skip("making an image and running something in it is not permitted here")
    volumes = {place: tmp_path / place.strip("/") for place in ("/data", "/credentials")}
    for folder in volumes.values():
        folder.mkdir()
        os.chown(folder, 10001, 10001)

    with image.built() as (environment, root):
        assert image.size(root) < 400_000_000
        program = str(environment / "bin" / "dateline-server")
        made = run_in(root, volumes, program, "credentials", "/credentials")
        assert made.returncode == 0, made.stderr
        with serving(root, volumes, program, tmp_path / "log") as port:
            health = run_in(root, volumes, program, "health", "--address", f"localhost:{port}")
            assert health.stdout == "SERVING\n", health.stderr
            look_at_events(port, volumes["/credentials"])


def run_in(root: Path, volumes: dict[str, Path], *command: str) -> subprocess.CompletedProcess[str]:
    entered = image.entered(root, volumes, *command)
    return subprocess.run(entered, env=VARIABLES, capture_output=True, text=True, timeout=240)


@contextlib.contextmanager
def serving(root: Path, volumes: dict[str, Path], program: str, log: Path) -> Iterator[str]:
    """A server in the image; gives its port."""
    command = image.entered(root, volumes, program, "serve", "--workers", "1", "--sql")
    variables = {**VARIABLES, "DATELINE_LISTEN": "0.0.0.0:0"}
    with (
        log.open("wb") as errors,
        subprocess.Popen(command, env=variables, stdout=subprocess.PIPE, stderr=errors, text=True) as server,
    ):
        assert server.stdout
        line = server.stdout.readline()
        assert line.startswith("serving on 0.0.0.0:"), log.read_text(encoding="utf-8")
        try:
            yield line.rpartition(":")[2].strip()
        finally:
            server.terminate()
    assert server.returncode == 0, log.read_text(encoding="utf-8")


def look_at_events(port: str, credentials: Path) -> None:
    token = (credentials / "admin.token").read_text(encoding="ascii").strip()
    tls = dateline.Tls(credentials / "ca.pem")
    with dateline.Client.connect(f"localhost:{port}", token=token, tls=tls) as client:
        for path in sorted(SAMPLES.iterdir()):
            document = dateline.new_document(path.read_text(encoding="utf-8"), publication_date="2024-03-19")
            assert client.create_document(document, path.name.partition(".")[0]).event_mention_count > 0
        events = list(client.list_events())
        assert client.run_query("SELECT event_id FROM events").row_count >= len(events) >= 10
