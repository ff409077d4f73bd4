"""Everybody who tries: the columns of the access table.

The student's work is what the table is about; a classmate is another student of the same course, a former member a
student who was removed, an outsider instructs another course, a guest practises without an account. An administrator
is in no course and may what an instructor of each may.
"""

PEOPLE = (
    "stranger",
    "guest",
    "outsider",
    "former",
    "classmate",
    "student",
    "grader",
    "instructor",
    "administrator",
)
EVERYBODY = frozenset(PEOPLE)
ACCOUNTS = EVERYBODY - {"stranger", "guest"}
ADMINISTRATORS = frozenset({"administrator"})
INSTRUCTORS = frozenset({"instructor"}) | ADMINISTRATORS
TEACHERS = frozenset({"grader"}) | INSTRUCTORS
MEMBERS = frozenset({"classmate", "student"}) | TEACHERS
OWNER = frozenset({"student"})
