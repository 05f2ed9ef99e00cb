# papercut with OCR, PDF, reviews and all formats, run by a user without rights. docs/how-to/install.md says how.
FROM python:3.12-slim AS build
WORKDIR /build
COPY pyproject.toml README.md LICENSE NOTICE ./
COPY src src
RUN python -m venv /opt/papercut \
 && /opt/papercut/bin/pip install --no-cache-dir '.[pdf,ocr,review,score,formats,parquet]'

FROM python:3.12-slim
RUN useradd --uid 1000 --create-home papercut
COPY --from=build /opt/papercut /opt/papercut
ENV PATH=/opt/papercut/bin:$PATH
USER papercut
WORKDIR /data
ENTRYPOINT ["papercut"]
CMD ["--help"]
