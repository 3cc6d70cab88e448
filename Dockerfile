# One image for gateways and producers: the gateway serves the dashboard too.

FROM node:22-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
COPY protocol/package.json protocol/
COPY client/package.json client/
COPY backend/package.json backend/
COPY dashboard/package.json dashboard/
COPY loadtest/package.json loadtest/
COPY bench/package.json bench/
COPY chaos/package.json chaos/
COPY tools/package.json tools/
RUN npm ci --no-audit --no-fund
COPY tsconfig.base.json ./
COPY protocol protocol
COPY client client
COPY backend backend
COPY tools tools
COPY dashboard dashboard
RUN npx tsc -b protocol client backend tools
RUN npm run build -w @tickwall/dashboard

# What runs needs neither compilers nor the dashboard's libraries, which are in its bundle.
FROM node:22-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
COPY protocol/package.json protocol/
COPY client/package.json client/
COPY backend/package.json backend/
COPY dashboard/package.json dashboard/
COPY loadtest/package.json loadtest/
COPY bench/package.json bench/
COPY chaos/package.json chaos/
COPY tools/package.json tools/
RUN npm ci --omit=dev --no-audit --no-fund -w @tickwall/protocol -w @tickwall/client -w @tickwall/backend -w @tickwall/tools

FROM node:22-slim
ENV NODE_ENV=production
ENV HOST=0.0.0.0
WORKDIR /app
COPY --from=dependencies /app ./
COPY --from=build /app/protocol/dist protocol/dist
COPY --from=build /app/client/dist client/dist
COPY --from=build /app/backend/dist backend/dist
COPY --from=build /app/tools/dist tools/dist
COPY --from=build /app/dashboard/dist dashboard/dist
USER node
EXPOSE 8080
HEALTHCHECK --interval=5s --timeout=3s --start-period=60s CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT || 8080}/healthz`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "backend/dist/main.js"]
