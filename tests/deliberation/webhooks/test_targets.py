"""Where messages may go: checked by the numbers that a name stands for, never by the name."""

import ipaddress
import threading

import pytest

from deliberation.webhooks.targets import (
    Reason,
    TargetRefused,
    check_target,
    is_public,
    read_target,
    resolve_name,
)

PRIVATE = """
127.0.0.1 127.8.9.1 0.0.0.0 0.1.2.3 10.0.0.1 172.16.0.1 172.31.255.255 192.168.1.1 100.64.0.1 100.127.255.254
169.254.169.254 169.254.0.1 192.0.0.8 192.0.2.1 198.18.0.1 198.51.100.1 203.0.113.1 192.88.99.1 224.0.0.1
239.255.255.250 240.0.0.1 255.255.255.255
:: ::1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:169.254.169.254 ::127.0.0.1 64:ff9b::7f00:1 64:ff9b::a9fe:a9fe
64:ff9b:1::1 2001::1 2001:db8::1 2002:7f00:1:: 2002:808:808:: 3fff::1 fc00::1 fd00:ec2::254 fe80::1 fec0::1
ff02::1 ff0e::1 100::1 4000::1
""".split()
PUBLIC = "8.8.8.8 1.1.1.1 93.184.215.14 172.32.0.1 2606:4700::1111 ::ffff:8.8.8.8 64:ff9b::808:808".split()


def standing_for(*addresses):
    return lambda host, port: addresses


def refusal(address, *found, allowed=()):
    with pytest.raises(TargetRefused) as refused:
        check_target(read_target(address), allowed=allowed, resolve=standing_for(*found))
    return refused.value.reason


@pytest.mark.parametrize("address", PRIVATE)
def test_what_is_not_the_public_internet_is_refused(address):
    assert not is_public(ipaddress.ip_address(address))
    assert refusal("https://receiver.example/hook", address) is Reason.PRIVATE


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses_are_let_through(address):
    checked = check_target(read_target("https://receiver.example/"), resolve=standing_for(address))
    assert checked.addresses == (ipaddress.ip_address(address),)


def test_one_private_address_among_public_ones_is_enough_to_refuse():
    assert refusal("https://receiver.example/", "8.8.8.8", "127.0.0.1") is Reason.PRIVATE


@pytest.mark.parametrize(
    "written",
    [
        "127.0.0.1",
        "127.1",
        "2130706433",
        "0x7f000001",
        "0177.0.0.1",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "localhost",
    ],
)
def test_other_ways_to_write_this_machine_are_refused_too(written):
    with pytest.raises(TargetRefused) as refused:
        check_target(read_target(f"https://{written}/"), resolve=resolve_name)
    assert refused.value.reason in {Reason.PRIVATE, Reason.NO_NAME}


def test_digits_of_another_alphabet_are_read_as_what_they_stand_for():
    assert read_target("https://１２７.0.0.1/").host == "127.0.0.1"


def test_a_name_is_looked_up_anew_each_time_so_that_rebinding_is_refused():
    answers = iter([["8.8.8.8"], ["127.0.0.1"]])

    def rebinding(host, port):
        return next(answers)

    target = read_target("https://rebinding.example/")
    assert check_target(target, resolve=rebinding).addresses == (ipaddress.ip_address("8.8.8.8"),)
    with pytest.raises(TargetRefused):
        check_target(target, resolve=rebinding)


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("ftp://receiver.example/", Reason.UNREADABLE),
        ("file:///etc/passwd", Reason.UNREADABLE),
        ("https:///hook", Reason.UNREADABLE),
        ("https://[::1/", Reason.UNREADABLE),
        ("https://receiver.example:abc/", Reason.UNREADABLE),
        ("https://receiver.example:99999/", Reason.UNREADABLE),
        ("https://receiver.example/\r\nHost: other", Reason.UNREADABLE),
        ("https://receiver.example\\@127.0.0.1/", Reason.UNREADABLE),
        ("https://" + "a" * 64 + ".example/", Reason.UNREADABLE),
        ("https://name@receiver.example/", Reason.CREDENTIALS),
        ("https://:word@receiver.example/", Reason.CREDENTIALS),
        ("https://receiver.example/#part", Reason.FRAGMENT),
        ("https://receiver.example/" + "a" * 500, Reason.TOO_LONG),
    ],
)
def test_what_is_no_plain_web_address_is_refused(address, reason):
    with pytest.raises(TargetRefused) as refused:
        read_target(address)
    assert refused.value.reason is reason


def test_only_tls_on_its_usual_ports_leaves_the_site():
    assert refusal("http://receiver.example/", "8.8.8.8") is Reason.NO_TLS
    assert refusal("https://receiver.example:22/", "8.8.8.8") is Reason.PORT
    assert check_target(read_target("https://receiver.example:8443/"), resolve=standing_for("8.8.8.8"))


def test_a_name_server_that_does_not_answer_is_waited_for_no_longer_than_said(monkeypatch):
    over = threading.Event()
    monkeypatch.setattr("socket.getaddrinfo", lambda *asked, **more: over.wait(10) and [])
    monkeypatch.setattr("deliberation.webhooks.targets.RESOLVE_SECONDS", 0.05)
    with pytest.raises(TargetRefused) as refused:
        check_target(read_target("https://slow.example/"), resolve=resolve_name)
    over.set()
    assert refused.value.reason is Reason.NO_NAME


def test_a_name_that_stands_for_nothing_is_refused():
    assert refusal("https://receiver.example/") is Reason.NO_NAME


def test_a_network_that_the_operator_opens_takes_http_and_any_port():
    allowed = [ipaddress.ip_network("10.1.0.0/16")]
    target = read_target("http://inside.example:9000/hook?key=1")
    checked = check_target(target, allowed=allowed, resolve=standing_for("10.1.2.3"))
    assert (checked.target.origin, checked.target.path) == ("http://inside.example:9000", "/hook?key=1")
    assert refusal("http://inside.example:9000/", "10.2.2.3", allowed=allowed) is Reason.PRIVATE


def test_an_open_network_is_no_cover_for_plain_http_elsewhere():
    allowed = [ipaddress.ip_network("10.1.0.0/16")]
    assert refusal("http://mixed.example/", "10.1.2.3", "8.8.8.8", allowed=allowed) is Reason.NO_TLS


def test_names_and_paths_in_other_alphabets_are_written_in_ascii():
    target = read_target("https://bürger.example/hinweis/größe?a=%20b")
    assert target.host == "xn--brger-kva.example"
    assert target.path == "/hinweis/gr%C3%B6%C3%9Fe?a=%20b"
