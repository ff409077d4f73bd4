"""The Celery worker and its clock; thin doors onto `app.services`."""
