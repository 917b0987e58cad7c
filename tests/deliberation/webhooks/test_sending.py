"""One message over one connection, within a time that the other side cannot stretch."""

import datetime
import ipaddress
import socket
import ssl
import time

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from deliberation.webhooks.sending import Answer, TimeLimits, post
from deliberation.webhooks.targets import check_target, read_target
from tests.deliberation.webhooks.receiver import answering, running_receiver

SHORT = TimeLimits(connect=0.3, whole=0.3)
PATIENT = TimeLimits(connect=10.0, whole=20.0)
BODY = b'{"type": "test"}'
LOOPBACK = [ipaddress.ip_network("127.0.0.0/8")]


def checked(address, *found):
    return check_target(
        read_target(address), allowed=LOOPBACK, resolve=lambda host, port: found or ["127.0.0.1"]
    )


def sent(address, limits=PATIENT):
    return post(checked(address), BODY, {"Content-Type": "application/json"}, limits)


def test_a_message_arrives_with_its_headers_and_the_name_of_the_target():
    with running_receiver() as receiver:
        port = receiver.address.rsplit(":", 1)[1].split("/")[0]
        answer = sent(f"http://receiver.example:{port}/hook?key=1")
    [message] = receiver.messages
    assert answer == Answer(204)
    assert answer.has_arrived
    assert (message.path, message.body) == ("/hook?key=1", BODY)
    assert message.headers["Host"] == f"receiver.example:{port}"


def test_a_redirect_is_not_followed():
    with running_receiver() as elsewhere, running_receiver() as receiver:
        receiver.answers, receiver.headers = [307], {"Location": elsewhere.address}
        answer = sent(receiver.address)
    assert (answer.status, answer.has_arrived) == (307, False)
    assert elsewhere.messages == []


def never_answer(connection, over):
    over.wait(10)


def drip_head(connection, over):
    connection.sendall(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    while not over.wait(0.02):
        try:
            connection.sendall(b"a")
        except OSError:
            return


def drip_status(connection, over):
    while not over.wait(0.02):
        try:
            connection.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")
        except OSError:
            return


@pytest.mark.parametrize("behaviour", [never_answer, drip_head, drip_status])
def test_a_target_that_hangs_or_drips_is_left_after_the_whole_time(behaviour):
    with answering(behaviour) as address:
        started = time.monotonic()
        answer = sent(address, SHORT)
        assert time.monotonic() - started < 2
    assert answer == Answer(None, "timeout")


def test_an_endless_answer_is_not_read():
    def pour(connection, over):
        connection.recv(65536)
        connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        try:
            while not over.is_set():
                connection.sendall(b"x" * 65536)
        except OSError:
            return

    with answering(pour) as address:
        started = time.monotonic()
        assert sent(address, TimeLimits(1, 5)) == Answer(200)
        assert time.monotonic() - started < 2


def test_what_speaks_no_http_is_a_broken_connection():
    def shout(connection, over):
        connection.recv(65536)
        connection.sendall(b"220 mail.example ESMTP\r\n")

    with answering(shout) as address:
        assert sent(address) == Answer(None, "connection")


def test_a_closed_port_is_a_broken_connection():
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    assert sent(f"http://127.0.0.1:{port}/") == Answer(None, "connection")


def test_the_next_address_of_a_name_is_tried_when_one_takes_no_connection():
    with running_receiver() as receiver:
        port = receiver.address.rsplit(":", 1)[1].split("/")[0]
        target = checked(f"http://receiver.example:{port}/", "127.0.0.2", "127.0.0.1")
        assert post(target, b"{}", {}, PATIENT) == Answer(204)
    assert len(receiver.messages) == 1


def test_a_message_that_may_have_arrived_is_not_sent_to_the_next_address():
    def take_and_hang_up(connection, over):
        connection.recv(65536)

    with answering(take_and_hang_up) as address:
        target = checked(address.replace("127.0.0.1", "receiver.example"), "127.0.0.1", "127.0.0.1")
        assert post(target, b"{}", {}, PATIENT) == Answer(None, "connection")


def certificate(folder, name):
    key = ec.generate_private_key(ec.SECP256R1())
    who = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.datetime.now(datetime.UTC)
    signed = (
        x509.CertificateBuilder()
        .subject_name(who)
        .issuer_name(who)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = folder / "certificate.pem"
    file.write_bytes(
        signed.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    return file


@pytest.fixture
def tls_address(tmp_path, monkeypatch):
    file = certificate(tmp_path, "receiver.example")
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)

    def serve(connection, over):
        try:
            with context.wrap_socket(connection, server_side=True) as secured:
                received = b""
                # Closing with something unread would reset the connection and lose the answer.
                while not received.endswith(BODY):
                    received += secured.recv(65536)
                secured.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
        except OSError:
            return

    with answering(serve) as address:
        yield address.replace("http://127.0.0.1", "https://receiver.example")


def test_the_certificate_is_checked_by_name_although_the_connection_goes_to_a_number(tls_address):
    assert sent(tls_address) == Answer(200)


def test_a_certificate_of_another_name_is_refused(tls_address):
    other = tls_address.replace("receiver.example", "other.example")
    assert sent(other) == Answer(None, "certificate")


def test_a_handshake_that_never_ends_is_left_after_the_whole_time():
    with answering(never_answer) as address:
        started = time.monotonic()
        answer = sent(address.replace("http://127.0.0.1", "https://receiver.example"), SHORT)
        assert time.monotonic() - started < 2
    assert answer == Answer(None, "timeout")
