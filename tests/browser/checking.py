"""What every page is held to."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.people import Person

_axe = Axe()


def faults_of(person: Person, address: str | None = None) -> list[str]:
    """Return what is wrong with a page: its width, the browser's console, axe's grave findings.

    Args:
        person: At whose window.
        address: Where to go first; the page that is open where there is none.
    """
    if address is not None:
        person.page.goto(address)
    expect(person.page.locator("main h1")).to_be_visible()
    # Until its style sheets are there, a page has another width.
    person.page.wait_for_load_state()
    overflow = person.page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    faults = [f"{overflow} px too wide"] if overflow else []
    faults += person.errors
    found = _axe.run(person.page).response["violations"]
    # axe measures with styles of its own, which the content policy refuses aloud.
    person.errors.clear()
    faults += [
        f"{violation['id']}: {[node['html'] for node in violation['nodes']]}"
        for violation in found
        if violation["impact"] in ("serious", "critical")
    ]
    return [f"{person.page.url}: {fault}" for fault in faults]


def check(person: Person, address: str | None = None) -> None:
    """Hold a page to it, where to go first being the address."""
    faults = faults_of(person, address)
    assert not faults, "\n".join(faults)
