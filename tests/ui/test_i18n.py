"""The desk in another language: strings are translated, placeholders survive, nothing is stored as an f-string."""

import re
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QLocale

from opd_desktop.domain.errors import NotPermitted
from opd_desktop.scribe.words import WARNINGS
from opd_desktop.ui import i18n
from opd_desktop.ui.screens import PLACES
from opd_desktop.ui.words import error_text

_PLACE = re.compile(r"\{[^}]*\}")


@pytest.fixture
def spanish(qapp: object) -> Iterator[None]:
    del qapp
    i18n.install_translator("es")
    yield
    i18n.install_translator("en")
    QLocale.setDefault(QLocale("en_GB"))


def test_rail_errors_and_screens_speak_spanish(spanish: None) -> None:
    assert [place.title for place in PLACES][:3] == ["Calendario", "Cola", "Consulta"]
    assert "contraseña" in error_text(NotPermitted("auth.wrong_password"))
    assert QCoreApplication.translate("QueueScreen", "Call next") == "Llamar al siguiente"


def test_every_warning_of_the_scribe_speaks_spanish(spanish: None) -> None:
    assert len(WARNINGS) > 20
    untranslated = [text for text in WARNINGS.values() if QCoreApplication.translate("words", text) == text]
    assert untranslated == []


@pytest.mark.parametrize("ts", sorted(i18n.FOLDER.glob("opd_*.ts")), ids=lambda path: path.stem)
def test_translations_keep_their_placeholders_and_none_is_missing(ts: object) -> None:
    strings = i18n._strings(ts)  # type: ignore[arg-type]
    assert len(strings) > 900
    for (context, source), translation in strings.items():
        assert translation, f"{context}: {source}"
        assert sorted(_PLACE.findall(source)) == sorted(_PLACE.findall(translation)), source
        assert not re.search(r"\{[a-z_.]+\(", source), f"an f-string in tr(): {source}"
