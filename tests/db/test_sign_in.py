"""Signing in is connecting."""

import pytest

from opd_desktop.app import make_ports, open_clinic
from opd_desktop.demo.base import CITY
from opd_desktop.domain.errors import NotPermitted
from opd_desktop.domain.permissions import Permission, Role
from opd_desktop.settings import Settings


def test_a_receptionist_signs_in_and_is_known_by_the_database(sign_in):
    actor = sign_in("reception").actor
    assert (actor.login, actor.role) == ("reception", Role.RECEPTION)
    assert CITY in actor.facility_ids
    assert actor.may(Permission.BOOK)
    assert not actor.may(Permission.NOTE_READ)


def test_a_wrong_password_says_so(database, tmp_path):
    with pytest.raises(NotPermitted) as refused:
        open_clinic(database, "reception", "not-it", "Desk 1", make_ports(Settings(data_dir=tmp_path)))
    assert refused.value.code == "auth.wrong_password"


def test_the_worker_signs_in_by_its_system_user(sign_in):
    assert sign_in("opd_worker").actor.role is Role.WORKER
