"""Encryption: certificates from files, read again when the files change."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import grpc

from ..errors import SettingsError

_LOG = logging.getLogger(__name__)
_Stamps = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Certificates:
    """PEM files: the server's certificate and key, and whom clients' certificates must be signed by."""

    certificate: Path
    key: Path
    client_ca: Path | None = None

    @property
    def files(self) -> tuple[Path, ...]:
        """Every file."""
        return (self.certificate, self.key, *([self.client_ca] if self.client_ca else []))

    def stamps(self) -> _Stamps:
        """What changes when a file does. Raises OSError."""
        return tuple((stat.st_mtime_ns, stat.st_ino) for stat in (path.stat() for path in self.files))

    def read(self) -> grpc.ServerCertificateConfiguration:
        """What gRPC takes. Raises OSError."""
        pair = (self.key.read_bytes(), self.certificate.read_bytes())
        ca = self.client_ca.read_bytes() if self.client_ca else None
        return grpc.ssl_server_certificate_configuration([pair], ca)


def server_credentials(certificates: Certificates) -> grpc.ServerCredentials:
    """Credentials that follow the files: new connections get what the files hold by then.

    Raises:
        SettingsError: a file cannot be read now. Later, what was last read stays.

    """
    try:
        held, first = certificates.stamps(), certificates.read()
    except OSError as problem:
        raise SettingsError(f"tls: {problem}") from None
    lock = threading.Lock()

    def changed() -> grpc.ServerCertificateConfiguration | None:
        nonlocal held
        with lock:
            try:
                stamps = certificates.stamps()
                if stamps == held:
                    return None
                read = certificates.read()
            except OSError as problem:
                _LOG.error("the certificates cannot be read again, the old ones stay: %s", problem)
                return None
            held = stamps
        _LOG.warning("the certificates have changed and are used from now on")
        return read

    # None says "as before", which the stubs do not know.
    fetch = cast("Callable[[], grpc.ServerCertificateConfiguration]", changed)
    return grpc.dynamic_ssl_server_credentials(
        first, fetch, require_client_authentication=certificates.client_ca is not None
    )
