"""Certificates for loopback, made by the ``openssl`` command."""

import shutil
import ssl
import subprocess
from dataclasses import dataclass
from pathlib import Path

OPENSSL = shutil.which("openssl")
"""None where the command is missing: the tests that need it are skipped."""

_NEW_KEY = "-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes"


@dataclass(frozen=True)
class Authority:
    """A certificate authority in ``folder``; ``path`` is what a client has to trust."""

    folder: Path

    @property
    def path(self) -> Path:
        """The authority's own certificate."""
        return self.folder / "ca.pem"

    @classmethod
    def create(cls, folder: Path) -> "Authority":
        """A new authority. Needs ``openssl``."""
        authority = cls(folder)
        config = "[v3]\nbasicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,digitalSignature\n"
        (folder / "ca.cnf").write_text("[req]\ndistinguished_name=dn\n[dn]\n" + config)
        _run(
            folder,
            f"req -x509 -config ca.cnf -extensions v3 {_NEW_KEY}",
            "-keyout",
            "ca.key",
            "-out",
            "ca.pem",
            "-days",
            "2",
            "-subj",
            "/CN=danvan test authority",
        )
        return authority

    def server(
        self, name: str, *, alternative: str = "IP:127.0.0.1", days: int = 1, signed: bool = True
    ) -> ssl.SSLContext:
        """A server's context with a certificate for ``alternative``; expired for ``days`` below zero."""
        extensions = self.folder / f"{name}.ext"
        extensions.write_text(f"subjectAltName={alternative}\n")
        _run(
            self.folder,
            f"req -new {_NEW_KEY}",
            "-keyout",
            f"{name}.key",
            "-out",
            f"{name}.csr",
            "-subj",
            f"/CN={name}",
            "-config",
            "ca.cnf",
        )
        signer = ("-CA", "ca.pem", "-CAkey", "ca.key") if signed else ("-signkey", f"{name}.key")
        _run(
            self.folder,
            "x509 -req",
            "-in",
            f"{name}.csr",
            *signer,
            "-days",
            str(days),
            "-set_serial",
            "7",
            "-extfile",
            extensions.name,
            "-out",
            f"{name}.pem",
        )
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.folder / f"{name}.pem", self.folder / f"{name}.key")
        return context


def _run(folder: Path, command: str, *more: str) -> None:
    assert OPENSSL
    subprocess.run([OPENSSL, *command.split(), *more], cwd=folder, check=True, capture_output=True)
