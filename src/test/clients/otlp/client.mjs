// Runs a workflow of two steps, of which the second fails, once for each encoding, and exports the spans as any
// program with OpenTelemetry does. Writes the ids of the traces as one line of JSON.
//
// node client.mjs <key> <url>
import { SpanKind, SpanStatusCode, context, trace } from '@opentelemetry/api';
import { OTLPTraceExporter as JsonExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { OTLPTraceExporter as ProtobufExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BasicTracerProvider, BatchSpanProcessor } from '@opentelemetry/sdk-trace-base';

const [key, url] = process.argv.slice(2);

const workflow = (tracer) => {
  const root = tracer.startSpan('nightly', { kind: SpanKind.INTERNAL });
  const inside = trace.setSpan(context.active(), root);
  const load = tracer.startSpan('load', { attributes: { rows: 3 } }, inside);
  load.addEvent('loaded', { file: 'a.csv' });
  load.end();
  const store = tracer.startSpan('store', { links: [{ context: load.spanContext() }] }, inside);
  store.recordException(new Error('disk is full'));
  store.setStatus({ code: SpanStatusCode.ERROR, message: 'disk is full' });
  store.end();
  root.setStatus({ code: SpanStatusCode.ERROR, message: 'store failed' });
  root.end();
  return root.spanContext().traceId;
};

const run = async (Exporter, options) => {
  const exporter = new Exporter({
    url: `${url}/v1/traces`,
    headers: { Authorization: `Bearer ${key}` },
    ...options,
  });
  const provider = new BasicTracerProvider({
    resource: resourceFromAttributes({ 'service.name': 'importer' }),
    spanProcessors: [new BatchSpanProcessor(exporter)],
  });
  const id = workflow(provider.getTracer('nightly'));
  await provider.shutdown();
  return id;
};

console.log(
  JSON.stringify({
    json: await run(JsonExporter, {}),
    protobuf: await run(ProtobufExporter, { compression: 'gzip' }),
  }),
);
