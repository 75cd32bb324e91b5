"""Listening to what proves a sentence: samples in memory to the loudspeaker, never through a file."""

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, Signal
from PySide6.QtMultimedia import QAudio, QAudioFormat, QAudioSink, QMediaDevices

from opd_desktop.scribe.sealed import RATE


class Player(QObject):
    """Plays 16-bit mono samples.

    Attributes:
        stopped: the end was reached, or it was stopped.
        failed: a code from `opd_desktop.words`.
    """

    stopped = Signal()
    failed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._sink: QAudioSink | None = None
        self._buffer: QBuffer | None = None

    @property
    def playing(self) -> bool:
        """Whether something is heard now."""
        return self._sink is not None

    def play(self, samples: bytes) -> bool:
        """Play from the start, in place of what is heard; False, after ``failed``, without a loudspeaker."""
        self.stop()
        speaker = QMediaDevices.defaultAudioOutput()
        form = QAudioFormat()
        form.setSampleRate(RATE)
        form.setChannelCount(1)
        form.setSampleFormat(QAudioFormat.SampleFormat.Int16)
        if speaker.isNull() or not speaker.isFormatSupported(form):
            self.failed.emit("scribe.no_loudspeaker")
            return False
        self._buffer = QBuffer(self)
        self._buffer.setData(QByteArray(samples))
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self._sink = QAudioSink(speaker, form, self)
        self._sink.stateChanged.connect(self._state_changed)
        self._sink.start(self._buffer)
        return True

    def stop(self) -> None:
        """Be silent."""
        sink, buffer = self._sink, self._buffer
        self._sink, self._buffer = None, None
        if sink is None:
            return
        sink.stop()
        sink.deleteLater()
        if buffer is not None:
            buffer.close()
            buffer.deleteLater()
        self.stopped.emit()

    def _state_changed(self, state: QAudio.State) -> None:
        # By name, as in the recorder. Idle means that the buffer is at its end.
        if self._sink is not None and state.name in {"IdleState", "StoppedState"}:
            self.stop()
