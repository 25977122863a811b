/**
 * The door for traces of OpenTelemetry, by OTLP over HTTP: a trace becomes an execution, its spans steps,
 * their events lines of the log.
 *
 * <p>A request is read from protobuf, or from JSON into the same messages; its spans are sorted by traces;
 * each trace is written as an operation of bulk reports and read by {@code ingest}, so that limits, cutting,
 * masking and merging are those of every report. Written are 500 spans at a time, fewer where they have
 * many events. Owns no tables.
 *
 * <ul>
 *   <li><b>Identity.</b> The trace's id in hex is the external id, the span's id the key of the step, the
 *       parent's that of its parent, whether or not it ever comes. Nothing is kept between requests: spans
 *       come in any order, in any number of requests, to any replica, and again.
 *   <li><b>The root</b>, the span without a parent (the earliest of several), gives the execution its name,
 *       status, times, error, input, output and sample rate. Until it comes the execution runs, and its start
 *       is that of the earliest span. Reports of traces rank below what an engine itself reports, and among
 *       themselves the one with the earliest span wins, whenever it comes: see {@code TraceWriter.rank}.
 *   <li><b>The workflow</b> is said by {@code hindsight.workflow.id}, an attribute of any span or of the
 *       resource, else by the root's name, else, where the root did not come along with the first spans, by
 *       the service's. An execution never changes its workflow, and children end before their parents do: of a
 *       service that exports every five seconds, longer traces are begun under its own name, and the root only
 *       sets {@code workflowName}. Who counts by workflow lets the attribute or {@code
 *       hindsight.otlp.workflow-from=service} decide, or has a collector gather traces (its processor {@code
 *       groupbytrace}). Spans that come later and name another workflow, or run, belong to the execution all
 *       the same.
 *   <li><b>A root that never comes</b>, because the caller's spans go elsewhere say, leaves the execution
 *       running, until it has been silent for {@code hindsight.stale-after} and is taken for crashed, as any
 *       other. With {@code hindsight.otlp.entry-is-root} a span whose parent is of another process is a root,
 *       too.
 *   <li><b>Lines</b> take their sequence from the event's time and span, so that a repeated one is known:
 *       see {@link dev.hindsight.otlp.LineWriter}.
 *   <li><b>Which spans are taken</b> is decided span by span, so that the order of requests has no say.
 * </ul>
 *
 * <p>A span that cannot be taken is counted in the answer and spoils no other; of a resource of more than
 * 64 KiB, which each of its traces would repeat, none is. A body that cannot be read is
 * refused whole: protobuf whose texts are no UTF-8 is such a body. Problems are told as {@code
 * google.rpc.Status}, as OTLP demands of every answer from 400 on.
 *
 * <p>A few bytes of a body may stand for far more of memory, or be written again with every span or trace.
 * Bounded are therefore, besides the body: its messages, before they are made; the resource; the events and
 * links of a span; the name of a scope; and what traces repeat in one transaction. What a request writes in
 * all is not bounded but by its traces: as many requests of one trace each would write the same.
 *
 * <p>The messages are OpenTelemetry's own classes. In a native image nothing of them may need reflection:
 * they are read and asked, never printed or compared by descriptor. JSON is read here and not by protobuf's
 * {@code JsonFormat}, which works by descriptors and takes ids for Base64. It is read once from front to
 * end, and a member of another type refuses the body: the opposite of what {@code foreign} needs of its
 * documents, so that the two readers have nothing in common but the parser.
 */
@NullMarked
package dev.hindsight.otlp;

import org.jspecify.annotations.NullMarked;
