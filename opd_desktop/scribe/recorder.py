"""The microphone, recorded to an encrypted file: level, silence, pause, resume, discard.

The only Qt in the scribe.
"""

from __future__ import annotations

import array
import math
import sys
from pathlib import Path

from PySide6.QtCore import QIODevice, QObject, QTimer, Signal
from PySide6.QtMultimedia import QAudio, QAudioFormat, QAudioSource, QMediaDevices

from opd_desktop.scribe.sealed import RATE, SealedWriter

SILENCE_S = 5.0
"""Seconds without sound after which `silence` is emitted, once until something is heard again."""

SILENT_BELOW = 0.003
"""Level (0..1, root mean square) that counts as nothing heard. Speech at this level is raised and still understood."""

_READ_MS = 100
_HEALTHY = frozenset({"NoError", "UnderrunError"})


def level_of(samples: bytes) -> float:
    """Root mean square of little-endian 16-bit samples, 0..1."""
    values = array.array("h", samples[: len(samples) // 2 * 2])
    if not values:
        return 0.0
    if sys.byteorder == "big":
        values.byteswap()
    return min(1.0, math.sqrt(sum(value * value for value in values) / len(values)) / 32768.0)


class Recorder(QObject):
    """Records the default microphone, 16 kHz mono.

    Signals:
        level: loudness 0..1, ten times a second while recording.
        silence: nothing was heard for `SILENCE_S` seconds.
        sound: 16-bit samples as they were written, for text while it is recorded.
        stopped: the path of the finished recording.
        failed: a code from `opd_desktop.words` when recording can't start or go on; what was recorded till then is told
            by `stopped` before.
    """

    level = Signal(float)
    silence = Signal()
    sound = Signal(bytes)
    stopped = Signal(str)
    failed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._source: QAudioSource | None = None
        self._device: QIODevice | None = None
        self._writer: SealedWriter | None = None
        self._quiet_s = 0.0
        self._told_silence = False
        self._timer = QTimer(self)
        self._timer.setInterval(_READ_MS)
        self._timer.timeout.connect(self.catch_up)

    @property
    def recording(self) -> bool:
        """Whether a recording is open, paused or not."""
        return self._writer is not None

    @property
    def seconds(self) -> float:
        """Length of the recording so far."""
        return self._writer.seconds if self._writer else 0.0

    def start(self, path: Path, key: bytes) -> bool:
        """Record to `path`, encrypted with `key`.

        False, after `failed`, when there is no microphone, it is refused or busy, or the file can't be written.
        """
        if self._writer is not None:
            return True
        microphone = QMediaDevices.defaultAudioInput()
        if microphone.isNull():
            self.failed.emit("scribe.no_microphone")
            return False
        form = QAudioFormat()
        form.setSampleRate(RATE)
        form.setChannelCount(1)
        form.setSampleFormat(QAudioFormat.SampleFormat.Int16)
        if not microphone.isFormatSupported(form):
            self.failed.emit("scribe.no_microphone")
            return False
        if not self.open_file(path, key):
            return False
        self._source = QAudioSource(microphone, form, self)
        self._source.stateChanged.connect(self._state_changed)
        self._device = self._source.start()
        if self._source.error().name not in _HEALTHY:
            self.discard()
            self.failed.emit("scribe.microphone_busy")
            return False
        self._timer.start()
        return True

    def open_file(self, path: Path, key: bytes) -> bool:
        """Be ready for `feed` without a microphone; False, after `failed`, when the file can't be written."""
        try:
            self._writer = SealedWriter(path, key)
        except OSError:
            self.failed.emit("scribe.disk_full")
            return False
        self._begin_listening()
        return True

    def _begin_listening(self) -> None:
        self._quiet_s, self._told_silence = 0.0, False

    def pause(self) -> None:
        """Stop listening; the recording stays open."""
        if self._source:
            self.catch_up()
            self._timer.stop()
            self._source.suspend()

    def resume(self) -> None:
        """Go on listening after `pause`."""
        if self._source:
            self._source.resume()
            self._begin_listening()
            self._timer.start()

    def stop(self) -> None:
        """Finish the recording and emit `stopped` with its path."""
        path = self._finish()
        if path is not None:
            self.stopped.emit(str(path))

    def discard(self) -> None:
        """Finish without `stopped` and delete the file."""
        path = self._finish()
        if path is not None:
            path.unlink(missing_ok=True)

    def catch_up(self) -> None:
        """Take what the microphone has heard by now; before `discard`, where only the text is wanted."""
        if self._device is not None:
            self.feed(bytes(self._device.readAll().data()))

    def feed(self, samples: bytes) -> None:
        """Take samples as the microphone gives them: write them, measure them."""
        if self._writer is None or not samples:
            return
        try:
            self._writer.write(samples)
        except OSError:
            path = self._finish(tell=False)
            if path is not None:
                self.stopped.emit(str(path))
            self.failed.emit("scribe.disk_full")
            return
        loudness = level_of(samples)
        self.sound.emit(samples)
        self.level.emit(loudness)
        self._quiet_s = self._quiet_s + len(samples) / (2 * RATE) if loudness < SILENT_BELOW else 0.0
        if loudness >= SILENT_BELOW:
            self._told_silence = False
        elif self._quiet_s >= SILENCE_S and not self._told_silence:
            self._told_silence = True
            self.silence.emit()

    def _state_changed(self, state: QAudio.State) -> None:
        # By name: newer Qt gives the enumerations of QtAudio, older those of QAudio, and they are never equal.
        broken = self._source is not None and self._source.error().name not in _HEALTHY
        if state.name == "StoppedState" and broken:
            path = self._finish()
            if path is not None:
                self.stopped.emit(str(path))
            self.failed.emit("scribe.microphone_failed")

    def _finish(self, *, tell: bool = True) -> Path | None:
        """Close the file; ``tell`` when the disk is too full for its end."""
        self._timer.stop()
        source, writer = self._source, self._writer
        self._source, self._writer = None, None
        if source is not None:
            source.stop()
            if self._device is not None and writer is not None:
                self._last_samples(writer, tell=tell)
            source.deleteLater()
        self._device = None
        if writer is None:
            return None
        try:
            writer.close()
        except OSError:
            if tell:
                self.failed.emit("scribe.disk_full")
        return writer.path

    def _last_samples(self, writer: SealedWriter, *, tell: bool) -> None:
        if self._device is not None and self._device.isOpen():
            try:
                writer.write(bytes(self._device.readAll().data()))
            except OSError:
                if tell:
                    self.failed.emit("scribe.disk_full")
