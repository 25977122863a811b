package dev.hindsight.exporter;

import dev.hindsight.access.Caller;
import dev.hindsight.execution.ExecutionRef;
import dev.hindsight.execution.ExecutionService;
import dev.hindsight.problem.ProblemException;
import dev.hindsight.transcript.Appendix;
import dev.hindsight.transcript.Told;
import dev.hindsight.transcript.TranscriptService;
import io.quarkus.arc.All;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;

/** Makes files of executions, chunk by chunk, as they are asked for. */
@ApplicationScoped
public class ExportService {

    private final TranscriptService transcripts;
    private final ExecutionService executions;
    private final List<Appendix> appendices;

    ExportService(
            TranscriptService transcripts,
            ExecutionService executions,
            @All List<Appendix> appendices) {
        this.transcripts = transcripts;
        this.executions = executions;
        this.appendices = appendices.stream().sorted(Comparator.comparing(Appendix::kind)).toList();
    }

    /**
     * A file of one execution, soft-deleted ones too.
     *
     * @throws ProblemException {@code not-found} or {@code gone}, as a failure before the first chunk
     */
    Multi<byte[]> one(Caller caller, ExecutionRef ref, Form form) {
        return executions
                .get(caller, ref)
                .onItem()
                .transformToMulti(
                        found -> file(caller, Multi.createFrom().item(found.summary().id()), form));
    }

    /**
     * A file of executions, in the order in which they are named. What is gone meanwhile is left out.
     * Where the first one cannot be read, there is no first chunk either.
     */
    Multi<byte[]> file(Caller caller, Multi<UUID> ids, Form form) {
        AtomicBoolean begun = new AtomicBoolean();
        return then(
                        ids.onItem()
                                .transformToMultiAndConcatenate(id -> execution(caller, id, form)),
                        chunk(form::end))
                .filter(chunk -> chunk.length > 0)
                .map(
                        chunk ->
                                begun.compareAndSet(false, true)
                                        ? joined(form.begin(), chunk)
                                        : chunk)
                .onCompletion()
                .ifEmpty()
                .continueWith(() -> List.of(form.begin()));
    }

    /** The beginning goes out with what was read first: it must not look like an answer without. */
    private static byte[] joined(byte[] begin, byte[] first) {
        byte[] both = Arrays.copyOf(begin, begin.length + first.length);
        System.arraycopy(first, 0, both, begin.length, first.length);
        return both;
    }

    /**
     * The lines of one execution, from {@code execution} to {@code whole}; none if there is none.
     *
     * @param tally counts its records while they pass
     */
    public Multi<byte[]> lines(Caller caller, UUID id, Tally tally) {
        return execution(caller, id, new Form.Lines(tally));
    }

    private Multi<byte[]> execution(Caller caller, UUID id, Form form) {
        return transcripts
                .find(caller, id)
                .onItem()
                .transformToMulti(
                        found ->
                                found.map(told -> told(caller, told, form))
                                        .orElseGet(() -> Multi.createFrom().empty()));
    }

    private Multi<byte[]> told(Caller caller, Told told, Form form) {
        Multi<byte[]> chunks =
                chunk(
                        () -> {
                            form.tally.next();
                            return form.execution(told);
                        });
        chunks = then(chunks, records(form, "step", transcripts.steps(caller, told.id())));
        chunks = then(chunks, records(form, "log", transcripts.lines(caller, told.id())));
        for (Appendix appendix : appendices) {
            Multi<List<byte[]>> pages = appendix.tell(caller.namespaceId(), told.id());
            chunks = then(chunks, records(form, appendix.kind(), pages));
        }
        return then(chunks, chunk(form::whole));
    }

    private static Multi<byte[]> records(Form form, String kind, Multi<List<byte[]>> pages) {
        Function<List<byte[]>, byte[]> chunk =
                page -> {
                    form.tally.add(kind, page.size());
                    return form.records(kind, page);
                };
        return then(
                chunk(() -> form.startOf(kind)),
                then(pages.map(chunk), chunk(() -> form.endOf(kind))));
    }

    private static Multi<byte[]> then(Multi<byte[]> first, Multi<byte[]> second) {
        return Multi.createBy().concatenating().streams(first, second);
    }

    /** One chunk, made when it is its turn. */
    private static Multi<byte[]> chunk(Supplier<byte[]> made) {
        return Uni.createFrom().item(made).toMulti();
    }
}
