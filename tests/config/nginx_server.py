"""The nginx example as the tests run it: with their own paths, ports and a throw-away certificate."""

import datetime
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

EXAMPLE = Path(__file__).resolve().parent.parent.parent / "config" / "deploy" / "nginx"
PROGRAM = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
HOST = "concord.example"


def rendered(folder: Path, *, web_socket: Path, static: Path, plain_port: int, tls_port: int) -> Path:
    """Write the example for a machine of the tests into `folder` and return the main file."""
    _write_certificate(folder)
    site = (EXAMPLE / "concord.conf").read_text()
    for theirs, ours in {
        "unix:/run/concord/web.sock": f"unix:{web_socket}",
        "/etc/letsencrypt/live/concord.example/": f"{folder}/",
        "/var/lib/concord/static/": f"{static}/",
        "/var/log/nginx/concord.error.log": f"{folder}/error.log",
        "/etc/nginx/concord-proxy.conf": f"{EXAMPLE}/concord-proxy.conf",
        "/etc/nginx/concord-maintenance": f"{folder}/maintenance",
        "listen 80;": f"listen 127.0.0.1:{plain_port};",
        "listen 443 ": f"listen 127.0.0.1:{tls_port} ",
        "    listen [::]:80;\n": "",
        "    listen [::]:443 ssl http2;\n": "",
    }.items():
        assert theirs in site, f"The example does not name {theirs}"
        site = site.replace(theirs, ours)
    (folder / "concord.conf").write_text(site)
    for kind in ("body", "proxy", "fastcgi", "uwsgi", "scgi"):
        (folder / kind).mkdir()
    account = "user root;" if os.getuid() == 0 else ""
    main = folder / "nginx.conf"
    main.write_text(
        f"""{account}
daemon off;
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/main.log;
events {{ worker_connections 256; }}
http {{
    types {{ text/css css; application/javascript js; image/svg+xml svg; font/woff2 woff2; }}
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/concord.conf;
}}
"""
    )
    return main


@contextmanager
def running_nginx(main: Path, port: int) -> Iterator["subprocess.Popen[bytes]"]:
    """Run nginx on that file while the body runs."""
    assert PROGRAM is not None
    server = subprocess.Popen([PROGRAM, "-e", main.with_suffix(".errors"), "-c", main])
    try:
        deadline = time.monotonic() + 30
        while True:
            assert server.poll() is None, main.with_suffix(".errors").read_text()
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                assert time.monotonic() < deadline
                time.sleep(0.05)
        yield server
    finally:
        server.terminate()
        server.wait(20)


def free_ports(count: int) -> list[int]:
    """Return ports of this machine that nobody listens on."""
    probes = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [probe.getsockname()[1] for probe in probes]
    for probe in probes:
        probe.close()
    return ports


def _write_certificate(folder: Path) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    (folder / "fullchain.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    (folder / "privkey.pem").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
