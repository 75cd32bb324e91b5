"""The skeleton of the demo clinic: facilities, rooms, doctors, staff. Tests use it without the patients."""

from dataclasses import dataclass
from uuid import UUID, uuid5

from sqlalchemy import Connection, text

from opd_desktop.db.scram import scram_verifier

PASSWORD = "demo-opd"  # noqa: S105 (the public password of made-up people)
_NAMESPACE = UUID("5f0c7a52-9a4e-4d0a-8f0b-3a1f2f6f3a10")


def demo_id(name: str) -> UUID:
    """The fixed id of a demo row."""
    return uuid5(_NAMESPACE, name)


CITY = demo_id("facility/city")
LAKESIDE = demo_id("facility/lakeside")


@dataclass(frozen=True)
class Doctor:
    """A demo doctor; ``facility`` is where the usual room is."""

    key: str
    display_name: str
    specialty: str
    qualification: str
    facility: UUID
    room: str
    token_prefix: str

    @property
    def id(self) -> UUID:
        """The practitioner's id."""
        return demo_id(f"practitioner/{self.key}")


DOCTORS = (
    Doctor("rao", "Dr Rao", "General medicine", "MBBS, MD", CITY, "Room 3", "A"),
    Doctor("mehta", "Dr Mehta", "Paediatrics", "MBBS, DCH", CITY, "Room 5", "B"),
    Doctor("silva", "Dr Silva", "Cardiology", "MD, DM", CITY, "Room 7", "C"),
    Doctor("khan", "Dr Khan", "Dermatology", "MBBS, MD", CITY, "Room 8", "D"),
    Doctor("okoye", "Dr Okoye", "General medicine", "MBBS", CITY, "Room 4", "E"),
    Doctor("lindqvist", "Dr Lindqvist", "General medicine", "MD", LAKESIDE, "Room 1", "A"),
)

#: login, name, role, doctor's key, facilities
STAFF = (
    ("reception", "Asha Menon", "reception", None, (CITY, LAKESIDE)),
    ("doctor", "Dr Rao", "doctor", "rao", (CITY,)),
    ("doctor2", "Dr Mehta", "doctor", "mehta", (CITY,)),
    ("manager", "Daniel Weber", "manager", None, (CITY, LAKESIDE)),
    ("admin", "Ines Ferreira", "admin", None, (CITY, LAKESIDE)),
)


def create_base(connection: Connection, time_zone: str = "Asia/Kolkata") -> None:
    """Create facilities, rooms, doctors and staff; the connection must be the owner's.

    Args:
        time_zone: IANA zone of the city clinic; Lakeside is always in Europe/Berlin.
    """
    connection.execute(text("SELECT set_config('opd.importing', 'on', true)"))
    for key, name, code, zone, country, phone in (
        (CITY, "City clinic", "CITY", time_zone, "IN", "+912240001000"),
        (LAKESIDE, "Lakeside clinic", "LAKE", "Europe/Berlin", "DE", "+493040001000"),
    ):
        connection.execute(
            text(
                "INSERT INTO facility (id, name, code, time_zone, country, phone, address) "
                "VALUES (:id, :name, :code, :zone, :country, :phone, :address)"
            ),
            {
                "id": key, "name": name, "code": code, "zone": zone, "country": country, "phone": phone,
                "address": f"{name}, Main Road 1",
            },
        )  # fmt: skip
    for doctor in DOCTORS:
        _create_doctor(connection, doctor)
    for login, name, role, doctor_key, facilities in STAFF:
        connection.execute(
            text(
                "SELECT opd.create_staff(:login, :verifier, :name, :role, CAST(:facilities AS uuid[]), "
                "CAST(:practitioner AS uuid), :overbook, false)"
            ),
            {
                "login": login,
                "verifier": scram_verifier(PASSWORD),
                "name": name,
                "role": role,
                "facilities": [str(facility) for facility in facilities],
                "practitioner": str(demo_id(f"practitioner/{doctor_key}")) if doctor_key else None,
                "overbook": False,
            },
        )


def _create_doctor(connection: Connection, doctor: Doctor) -> None:
    room = demo_id(f"location/{doctor.facility}/{doctor.room}")
    connection.execute(
        text("INSERT INTO location (id, facility_id, name) VALUES (:id, :facility, :name)"),
        {"id": room, "facility": doctor.facility, "name": doctor.room},
    )
    connection.execute(
        text(
            "INSERT INTO practitioner (id, display_name, specialty, qualification) "
            "VALUES (:id, :name, :specialty, :qualification)"
        ),
        {
            "id": doctor.id, "name": doctor.display_name, "specialty": doctor.specialty,
            "qualification": doctor.qualification,
        },
    )  # fmt: skip
    connection.execute(
        text(
            "INSERT INTO practitioner_role (id, practitioner_id, facility_id, location_id, token_prefix) "
            "VALUES (:id, :practitioner, :facility, :room, :prefix)"
        ),
        {
            "id": demo_id(f"role/{doctor.key}"), "practitioner": doctor.id, "facility": doctor.facility,
            "room": room, "prefix": doctor.token_prefix,
        },
    )  # fmt: skip
