"""``opd-desktop db``: the database's life: initialise, upgrade, check, and its URL."""

import argparse
import os
import sys
import tempfile
import zoneinfo
from pathlib import Path

from sqlalchemy import URL, Connection, text

from opd_desktop import app, settings
from opd_desktop.db import migrate
from opd_desktop.db.embedded import EmbeddedServer
from opd_desktop.db.engine import parse_url
from opd_desktop.db.scram import scram_verifier
from opd_desktop.domain.errors import BadInput, ServiceUnavailable
from opd_desktop.domain.ids import uuid7
from opd_desktop.services.defaults import install_defaults


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    actions = parser.add_subparsers(dest="action", required=True)
    init = actions.add_parser("init", help="make the schema, and a first facility and administrator if named")
    init.add_argument("--facility", metavar="NAME", help="make this facility")
    init.add_argument("--time-zone", default="UTC", help="its IANA time zone, for example Asia/Kolkata")
    init.add_argument("--country", default="IN", help="its ISO country code, for local phone numbers")
    init.add_argument("--admin", metavar="LOGIN", help="make this administrator; password in OPD_PASSWORD")
    actions.add_parser("upgrade", help="bring the schema to this program's version")
    check = actions.add_parser("check", help="say whether the schema is the one this program is made for")
    check.add_argument("--scratch", action="store_true", help="on a new embedded server in a temporary folder")
    actions.add_parser("url", help="print a libpq URL for psql and pg_dump, as an administrator")


def run(args: argparse.Namespace) -> int:
    """Do the action."""
    return {"init": _init, "upgrade": _upgrade, "check": _check, "url": _url}[args.action](args)


def _owner_url() -> URL:
    """Where schema work is done: the embedded server's administrator, or the configured URL as it is."""
    found = settings.load()
    if found.database_url:
        return parse_url(found.database_url)
    server = app.embedded_server(found)
    server.ensure_running()
    server.ensure_database()
    return server.url()


def _init(args: argparse.Namespace) -> int:
    if args.time_zone not in zoneinfo.available_timezones():
        raise BadInput("settings.time_zone", zone=args.time_zone)
    if args.admin and "OPD_PASSWORD" not in os.environ:
        raise BadInput("auth.password_needed", variable="OPD_PASSWORD")
    if args.admin and not args.facility:
        raise BadInput("db.admin_needs_facility")
    url = _owner_url()
    migrate.upgrade(url)
    with migrate.connected(url) as connection, connection.begin():
        install_defaults(connection)
        if args.facility:
            _first_facility(connection, args)
    print(f"The database is ready (schema {migrate.head()}).")
    return 0


def _first_facility(connection: Connection, args: argparse.Namespace) -> None:
    """A facility, and its administrator if one is named; all or nothing."""
    connection.execute(text("SELECT set_config('opd.operation', 'db.init', true)"))
    facility = uuid7()
    connection.execute(
        text("INSERT INTO facility (id, name, code, time_zone, country) VALUES (:id, :name, :code, :zone, :country)"),
        {
            "id": facility, "name": args.facility, "code": args.facility[:12].upper(),
            "zone": args.time_zone, "country": args.country,
        },
    )  # fmt: skip
    if args.admin:
        connection.execute(
            text("SELECT opd.create_staff(:login, :verifier, :login, 'admin', CAST(:facilities AS uuid[]))"),
            {
                "login": args.admin,
                "verifier": scram_verifier(os.environ["OPD_PASSWORD"]),
                "facilities": [str(facility)],
            },
        )


def _upgrade(args: argparse.Namespace) -> int:
    del args
    changed = migrate.upgrade(_owner_url())
    print(f"Schema {migrate.head()}: {'upgraded' if changed else 'nothing to do'}.")
    return 0


def _check(args: argparse.Namespace) -> int:
    if args.scratch:
        with tempfile.TemporaryDirectory(prefix="opd-check-") as folder:
            server = EmbeddedServer(Path(folder) / "data")
            try:
                server.ensure_running()
                app.prepare_embedded(server)
                return _report(server.url())
            finally:
                server.stop()
    return _report(_owner_url())


def _report(url: URL) -> int:
    differences = migrate.check(url)
    for difference in differences:
        print(difference, file=sys.stderr)
    if differences:
        raise ServiceUnavailable("database.schema_differs")
    print(f"Schema {migrate.head()}: the database is what the program expects.")
    return 0


def _url(args: argparse.Namespace) -> int:
    del args
    found = settings.load()
    if found.database_url:
        url = parse_url(found.database_url)
        # `URL.set` takes None for "leave it", so the URL without a password is made anew.
        bare = URL.create("postgresql", url.username, None, url.host, url.port, url.database, url.query)
        print(bare.render_as_string())
        return 0
    server = app.embedded_server(found)
    server.ensure_running()
    app.prepare_embedded(server)
    print(server.dsn())
    return 0
