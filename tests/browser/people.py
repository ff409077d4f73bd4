"""What people do in Gradmark's pages."""

import uuid

from playwright.sync_api import ConsoleMessage, Locator, Page, expect

PASSWORD = "correct horse battery"
DEMO_PASSWORD = "gradients-add-up"
# The browser notes every answer of 400 and above; these are the ones that pages expect and show.
_EXPECTED = ("status of 422",)


class Person:
    """Somebody at a browser window."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.errors: list[str] = []
        self.expected: tuple[str, ...] = _EXPECTED
        page.on("console", self._note)
        page.on("pageerror", lambda error: self.errors.append(str(error)))

    def _note(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not any(part in message.text for part in self.expected):
            self.errors.append(message.text)

    def sign_up(self, name: str, email: str = "") -> None:
        """Make an account, by default with an address that nobody else has."""
        self.page.goto("/sign-up")
        self.page.get_by_label("Your name").fill(name)
        self.page.get_by_label("E-mail address").fill(email or f"{uuid.uuid4().hex}@example.org")
        self.page.get_by_label("Password").fill(PASSWORD)
        self.page.get_by_role("button", name="Make the account").click()
        expect(self.page.get_by_role("heading", name="Your courses")).to_be_visible()

    def sign_in(self, email: str, password: str = DEMO_PASSWORD) -> None:
        """Sign in to an account of the demo."""
        self.page.goto("/sign-in")
        self.page.get_by_label("E-mail address").fill(email)
        self.page.get_by_label("Password").fill(password)
        self.page.get_by_role("main").get_by_role("button", name="Sign in").click()
        expect(self.page.get_by_role("heading", name="Your courses")).to_be_visible()

    def practise(self, problem: str = "One weight per component") -> str:
        """Take a practice exercise of a problem and return its address."""
        self.page.goto("/practice")
        topic = self.page.locator("li.topic").filter(has_text=problem)
        start = topic.get_by_role("button", name=f"Try: {problem}")
        if not start.is_visible():
            topic.locator("summary").click()
        start.click()
        expect(self.page.locator("#answers-form")).to_be_visible()
        return self.page.url

    def give_answers(self, answers: dict[str, str]) -> None:
        """Type each answer, or choose it where there are options."""
        for question, text in answers.items():
            option = self.page.locator(f'#answer-{question} input[value="{text}"]')
            if option.count():
                option.check()
            else:
                self.page.locator(f"#answer-{question}").fill(text)

    def tab_to(self, place: Locator) -> None:
        """Press Tab until the place has the focus."""
        for _ in range(60):
            if place.evaluate("element => element === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        expect(place).to_be_focused()

    def type_everywhere(self, text: str) -> None:
        """Type the same text into every input that takes text."""
        inputs = self.page.locator("input.answer[type=text]")
        for position in range(inputs.count()):
            inputs.nth(position).fill(text)

    def submit(self) -> None:
        """Press the button."""
        self.page.locator("#submit").click()

    def see_marked(self, attempt: int, score: str) -> None:
        """Wait until the page itself shows an attempt's score."""
        result = self.page.locator("#result")
        expect(result).to_contain_text(f"Attempt {attempt}: marked", timeout=15_000)
        expect(result.locator(".score")).to_contain_text(score)
