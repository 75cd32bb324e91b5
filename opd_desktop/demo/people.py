"""Made-up patients: plausible names, ages and phones of several countries. The same seed, the same people."""

import random
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from opd_desktop.demo.base import demo_id
from opd_desktop.domain.ids import make_mrn


@dataclass(frozen=True)
class Person:
    """One made-up patient; ``phone`` is E.164."""

    id: UUID
    mrn: str
    name: str
    sex: str
    birth_date: date
    phone: str
    email: str
    address: str
    language: str


@dataclass(frozen=True)
class _Country:
    share: int
    female: tuple[str, ...]
    male: tuple[str, ...]
    family: tuple[str, ...]
    towns: tuple[str, ...]
    phone: str  # each "#" becomes a digit
    language: str


_COUNTRIES = (
    _Country(
        60,
        ("Meena", "Sunita", "Lakshmi", "Priya", "Anjali", "Kavita", "Farida", "Revathi", "Deepa", "Shabana", "Nandini",
         "Rukmini", "Ishita", "Pooja", "Vasantha"),
        ("Arjun", "Ravi", "Vikram", "Suresh", "Imran", "Ganesh", "Karthik", "Harpreet", "Manoj", "Rahul", "Salim",
         "Venkatesh", "Dinesh", "Abdul", "Nikhil"),
        ("Patil", "Rao", "Nair", "Iyer", "Sheikh", "Singh", "Kumar", "Devi", "Prasad", "Kulkarni", "Chatterjee",
         "Fernandes", "Reddy", "Mehra", "Venkataraman Subramaniam"),
        ("Andheri East", "Karol Bagh", "Jayanagar", "Mylapore", "Salt Lake"), "+9198########", "en",
    ),
    _Country(
        10,
        ("Anna", "Lena", "Katharina", "Sabine", "Ewa", "Agnieszka"),
        ("Peter", "Jonas", "Matthias", "Krzysztof", "Lukas", "Friedrich"),
        ("Braun", "Kowalska", "Schneider", "Lindner", "von der Heydenreich-Altenburg", "Nowak"),
        ("Kreuzberg", "Pankow", "Spandau"), "+49151########", "en",
    ),
    _Country(
        10,
        ("Amina", "Aisha", "Ngozi", "Folake", "Blessing", "Zainab"),
        ("John", "Emeka", "Tunde", "Ibrahim", "Chinedu", "Musa"),
        ("Okafor", "Bello", "Adeyemi", "Eze", "Mohammed", "Okonkwo"),
        ("Surulere", "Ikeja", "Yaba"), "+234803#######", "en",
    ),
    _Country(
        10,
        ("María", "Lucía", "Carmen", "Sofía", "Inés", "Valentina"),
        ("Carlos", "José", "Andrés", "Joaquín", "Martín", "Raúl"),
        ("Mendes", "García", "Muñoz Fernández", "Peña", "Domínguez", "Ibáñez"),
        ("Lavapiés", "Triana", "Gràcia"), "+346########", "es",
    ),
    _Country(
        10,
        ("Li Na", "Nguyen Thi Lan", "Fatima", "Leila", "Mei Ling", "Yuki"),
        ("Li Wei", "Nguyen Van Minh", "Omar", "Hassan", "Kenji", "Ahmed"),
        ("Chen", "Tran", "Haddad", "Zhang", "Al-Masri", "Tanaka"),
        ("Tiong Bahru", "Bedok", "Serangoon"), "+658#######", "en",
    ),
)  # fmt: skip


def people(count: int, today: date, seed: int = 7) -> list[Person]:
    """``count`` patients, of all ages, registered before ``today``."""
    chance = random.Random(seed)  # noqa: S311 (made-up people, not secrets)
    weights = [country.share for country in _COUNTRIES]
    return [_person(number, chance.choices(_COUNTRIES, weights)[0], chance, today) for number in range(count)]


def _person(number: int, country: _Country, chance: random.Random, today: date) -> Person:
    female = chance.random() < 0.55
    first = chance.choice(country.female if female else country.male)
    name = f"{first} {chance.choice(country.family)}"
    # Two humps: children, and adults with a tail into old age.
    years = chance.randint(0, 14) if chance.random() < 0.2 else min(94, int(chance.triangular(15, 95, 38)))
    phone = "".join(str(chance.randint(0, 9)) if char == "#" else char for char in country.phone)
    return Person(
        id=demo_id(f"patient/{number}"),
        mrn=make_mrn(number + 101),
        name=name,
        sex="female" if female else "male",
        birth_date=today - timedelta(days=years * 365 + chance.randint(1, 364)),
        phone=phone,
        email=f"patient{number + 101}@example.org" if number % 5 == 0 else "",
        address=f"{chance.randint(1, 180)}, {chance.choice(country.towns)}",
        language=country.language,
    )
