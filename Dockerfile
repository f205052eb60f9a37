# Patchline in a container: docs/deploy.md says how to run it. What has to outlive it is in /app/instance.
FROM python:3.13-slim

WORKDIR /app
ENV PYTHONUNBUFFERED=1

# Before the code, so that a change of code does not install everything again.
COPY requirements.txt ./
RUN --mount=type=cache,target=/root/.cache pip install --quiet uv==0.13.9 \
    && uv pip install --quiet --python "$(command -v python)" --require-hashes -r requirements.txt \
    && pip uninstall --quiet --yes uv

COPY . .
# What a start loads is compiled, and the post office's list unpacked: the user below may not write here, and would do it anew
# each time.
RUN python -c "import bot; from bot.officials.zip_info import load_zips; load_zips()" && mkdir -p instance && chown 10001:10001 instance

USER 10001:10001
VOLUME /app/instance
ENV PORT=8000
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s \
    CMD ["python", "-c", "import os, urllib.request as u; u.urlopen(f'http://127.0.0.1:{os.environ[\"PORT\"]}/healthz', timeout=4)"]
CMD ["flask", "serve", "--host", "0.0.0.0"]
