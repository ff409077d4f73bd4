"""Made-up students: what each can do, believes and puts off."""

import itertools
import math
from dataclasses import dataclass
from random import Random

from app.domain.diagnosis import MISCONCEPTIONS

_FIRST = (
    *("Ada", "Aisha", "Alan", "Amina", "Anders", "Beatriz", "Blaise", "Chinwe", "Clara", "Daniel"),
    *("Dilek", "Elif", "Emil", "Emmy", "Fatima", "Feng", "Giulia", "Hana", "Henrik", "Ines"),
    *("Ivan", "Jamal", "Jing", "Jonas", "Kaja", "Karim", "Kenji", "Lea", "Leila", "Linh"),
    *("Lucas", "Maja", "Marta", "Mei", "Milan", "Nadia", "Noah", "Olga", "Omar", "Paula"),
    *("Pedro", "Priya", "Rania", "Ravi", "Rosa", "Sami", "Sara", "Sofia", "Tariq", "Tomas"),
    *("Uma", "Vera", "Victor", "Wei", "Xin", "Yara", "Yusuf", "Zoe", "李雷", "韩梅"),
)
_LAST = (
    *(
        "Almeida",
        "Andersen",
        "Bauer",
        "Becker",
        "Bianchi",
        "Chen",
        "Costa",
        "Demir",
        "Diallo",
        "Dubois",
    ),
    *(
        "Eriksen",
        "Farouk",
        "Fischer",
        "Garcia",
        "Haddad",
        "Hansen",
        "Hoang",
        "Horvat",
        "Ito",
        "Ivanova",
    ),
    *(
        "Jansen",
        "Kaya",
        "Keller",
        "Khan",
        "Kim",
        "Kowalski",
        "Kumar",
        "Larsen",
        "Lindqvist",
        "Lopez",
    ),
    *(
        "Mbeki",
        "Meyer",
        "Moreau",
        "Müller",
        "Nakamura",
        "Nguyen",
        "Novak",
        "O'Brien",
        "Okafor",
        "Olsen",
    ),
    *("Park", "Patel", "Petrov", "Popescu", "Ricci", "Rossi", "Santos", "Sato", "Schmidt", "Singh"),
    *("Smith", "Suzuki", "Tanaka", "Torres", "Varga", "Wagner", "Wang", "Weber", "Yilmaz", "Zhang"),
)
# How likely a beginner of average ability holds a misconception, by how often it is met: rare ones first.
_HELD = {1: 0.08, 2: 0.18, 3: 0.34, 4: 0.5}


@dataclass
class Learner:
    """A student.

    Attributes:
        name: As it is displayed.
        email: Their address, in a domain that nobody has.
        ability: In standard deviations from the class's mean.
        diligence: The share of items that they begin, 0 to 1.
        delay: When they like to begin, as a share of the time until the due time; above 1 is late.
        beliefs: The codes of the misconceptions that they hold; feedback takes them away one by one.
    """

    name: str
    email: str
    ability: float
    diligence: float
    delay: float
    beliefs: set[str]

    def chance(self, difficulty: int, tries: int) -> float:
        """Return how likely they are right where no belief is in the way.

        The logistic curve of item response theory (the Rasch model), with a little gained at each further try.

        Args:
            difficulty: The problem's, 1 to 5.
            tries: How often they have tried it already.
        """
        return 1 / (1 + math.exp(-(self.ability + 3.4 - 0.65 * difficulty + 0.5 * tries)))


def make_learners(random: Random, count: int) -> list[Learner]:
    """Make up so many students, no two with the same name or address."""
    names = [f"{first} {last}" for first, last in itertools.product(_FIRST, _LAST)]
    random.shuffle(names)
    return [
        _make_learner(random, names[number % len(names)], number) for number in range(1, count + 1)
    ]


def _make_learner(random: Random, name: str, number: int) -> Learner:
    ability = random.gauss(0, 1)
    beliefs = {
        one.code
        for one in MISCONCEPTIONS
        if random.random() < min(0.95, _HELD[one.commonness] * math.exp(-0.5 * ability))
    }
    return Learner(
        name=name,
        email=f"student{number:04}@term.example",
        ability=ability,
        diligence=min(1.0, max(0.05, random.gauss(0.86, 0.16) + 0.05 * ability)),
        delay=min(1.12, max(0.02, random.gauss(0.78, 0.22) - 0.04 * ability)),
        beliefs=beliefs,
    )
