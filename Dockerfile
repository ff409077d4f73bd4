# One image, several commands: gradmark web, worker, beat and db upgrade (see docker-compose.yml).
# Settings come from the environment; the image holds no secret and no data.

FROM node:24.21.0-bookworm-slim AS front-end
WORKDIR /build
COPY package.json package-lock.json ./
COPY tools/say.sh tools/vendor.sh tools/codemirror.js tools/
RUN mkdir -p app/web && sh tools/vendor.sh python3

FROM python:3.11.15-slim-bookworm AS builder
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
WORKDIR /build
COPY requirements/build.txt requirements/runtime.txt requirements/
# Wheels only: nothing is compiled here, so no compiler is needed, here or in the image.
RUN python -m venv /opt/tools \
    && /opt/tools/bin/pip install --require-hashes --only-binary :all: -r requirements/build.txt \
    && python -m venv --without-pip /opt/gradmark \
    && /opt/tools/bin/pip --python /opt/gradmark/bin/python install \
        --require-hashes --only-binary :all: -r requirements/runtime.txt
COPY pyproject.toml README.md ./
COPY engine engine
COPY migrations migrations
COPY worker worker
COPY app app
COPY --from=front-end /build/app/web/static/vendor app/web/static/vendor
RUN /opt/tools/bin/python -m hatchling build -t wheel -d dist \
    && /opt/tools/bin/pip --python /opt/gradmark/bin/python install --no-deps dist/*.whl

FROM python:3.11.15-slim-bookworm
# The root file system may be read-only: bytecode was compiled by the builder.
ENV PATH=/opt/gradmark/bin:$PATH PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 \
    GRADMARK_WEB_BIND=0.0.0.0:8000
RUN groupadd --gid 10001 gradmark \
    && useradd --uid 10001 --gid gradmark --home-dir /nonexistent --shell /usr/sbin/nologin gradmark
COPY --from=builder /opt/gradmark /opt/gradmark
WORKDIR /srv
USER 10001:10001
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=20s --retries=3 \
    CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
CMD ["gradmark", "web"]
