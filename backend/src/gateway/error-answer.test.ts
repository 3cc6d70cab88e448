import { BadRequestException, NotFoundException, PayloadTooLargeException } from '@nestjs/common'
import { describe, expect, it } from 'vitest'
import { refusalOf } from './error-answer.filter.js'
import { comeBack, Refused } from './refusal.js'

const withStatus = (status: unknown): Error => Object.assign(new Error('what only we may know'), { status })

describe('refusalOf', () => {
  it.each([
    ['our own refusal', new Refused(comeBack('notReady', 3)), 'notReady'],
    ['an unknown route', new NotFoundException('Cannot GET /x'), 'notFound'],
    ['a bad request', new BadRequestException(), 'badRequest'],
    ['a long body', new PayloadTooLargeException(), 'payloadTooLarge'],
    ['an error of Express', withStatus(414), 'uriTooLong'],
    ['a status of blame that is not ours', withStatus(418), 'badRequest'],
    ['a status that is no number', withStatus('404'), 'internal'],
    ['a fault', new Error('what only we may know'), 'internal'],
    ['what is no error', 'what only we may know', 'internal'],
    ['nothing', undefined, 'internal'],
  ])('[HTTP4] %s', (_name, thrown, code) => {
    const answer = refusalOf(thrown)
    expect(answer.code).toBe(code)
    expect(answer.message).not.toContain('only we may know')
    expect(answer.message).not.toContain('/x')
  })
})
