"""Printing the note on screen: what is signed, or what would be saved now, marked as not signed."""

from typing import TYPE_CHECKING

from opd_desktop.ui.encounter import lines
from opd_desktop.ui.encounter.note_paper import Printed, note_paper, translate

if TYPE_CHECKING:
    from opd_desktop.ui.desk import Desk
    from opd_desktop.ui.encounter.presenter import EncounterPresenter
    from opd_desktop.ui.encounter.view import EncounterScreen


def to_print(desk: "Desk", presenter: "EncounterPresenter") -> Printed | None:
    """The note that is shown, without what is only proposed; None while nothing is written or may be read."""
    state = presenter.state
    encounter = state.encounter
    if encounter is None or not presenter.may_read:
        return None
    signed = state.signed and not state.amending
    note = encounter.note if signed else lines.to_note(presenter.editor.state)
    if note is None or not (note.sentences or note.problems or note.orders):
        return None
    if not signed and encounter.note is not None:
        # Titles come with a saved note; what is typed since has those of its template.
        note = note.model_copy(update={"titles": encounter.note.titles})
    own = (one for one in desk.facilities if one.id == encounter.facility_id)
    return Printed(
        encounter=encounter,
        chart=state.chart,
        note=note,
        template=presenter.template,
        facility=next(own, desk.facility),
        now=desk.now(),
        by=desk.actor.display_name,
        signed=signed,
    )


def preview(screen: "EncounterScreen") -> None:
    """Show the note as it will look on paper."""
    from opd_desktop.ui.encounter.note_printer import NotePrinter
    from opd_desktop.ui.paper import PaperPreview

    printed = to_print(screen.desk, screen.presenter)
    if printed is None:
        screen.desk.toast(translate("note_paper", "Nothing is written yet that could be printed."))
        return
    undecided = screen.presenter.editor.state.undecided
    about = translate("note_paper", "Proposals that are not accepted are not printed: {0}").format(undecided)
    paper = note_paper(printed)
    title = translate("note_paper", "Print the note")
    PaperPreview(NotePrinter(paper), paper.name, title, screen, about=about if undecided else "").open()
