"""The virus scanner is asked over its socket; without an answer a file is never called clean."""

import socket
import threading
from datetime import timedelta

import pytest

from portal.domain.evidence import FileState, Reason, Scan
from portal.evidence import scan
from tests.evidence import samples


class FakeClamd:
    """Speaks as clamd does: takes a stream in pieces and answers when the empty one has come."""

    def __init__(self, path, answer=None):
        self.answer, self.seen = answer, b""
        self.line = socket.socket(socket.AF_UNIX)
        self.line.bind(str(path))
        self.line.listen(5)
        self.thread = threading.Thread(target=self.serve, daemon=True)
        self.thread.start()

    def serve(self):
        while True:
            try:
                caller, _ = self.line.accept()
            except OSError:
                return
            with caller, caller.makefile("rb") as stream:
                self.talk(caller, stream)

    def talk(self, caller, stream):
        command = b""
        while not command.endswith(b"\0"):
            command += stream.read(1)
        if command == b"zPING\0":
            caller.sendall(b"PONG\0")
            return
        assert command == b"zINSTREAM\0"
        content = b""
        while size := int.from_bytes(stream.read(4)):
            content += stream.read(size)
        self.seen = content
        if self.answer == b"":
            return
        found = (
            b"stream: Eicar-Test-Signature FOUND\0" if samples.EICAR in content else b"stream: OK\0"
        )
        caller.sendall(self.answer or found)

    def close(self):
        self.line.close()


@pytest.fixture
def clamd(tmp_path_factory):
    made = []

    def start(answer=None):
        path = tmp_path_factory.mktemp("clamd") / "ctl"
        made.append(FakeClamd(path, answer))
        return str(path), made[-1]

    yield start
    for one in made:
        one.close()


def test_a_file_without_a_virus_is_clean_and_arrives_whole(clamd):
    address, server = clamd()
    content = samples.png() * 2000
    assert scan.scan(address, [content[:99], content[99:]]) is Scan.CLEAN
    assert server.seen == content


def test_a_virus_is_found(clamd):
    address, _server = clamd()
    assert scan.scan(address, [samples.text(), samples.EICAR]) is Scan.INFECTED


@pytest.mark.parametrize("answer", [b"", b"INSTREAM size limit exceeded. ERROR\0", b"nonsense\0"])
def test_a_scanner_that_does_not_say_leaves_the_file_unsaid(clamd, answer):
    address, _server = clamd(answer)
    with pytest.raises(scan.ScannerAway):
        scan.scan(address, [b"words"])


@pytest.mark.parametrize("address", ["/nowhere/clamd.ctl", "127.0.0.1:1", "nonsense", ""])
def test_a_scanner_that_is_not_there_is_told(address):
    assert not scan.answers(address)
    with pytest.raises(scan.ScannerAway):
        scan.scan(address, [b"words"])


def test_a_scanner_that_is_there_answers(clamd):
    assert scan.answers(clamd()[0])


@pytest.mark.row("BI-65")
def test_an_infected_file_is_put_aside_and_the_person_told_calmly(both, clamd, work, rows):
    address, _server = clamd()
    both.has()
    both.add(("note.txt", samples.text() + samples.EICAR))
    assert work(address) == 1
    (row,) = rows()
    assert (row.state, row.reason, row.scan) == (FileState.REFUSED, Reason.VIRUS, Scan.INFECTED)
    said = {"en": "The selected file contains a virus", "zh-CN": "所选文件含有病毒"}
    assert said[both.lang] in both.get("/report/evidence").text
    assert both.submit().status_code == 303, "the report itself is sent all the same"


def test_a_scanned_file_is_called_clean(sender, clamd, work, rows):
    sender.add(("a.png", samples.png()))
    work(clamd()[0])
    assert (rows()[0].state, rows()[0].scan) == (FileState.READY, Scan.CLEAN)


def test_while_the_scanner_is_away_files_wait_and_none_is_given_up(
    sender, work, rows, clock, clamd
):
    sender.add(("a.png", samples.png()))
    for _ in range(5):
        assert work("/nowhere/clamd.ctl") == 0
        assert rows()[0].state is FileState.WAITING
        clock.moment += timedelta(minutes=2)
    assert work(clamd()[0]) == 1
    assert (rows()[0].state, rows()[0].scan) == (FileState.READY, Scan.CLEAN)


def test_without_a_scanner_a_file_is_not_scanned_and_never_clean(sender, work, rows):
    sender.add(("a.png", samples.png()))
    work()
    assert (rows()[0].state, rows()[0].scan) == (FileState.READY, Scan.NOT_SCANNED)
