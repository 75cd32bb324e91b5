"""``opd-desktop demo``: the demo clinic on the embedded server, and the desk on it."""

import argparse
import shutil

from opd_desktop import app, settings
from opd_desktop.commands import desk, tour
from opd_desktop.demo.base import PASSWORD
from opd_desktop.domain.errors import BadInput, Conflict


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("--reset", action="store_true", help="throw the embedded database away and make it anew")
    parser.add_argument("--prepare", action="store_true", help="make the demo clinic only; do not open the desk")


def run(args: argparse.Namespace) -> int:
    """Make the demo clinic if the database is empty, then open the desk as the demo receptionist."""
    found = settings.load()
    if found.database_url:
        raise BadInput("demo.embedded_only")
    from opd_desktop.demo import seed

    server = app.embedded_server(found)
    print("Starting the database ...", flush=True)
    server.ensure_running()
    server.ensure_database()
    if seed.is_of_another_clinic(server.url()):
        raise Conflict("demo.another_clinic", folder=str(found.data_dir))
    if args.reset:
        server.stop()
        shutil.rmtree(server.data)
        server.ensure_running()
    app.prepare_embedded(server)
    if seed.is_empty(server.url()):
        print("Making the demo clinic (once) ...", flush=True)
        seed.seed(server.url())
    if args.prepare:
        print(f"The demo clinic is ready. Sign in as reception, doctor, manager or admin; password {PASSWORD}.")
        return 0
    if not desk.has_display():
        out = found.data_dir / "tour"
        print(f"There is no display here, so the tour is run instead; its pictures go to {out}.", flush=True)
        return tour.take_tour(out)
    return desk.open_desk(found, login="reception", password=PASSWORD)
