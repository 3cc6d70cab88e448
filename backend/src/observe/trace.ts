import { ProxyTracerProvider, trace, type Tracer } from '@opentelemetry/api'

/** What takes long enough to be looked at by itself; never a frame. */
export type SpanName = 'handshake' | 'subscribe' | 'poll'

/** Ends a span; `outcome` is a code of ours, or `ok`. To be called once. */
export type EndSpan = (outcome?: string) => void

const nothing: EndSpan = () => undefined

/** Undefined = not looked for yet; null = no SDK was loaded, which is how it stays. */
let tracer: Tracer | null | undefined

/** An SDK is loaded before the program (`node --import`), so that the first span finds it or none ever does. */
function find(): Tracer | null {
  const provider = trace.getTracerProvider()
  // A proxy without a delegate would make a span that nobody keeps, for each call.
  return provider instanceof ProxyTracerProvider
    ? (provider.getDelegateTracer('tickwall') ?? null)
    : provider.getTracer('tickwall')
}

/** Begins a span; without an SDK a comparison. Attributes are numbers and codes of ours, never what a client sent. */
export function beginSpan(name: SpanName, attributes: Readonly<Record<string, number | string>> = {}): EndSpan {
  if (tracer === undefined) tracer = find()
  if (tracer === null) return nothing
  const span = tracer.startSpan(name, { attributes: { ...attributes } })
  return (outcome = 'ok') => {
    span.setAttribute('outcome', outcome)
    span.end()
  }
}
