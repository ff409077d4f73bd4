"""Everybody who tries: the columns of the access table.

The student's work is what the table is about; a classmate is another student of the same course, a former member a
student who was removed, an outsider instructs another course, a guest practises without an account.
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
)
EVERYBODY = frozenset(PEOPLE)
ACCOUNTS = EVERYBODY - {"stranger", "guest"}
MEMBERS = frozenset({"classmate", "student", "grader", "instructor"})
TEACHERS = frozenset({"grader", "instructor"})
INSTRUCTORS = frozenset({"instructor"})
OWNER = frozenset({"student"})
