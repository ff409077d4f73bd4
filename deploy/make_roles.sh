#!/bin/sh
# PostgreSQL runs this once, when its volume is new: the role of web, worker and beat may read and
# write the rows of every table that the owner (POSTGRES_USER) will make, and nothing else.
set -eu

psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 --set password="$POSTGRES_APP_PASSWORD" \
    --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" <<'SQL'
CREATE ROLE gradmark_app LOGIN PASSWORD :'password';
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO gradmark_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO gradmark_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE ON SEQUENCES TO gradmark_app;
SQL
