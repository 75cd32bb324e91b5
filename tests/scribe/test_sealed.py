"""Recordings at rest: nobody reads them without the key, and a crash loses less than a second."""

import random
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from hypothesis import given, settings
from hypothesis import strategies as st

from opd_desktop.domain.errors import BadInput, NotFound
from opd_desktop.scribe import sealed
from opd_desktop.scribe.sealed import RATE, SealedWriter, is_sealed, opened

KEY = Fernet.generate_key()
SHORTEST = 12 + 21_433
"""Bytes of the first line and of the first half second."""


def noise(seconds: float, seed: int = 1) -> bytes:
    return random.Random(seed).randbytes(int(seconds * RATE) * 2)


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    path = tmp_path / "visit.sound"
    with SealedWriter(path, KEY) as writer:
        for start in range(0, len(noise(3.2)), 3200):
            writer.write(noise(3.2)[start : start + 3200])
        assert writer.seconds == pytest.approx(3.2)
    return path


def test_what_was_said_comes_back_with_the_key_alone(recording: Path) -> None:
    assert b"".join(opened(recording, KEY)) == noise(3.2)
    assert is_sealed(recording)
    assert sealed.seconds(recording) == pytest.approx(3.2, abs=0.05)
    with pytest.raises(BadInput) as locked:
        list(opened(recording, Fernet.generate_key()))
    assert locked.value.code == "scribe.locked_recording"


def test_no_stretch_of_the_sound_is_on_the_disk(recording: Path) -> None:
    written = recording.read_bytes()
    said = noise(3.2)
    assert not any(said[start : start + 16] in written for start in range(0, len(said), 1600))


def test_a_crash_loses_less_than_a_second(tmp_path: Path) -> None:
    writer = SealedWriter(tmp_path / "crash.sound", KEY)
    writer.write(noise(2.7))
    (tmp_path / "copy.sound").write_bytes((tmp_path / "crash.sound").read_bytes())
    saved = b"".join(opened(tmp_path / "copy.sound", KEY))
    assert noise(2.7).startswith(saved)
    assert len(saved) / (2 * RATE) > 1.7
    writer.close()
    writer.close()
    assert b"".join(opened(tmp_path / "crash.sound", KEY)) == noise(2.7)


@settings(max_examples=60, deadline=None)
@given(cut=st.integers(0, 140_000))
def test_a_file_cut_anywhere_gives_its_beginning_or_says_that_it_is_empty(
    tmp_path_factory: pytest.TempPathFactory, cut: int
) -> None:
    folder = tmp_path_factory.mktemp("cut")
    with SealedWriter(folder / "whole.sound", KEY) as writer:
        writer.write(noise(3.2))
    (folder / "part.sound").write_bytes((folder / "whole.sound").read_bytes()[:cut])
    if cut < SHORTEST:
        with pytest.raises(BadInput):
            list(opened(folder / "part.sound", KEY))
        return
    saved = b"".join(opened(folder / "part.sound", KEY))
    assert saved
    assert noise(3.2).startswith(saved)


def test_lines_in_another_order_are_not_believed(recording: Path) -> None:
    first, *lines = recording.read_bytes().splitlines(keepends=True)
    recording.write_bytes(b"".join([first, lines[0], lines[2], lines[1], *lines[3:]]))
    assert b"".join(opened(recording, KEY)) == noise(3.2)[:RATE]


@pytest.mark.parametrize(("start", "end"), [(0.0, 0.7), (0.5, 1.0), (1.23, 2.9), (3.0, 9.0), (2.0, None)])
def test_a_stretch_is_read_exactly(recording: Path, start: float, end: float | None) -> None:
    until = None if end is None else int(end * RATE) * 2
    assert b"".join(opened(recording, KEY, start, end)) == noise(3.2)[int(start * RATE) * 2 : until]


def test_no_file_and_another_file_are_told(tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        list(opened(tmp_path / "none.sound", KEY))
    (tmp_path / "text.sound").write_text("hello")
    with pytest.raises(BadInput) as other:
        list(opened(tmp_path / "text.sound", KEY))
    assert other.value.code == "scribe.bad_audio"
    assert not is_sealed(tmp_path / "text.sound")


def test_an_existing_recording_is_never_written_over(recording: Path) -> None:
    with pytest.raises(FileExistsError):
        SealedWriter(recording, KEY)


def test_an_odd_byte_is_dropped(tmp_path: Path) -> None:
    with SealedWriter(tmp_path / "odd.sound", KEY) as odd:
        odd.write(b"\x01\x02\x03")
        assert odd.seconds == 1 / RATE
    assert b"".join(opened(tmp_path / "odd.sound", KEY)) == b"\x01\x02"
