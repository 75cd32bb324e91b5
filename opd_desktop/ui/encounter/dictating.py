"""Dictation into the note: sentences where the doctor is, and the commands that move and take back."""

import re
from collections.abc import Callable

from opd_desktop.domain.note import Section
from opd_desktop.scribe import spoken
from opd_desktop.ui.encounter.editor import NoteEditor

_ENDS = re.compile(r"[.?!]$")
_BETWEEN = re.compile(r"(?<=[.?!])\s+")


class Dictation:
    """Writes what is dictated as the doctor's own sentences, each a step that can be undone.

    Attributes:
        section: where the next sentence goes.
    """

    def __init__(self, editor: NoteEditor, usual: Callable[[Section], str] = lambda _section: "") -> None:
        """``usual`` tells under which heading of a section a sentence goes that follows none."""
        self._editor = editor
        self._usual = usual
        self._lines: list[str] = []
        self._open = False
        self.section = Section.SUBJECTIVE

    @property
    def last(self) -> str | None:
        """The sentence that "scratch that" takes back, if it is still in this section."""
        for line_id in reversed(self._lines):
            line = self._editor.state.line(line_id)
            if line is not None:
                return line_id if line.section is self.section else None
        return None

    def begin(self, section: Section) -> None:
        """Dictation goes on in this section."""
        self.section, self._open = section, False

    def take(self, text: str) -> None:
        """Write and obey one dictated phrase; a sentence without its stop goes on with the next phrase."""
        for act in spoken.parse(text):
            self._obey(act)

    def take_line(self, line_id: str) -> None:
        """Obey the commands typed (by the system's own dictation, say) into a sentence, and write the rest there."""
        line = self._editor.state.line(line_id)
        if line is None:
            return
        self.section = line.section
        self._lines = [one for one in self._lines if one != line_id] + [line_id]
        first, *rest = spoken.parse(line.text)
        self._open = False
        if first.kind == "text":
            self._editor.type(line_id, first.text)
        else:
            # A command alone: the sentence before is meant, and the line that held the command goes.
            self._lines.pop()
            self._before(line_id)
            self._editor.remove(line_id)
            rest = [first, *rest]
        for act in rest:
            self._obey(act)

    def _before(self, line_id: str) -> None:
        """Make the accepted sentence above a line the one to be taken back."""
        above = [line.id for line in self._editor.state.of(self.section)]
        place = above.index(line_id)
        if place and self._editor.state.line(above[place - 1]) is not None:
            self._lines = [one for one in self._lines if one != above[place - 1]] + [above[place - 1]]

    def _obey(self, act: spoken.Act) -> None:
        if act.kind == "text":
            self._write(act.text)
        elif act.kind == "scratch":
            self._scratch()
        elif act.kind == "go" and act.section is not None:
            self.begin(act.section)
        else:
            self._open = False

    def _write(self, text: str) -> None:
        for sentence in _BETWEEN.split(text):
            last = self.last
            line = self._editor.state.line(last) if last else None
            if self._open and line is not None:
                self._editor.type(line.id, f"{line.text} {sentence[:1].lower()}{sentence[1:]}")
                self._editor.finish_typing(line.id)
            else:
                self._lines.append(
                    self._editor.add(self.section, sentence, after=last, heading=self._usual(self.section))
                )
            self._open = not _ENDS.search(sentence)

    def _scratch(self) -> None:
        self._open = False
        while self._lines:
            line_id = self._lines.pop()
            line = self._editor.state.line(line_id)
            if line is not None:
                self.section = line.section
                self._editor.remove(line_id)
                return
