"""Translations: English in the source, ``resources/i18n/*.ts`` for the rest.

``python -m opd_desktop.ui.i18n --update`` collects strings (Qt's lupdate) and compiles them; ``--check`` fails when
a string in the source is missing in a ``.ts`` file, or a ``.qm`` file is older than its ``.ts``.
"""

import argparse
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from opd_desktop.paths import RESOURCES

FOLDER = RESOURCES / "i18n"
_SOURCES = ("ui", "words.py", "scribe/words.py")
_installed: list[QTranslator] = []


def install_translator(language: str = "") -> None:
    """Translate the desk (an empty code means the system's language, English if we don't have it)."""
    application = QCoreApplication.instance()
    if application is None:
        return
    for translator in _installed:
        application.removeTranslator(translator)
    _installed.clear()
    locale = QLocale(language) if language else QLocale.system()
    QLocale.setDefault(locale)
    qt_folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    for name, folder in (("opd", str(FOLDER)), ("qtbase", qt_folder)):
        translator = QTranslator(application)
        if translator.load(locale, name, "_", folder):
            application.installTranslator(translator)
            _installed.append(translator)


def _sources() -> list[str]:
    package = Path(__file__).parents[1]
    found = [package / part for part in _SOURCES]
    files = [str(path) for one in found for path in (sorted(one.rglob("*.py")) if one.is_dir() else [one])]
    return [path for path in files if path != __file__]


def _tool(name: str) -> str:
    return str(Path(sys.executable).parent / f"pyside6-{name}")


def _collect(ts: Path) -> None:
    done = subprocess.run(  # noqa: S603 (our own files and Qt's own tool)
        [_tool("lupdate"), "-no-obsolete", "-locations", "none", *_sources(), "-ts", str(ts)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise SystemExit(f"lupdate failed: {done.stderr or done.stdout}")


def _compile(ts: Path, qm: Path) -> None:
    subprocess.run([_tool("lrelease"), "-silent", str(ts), "-qm", str(qm)], check=True)  # noqa: S603 (as above)


def _strings(ts: Path) -> dict[tuple[str, str], str]:
    """(context, source) -> translation; an unfinished one is an empty text."""
    found = {}
    for context in ET.parse(ts).getroot().iter("context"):  # noqa: S314 (our own file)
        name = context.findtext("name", "")
        for message in context.iter("message"):
            translation = message.find("translation")
            finished = translation is not None and translation.get("type") != "unfinished"
            found[name, message.findtext("source", "")] = (translation.text or "") if finished else ""
    return found


def update() -> int:
    """Collect new strings into every ``.ts`` and compile ``.qm``."""
    for ts in sorted(FOLDER.glob("opd_*.ts")):
        _collect(ts)
        _compile(ts, ts.with_suffix(".qm"))
        missing = sum(not text for text in _strings(ts).values())
        print(f"{ts.name}: {missing} untranslated")
    return 0


def check() -> int:
    """Compare what the source says with what the ``.ts`` files hold."""
    failed = False
    if not list(FOLDER.glob("opd_*.ts")):
        raise SystemExit(f"no translations in {FOLDER}")
    for ts in sorted(FOLDER.glob("opd_*.ts")):
        with tempfile.TemporaryDirectory() as folder:
            fresh = Path(folder) / ts.name
            fresh.write_bytes(ts.read_bytes())
            _collect(fresh)
            new, old = _strings(fresh), _strings(ts)
            compiled = Path(folder) / "fresh.qm"
            _compile(ts, compiled)
            stale = not ts.with_suffix(".qm").exists() or compiled.read_bytes() != ts.with_suffix(".qm").read_bytes()
        problems = [f"new: {key[1]!r}" for key in new.keys() - old.keys()]
        problems += [f"gone: {key[1]!r}" for key in old.keys() - new.keys()]
        problems += [f"untranslated: {key[1]!r}" for key, text in new.items() if not text]
        if stale:
            problems.append(f"{ts.with_suffix('.qm').name} is not what the .ts file compiles to")
        if problems:
            failed = True
            print(f"{ts.name}: {len(problems)} problems; run `make i18n` and translate", *problems[:20], sep="\n  ")
    return int(failed)


def main() -> int:
    """``--check`` or ``--update``."""
    parser = argparse.ArgumentParser(description=__doc__)
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument("--check", action="store_true")
    which.add_argument("--update", action="store_true")
    return check() if parser.parse_args().check else update()


if __name__ == "__main__":
    raise SystemExit(main())
