"""What is stored keeps its texts translatable."""

import json

from app.domain.stored_texts import from_plain, to_plain
from app.domain.texts import Message, say, say_many


def test_messages_anywhere_in_plain_data_come_back_with_what_they_were_made_of():
    few = say_many("%(num)s step of %(whose)s", "%(num)s steps of %(whose)s", 2, whose=say("yours"))
    data = {"gates": [{"reason": few, "count": 3}], "said": "as it is", "none": None}
    back = from_plain(json.loads(json.dumps(to_plain(data))))
    assert back == {
        "gates": [{"reason": "2 steps of yours", "count": 3}],
        "said": "as it is",
        "none": None,
    }
    reason = back["gates"][0]["reason"]
    assert isinstance(reason, Message)
    assert (reason.pattern, reason.plural) == (few.pattern, few.plural)
    assert isinstance(reason.values["whose"], Message)
