# syntax=docker/dockerfile:1
# One static binary in an empty image: no shell, no package manager, no root.

FROM --platform=$BUILDPLATFORM golang:1.26 AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN --mount=type=cache,target=/go/pkg/mod go mod download
COPY . .
ARG TARGETOS TARGETARCH VERSION=""
RUN --mount=type=cache,target=/go/pkg/mod --mount=type=cache,target=/root/.cache/go-build \
    CGO_ENABLED=0 go run ./policy/engine/generate && \
    CGO_ENABLED=0 GOOS=$TARGETOS GOARCH=$TARGETARCH go build -trimpath \
      -ldflags "-s -w -X github.com/sekisho/sekisho/cmd/sekisho/internal/cli.Version=$VERSION" \
      -o /out/sekisho ./cmd/sekisho
# The database's folder must exist and belong to the user below: an empty image cannot make it.
RUN mkdir -p /out/data && chown 65532:65532 /out/data

FROM scratch
# GitHub's certificate is checked against these.
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt
COPY --from=build /out/sekisho /usr/local/bin/sekisho
COPY --from=build --chown=65532:65532 /out/data /var/lib/sekisho
ENV SEKISHO_CONFIG=/etc/sekisho/sekisho.yml \
    SEKISHO_DATABASE=/var/lib/sekisho/sekisho.db \
    SEKISHO_LISTEN=:8080
VOLUME /var/lib/sekisho
EXPOSE 8080
USER 65532:65532
ENTRYPOINT ["/usr/local/bin/sekisho"]
CMD ["serve"]
