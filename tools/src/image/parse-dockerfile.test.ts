import { describe, expect, it } from 'vitest'
import { dockerIgnore } from './docker-ignore.js'
import { parseDockerfile } from './parse-dockerfile.js'

describe('parseDockerfile', () => {
  it('reads stages and steps, joins continued lines and drops comments', () => {
    const stages = parseDockerfile(`# an image
FROM node:22-slim AS build
WORKDIR /app
COPY a b ./
RUN npm ci \\
  --omit=dev

FROM node:22-slim
ENV NODE_ENV=production
COPY --from=build /app/dist dist
USER node
EXPOSE 8080
HEALTHCHECK --interval=5s CMD ["node", "-e", "0"]
CMD ["node", "main.js"]
`)
    expect(stages).toEqual([
      {
        name: 'build',
        base: 'node:22-slim',
        steps: [
          { step: 'workdir', path: '/app' },
          { step: 'copy', from: null, sources: ['a', 'b'], target: './' },
          { step: 'run', command: 'npm ci    --omit=dev' },
        ],
      },
      {
        name: '1',
        base: 'node:22-slim',
        steps: [
          { step: 'env', name: 'NODE_ENV', value: 'production' },
          { step: 'copy', from: 'build', sources: ['/app/dist'], target: 'dist' },
          { step: 'user', user: 'node' },
          { step: 'expose', port: 8080 },
          { step: 'healthcheck', command: ['node', '-e', '0'] },
          { step: 'cmd', command: ['node', 'main.js'] },
        ],
      },
    ])
  })

  it.each([
    'RUN true',
    'FROM a b',
    'FROM a\nVOLUME /x',
    'FROM a\nCOPY x',
    'FROM a\nCOPY --chown=x a b',
    'FROM a\nCMD node',
  ])('refuses %j', (text) => {
    expect(() => parseDockerfile(text)).toThrow()
  })
})

describe('dockerIgnore', () => {
  const isIgnored = dockerIgnore('# built\n**/node_modules\n**/*.log\ndocs\n')

  it.each(['node_modules', 'a/node_modules', 'a/node_modules/b/c.js', 'x.log', 'a/b.log', 'docs', 'docs/a.md'])(
    'keeps out %s',
    (path) => {
      expect(isIgnored(path)).toBe(true)
    },
  )

  it.each(['a', 'a/docs', 'docs2', 'node_modules2', 'a.login'])('lets in %s', (path) => {
    expect(isIgnored(path)).toBe(false)
  })
})
