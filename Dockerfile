# syntax=docker/dockerfile:1
# Heapscope's page and server in one image; docs/hosting.md says how to run it.
ARG NODE=node:20-slim

FROM ${NODE} AS build
WORKDIR /src
COPY package.json package-lock.json .npmrc ./
# No package needs its install scripts.
RUN npm ci --ignore-scripts
COPY . .
RUN npm run build

FROM ${NODE} AS packages
WORKDIR /src
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts --omit=dev

FROM ${NODE}
ENV NODE_ENV=production HOST=0.0.0.0 PORT=4321 HEAPSCOPE_DATA=/data HEAPSCOPE_LOG=info
WORKDIR /app
COPY --from=packages /src/node_modules node_modules
COPY --from=build /src/dist dist
COPY package.json LICENSE ./
RUN install -d -o node -g node -m 700 /data
USER node
VOLUME /data
EXPOSE 4321
# Alive is enough: a server whose database is away must not be restarted, but gets no requests (/readyz).
HEALTHCHECK --interval=15s --timeout=5s --start-period=10s CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/healthz`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "dist/server/main.js", "--no-open"]
