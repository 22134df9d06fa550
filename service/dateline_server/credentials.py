"""Certificates and a first token for a server that has none: enough for one's own machines.

A certificate authority of its own signs the server's certificate; clients are given the
authority's. Where an organisation issues certificates, its are better.
"""

from __future__ import annotations

import datetime
import ipaddress
import os
import secrets
from collections.abc import Sequence
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from .api.tokens import Scope, token_entry

FILES = ("ca.pem", "server.pem", "server.key", "client.pem", "client.key", "tokens.toml", "admin.token")
"""What ``make_credentials`` writes. The keys and ``admin.token`` are secrets."""
_LIFETIME = datetime.timedelta(days=825)  # what common clients accept at most
_BACKDATED = datetime.timedelta(minutes=5)  # for clocks that are a little behind


def make_credentials(directory: Path, hosts: Sequence[str], now: datetime.datetime) -> None:
    """Writes ``FILES`` into a directory.

    Args:
        directory: made if missing.
        hosts: names and addresses that clients call the server by.
        now: the certificates hold from now on, for 825 days.

    Raises:
        OSError: a file is there already, or cannot be written.

    """
    directory.mkdir(parents=True, exist_ok=True)
    authority = _Authority(now)
    server, server_key = authority.issue(hosts, ExtendedKeyUsageOID.SERVER_AUTH)
    client, client_key = authority.issue(["client"], ExtendedKeyUsageOID.CLIENT_AUTH)
    token = secrets.token_urlsafe(32)
    entry = token_entry("admin", token, tuple(Scope)).encode()
    contents = (authority.pem, server, server_key, client, client_key, entry, f"{token}\n".encode())
    for name, content in zip(FILES, contents, strict=True):
        _write_new(directory / name, content)


def _write_new(path: Path, content: bytes) -> None:
    """Writes a file that only its owner may read."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)


class _Authority:
    """A certificate authority whose own key is forgotten once it has signed."""

    def __init__(self, now: datetime.datetime) -> None:
        self._now = now
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = _name("dateline certificate authority")
        certificate = (
            self._unsigned(self._name, self._key.public_key())
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .sign(self._key, hashes.SHA256())
        )
        self.pem = certificate.public_bytes(serialization.Encoding.PEM)

    def issue(self, names: Sequence[str], usage: x509.ObjectIdentifier) -> tuple[bytes, bytes]:
        """A certificate for some names, and its private key, both PEM."""
        key = ec.generate_private_key(ec.SECP256R1())
        certificate = (
            self._unsigned(_name(names[0]), key.public_key())
            .add_extension(
                x509.SubjectAlternativeName([_general_name(name) for name in names]), critical=False
            )
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(x509.ExtendedKeyUsage([usage]), critical=False)
            .sign(self._key, hashes.SHA256())
        )
        pem, pkcs8 = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
        return certificate.public_bytes(pem), key.private_bytes(pem, pkcs8, serialization.NoEncryption())

    def _unsigned(self, subject: x509.Name, key: ec.EllipticCurvePublicKey) -> x509.CertificateBuilder:
        return (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(self._name)
            .public_key(key)
            .serial_number(x509.random_serial_number())
            .not_valid_before(self._now - _BACKDATED)
            .not_valid_after(self._now + _LIFETIME)
        )


def _name(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])


def _general_name(host: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(host))
    except ValueError:
        return x509.DNSName(host)
