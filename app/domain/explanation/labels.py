"""What the tensors and operations of a run are called, and what they hold, as the run goes on."""

from engine.snippet.recording.events import Bound, Made, Numbers, ValueChanged


class Labels:
    """Names and values by the numbers that a recording gives.

    Attributes:
        made: By a tensor's number, how it was made.
        named: By name, the number of the tensor that has it now.
    """

    def __init__(self) -> None:
        self.made: dict[int, Made] = {}
        self.named: dict[str, int] = {}
        self._place_of: dict[int, int] = {}
        # By place in the graph.
        self._called: dict[int, str] = {}
        self._values: dict[int, Numbers] = {}

    def make(self, event: Made) -> None:
        """Learn of a tensor or an operation."""
        self._called[event.place] = self.name_of(event) or event.text or event.operation
        if event.tensor is not None:
            self.made[event.tensor] = event
            self._place_of[event.tensor] = event.place
        if event.numbers is not None:
            self._values[event.place] = event.numbers

    def name_of(self, event: Made) -> str:
        """The name that a tensor has already when something is made of it in place; else empty."""
        before = None if event.tensor is None else self.made.get(event.tensor)
        if before is None:
            return ""
        called = self._called[before.place]
        return "" if called == before.text else called

    def bind(self, event: Bound) -> None:
        """Learn of a name; the first name of a tensor stays what it is called."""
        self.named[event.name] = event.tensor
        made = self.made.get(event.tensor)
        if made is not None and self._called.get(made.place) == made.text:
            self._called[made.place] = event.name

    def change(self, event: ValueChanged) -> None:
        """Learn of a new value."""
        place = self._place_of.get(event.tensor)
        if place is not None:
            self._values[place] = event.after

    def of_place(self, place: int | None) -> str:
        """What is found at a place in the graph: a name, else an expression or an operation."""
        return "a constant" if place is None else self._called.get(place, "a tensor")

    def of_tensor(self, tensor: int) -> str:
        """What a tensor is called."""
        place = self._place_of.get(tensor)
        return "a tensor" if place is None else self.of_place(place)

    def value(self, place: int) -> Numbers | None:
        """What a place in the graph holds now, if it was seen."""
        return self._values.get(place)
