"""Nobody adds a table about people without deciding whether they may take it away."""

from app.db import Base

EXPORTED = {
    "accommodations",
    "admin_events",
    "api_tokens",
    "assignment_overrides",
    "comments",
    "enrollments",
    "extensions",
    "former_members",
    "inquiries",
    "inquiry_entries",
    "item_overrides",
    "problem_drafts",
    "sign_ins",
    "sittings",
    "submissions",
    "variants",
}
# What names a person and is not in their file, and why.
LEFT_OUT = {
    "api_replies": "what a program was answered, for a day; all of it is exported where it belongs",
    "changes": "the teaching team's trail; what it says of a student's work, points and time is exported as it stands",
    "regraded_students": "sums of what is exported of each submission whose marks a regrade changed",
    "regrades": "a teacher's order belongs to the course; what it did to somebody's marks is theirs",
    "problem_versions": "an author's text belongs to the course, whose other instructors have it",
    "sign_in_links": "a digest only, of a link that works once",
}


def test_every_table_about_people_is_exported_or_left_out_for_a_reason():
    about_people = {
        table.name
        for table in Base.metadata.tables.values()
        if any(key.column.table.name == "users" for key in table.foreign_keys)
    }

    assert about_people == EXPORTED | set(LEFT_OUT)


def test_every_row_of_a_person_goes_with_them_or_forgets_them():
    rules = {
        key.ondelete
        for table in Base.metadata.tables.values()
        for key in table.foreign_keys
        if key.column.table.name == "users"
    }

    assert rules == {"CASCADE", "SET NULL"}
