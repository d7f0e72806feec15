# rulebot as an image:  docker build -t rulebot .
# Running it: docs/operating.md, “Installing”.

# The version that the tests run with; any newer one will do: --build-arg PYTHON=3.12
ARG PYTHON=3.11

FROM python:${PYTHON}-slim AS build
# A mirror of the package index is for whoever builds to name: --build-arg PIP_INDEX_URL=…
ARG PIP_INDEX_URL
WORKDIR /src
RUN python -m venv /opt/rulebot
COPY requirements.txt ./
RUN /opt/rulebot/bin/pip install --require-hashes -r requirements.txt
COPY pyproject.toml README.md LICENSE ./
COPY knowledge ./knowledge
COPY calculators ./calculators
COPY bot ./bot
RUN /opt/rulebot/bin/pip wheel --no-deps --no-build-isolation --wheel-dir /wheels . \
    && /opt/rulebot/bin/pip install --no-deps --no-index /wheels/rulebot-*.whl

FROM python:${PYTHON}-slim
RUN groupadd --gid 10001 rulebot && useradd --uid 10001 --gid 10001 --home-dir /data --shell /usr/sbin/nologin rulebot
RUN install -d -o 10001 -g 10001 /data /data/cache /data/knowledge
COPY --from=build /opt/rulebot /opt/rulebot
COPY deploy/healthcheck.py /opt/rulebot/healthcheck.py
ENV PATH=/opt/rulebot/bin:$PATH \
    RULEBOT_DATABASE_URL=sqlite+aiosqlite:////data/rulebot.db \
    RULEBOT_CACHE=/data/cache \
    RULEBOT_KNOWLEDGE=/data/knowledge \
    RULEBOT_HEALTH=127.0.0.1:8081
USER 10001:10001
WORKDIR /data
VOLUME /data
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 CMD ["python", "/opt/rulebot/healthcheck.py"]
# `docker run rulebot` is the bot; any other command stands behind the image: `docker run rulebot ask 实在宝最多赔多少`.
ENTRYPOINT ["rulebot"]
CMD ["run"]
