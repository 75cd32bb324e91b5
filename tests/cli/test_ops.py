"""`opd-desktop ops`: the routes of the first specification are all there, exactly."""

from tests.cli.conftest import Run

ROUTES = """
POST /scheduling/schedules
GET /scheduling/schedules
PATCH /scheduling/schedules/{id}
POST /scheduling/schedules/{id}/materialize
GET /scheduling/slots
POST /scheduling/appointments
GET /scheduling/appointments
GET /scheduling/appointments/{id}
PATCH /scheduling/appointments/{id}
POST /scheduling/appointments/{id}/check-in
POST /scheduling/appointments/{id}/no-show
POST /scheduling/appointments/{id}/complete
POST /encounters
GET /encounters
GET /encounters/{id}
PATCH /encounters/{id}
POST /encounters/{id}/complete
POST /prm/journeys
GET /prm/journeys
GET /prm/journeys/{id}
PATCH /prm/journeys/{id}
POST /prm/journeys/{id}/stages
GET /prm/journeys/{id}/stages
POST /prm/journey-instances
GET /prm/journey-instances
GET /prm/journey-instances/{id}
PATCH /prm/journey-instances/{id}
POST /prm/journey-instances/{id}/advance
POST /prm/communications
GET /prm/communications
POST /prm/tickets
GET /prm/tickets
PATCH /prm/tickets/{id}
POST /scribe/draft-note
POST /scribe/validate-note
"""


def wanted() -> set[str]:
    lines = ROUTES.split("\n")
    return {line.replace(" /", " /api/v1/") for line in lines if line}


def test_every_route_of_the_specification_is_registered(cli: Run) -> None:
    found = {operation["route"] for operation in cli("ops", "--json").result}
    assert len(wanted()) == 35
    assert wanted() - found == set()


def test_no_route_is_registered_twice_and_none_leaves_the_prefix(cli: Run) -> None:
    routes = [operation["route"] for operation in cli("ops", "--json").result if operation["route"]]
    assert len(routes) == len(set(routes))
    assert all(route.split(" ")[1].startswith("/api/v1/") for route in routes)


def test_every_operation_describes_itself(cli: Run) -> None:
    operations = cli("ops", "--json").result
    names = [operation["name"] for operation in operations]
    assert names == sorted(set(names))
    for operation in operations:
        assert operation["summary"].endswith("."), operation["name"]
        assert operation["request"]["type"] == "object"
        assert operation["response"]


def test_the_list_for_people_has_a_line_for_each(cli: Run) -> None:
    listed = cli("ops").out.splitlines()
    assert len(listed) == len(cli("ops", "--json").result)
    assert any(line.startswith("prm.ticket.list") and line.endswith("GET /api/v1/prm/tickets") for line in listed)
