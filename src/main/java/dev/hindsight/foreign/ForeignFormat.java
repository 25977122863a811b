package dev.hindsight.foreign;

import dev.hindsight.problem.ProblemException;
import dev.hindsight.problem.ProblemType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** The engines whose records are understood, and how their documents are told apart. */
public enum ForeignFormat {
    /** Executions as the public API of n8n gives them, with their data. */
    N8N("data", N8nExecution::isOne, N8nExecution::translate),
    /** Histories as the command line of Temporal prints them. */
    TEMPORAL("histories", TemporalHistory::isOne, TemporalHistory::translate),
    /** Workflows of Argo as its API, its archive or Kubernetes gives them. */
    ARGO("items", ArgoWorkflow::isOne, ArgoWorkflow::translate),
    /** DAG runs of Airflow with their task instances, as its stable REST API gives them. */
    AIRFLOW("runs", it -> AirflowRun.isOne(it) || AirflowRun.isList(it), AirflowRun::translate);

    private final String list;
    private final Predicate<Part> recognizes;
    private final Function<Part, Operation> translates;

    /**
     * A format.
     *
     * @param list the member of a document that lists records
     */
    ForeignFormat(String list, Predicate<Part> recognizes, Function<Part, Operation> translates) {
        this.list = list;
        this.recognizes = recognizes;
        this.translates = translates;
    }

    /**
     * The format of a document, by its members; nothing if it is none of these, or not JSON.
     *
     * @throws ProblemException {@code invalid-request} if it has more values than are taken
     */
    public static Optional<ForeignFormat> of(byte[] document) {
        Part root = Part.first(document);
        for (ForeignFormat format : values()) {
            Part record = format.isList(root) ? firstOf(root.get(format.list)) : firstOf(root);
            if (format.recognizes.test(root) || format.recognizes.test(record)) {
                return Optional.of(format);
            }
        }
        return Optional.empty();
    }

    /**
     * The records of a document, the older ones first where its engine lists the newest first: an execution
     * may name an older one.
     *
     * @throws ProblemException {@code invalid-request} if it is not JSON, or has more records than are
     *     taken; a line that is not JSON is a record that is refused
     */
    public List<ForeignRecord> records(byte[] document) {
        List<Part> parts = new ArrayList<>();
        for (Part root : roots(document)) {
            parts.addAll(parts(root));
            Part.check(parts.size() - 1, "", "records");
        }
        if (this == AIRFLOW && parts.stream().anyMatch(AirflowRun::isList)) {
            return AirflowRun.joined(parts, this::translate);
        }
        if (this == N8N) {
            Collections.reverse(parts);
        }
        return parts.stream().map(part -> new ForeignRecord(part, this::translate)).toList();
    }

    private static List<Part> roots(byte[] document) {
        try {
            return Part.roots(document);
        } catch (IOException malformed) {
            return lines(document);
        }
    }

    /** The lines of a file of which not all are JSON: one that is none spoils no other. */
    private static List<Part> lines(byte[] file) {
        List<Part> lines = new ArrayList<>();
        int broken = 0;
        int number = 0;
        for (int from = 0, to; from < file.length; from = to + 1) {
            to = from;
            number++;
            boolean isBlank = true;
            while (to < file.length && file[to] != '\n') {
                isBlank &= file[to] >= 0 && file[to] <= ' ';
                to++;
            }
            if (!isBlank) {
                Part.check(lines.size(), "", "values");
                Part line = Part.within(file, from, to, "/" + lines.size());
                broken += line.isBroken() ? 1 : 0;
                lines.add(line.isBroken() ? Part.broken("line " + number) : line);
            }
        }
        // Else it is one document that takes several lines.
        boolean areLines =
                lines.size() > 1 && (!lines.get(0).isBroken() || broken < lines.size() - broken);
        if (!areLines) {
            throw new ProblemException(ProblemType.INVALID_REQUEST, "The file is not JSON.");
        }
        return lines;
    }

    private List<Part> parts(Part root) {
        if (recognizes.test(root)) {
            return List.of(root);
        }
        if (root.isArray()) {
            return root.items();
        }
        return isList(root) ? root.get(list).items() : List.of(root);
    }

    private boolean isList(Part root) {
        return root.members().containsKey(list)
                && (root.get(list).isArray() || root.get(list).isAbsent());
    }

    private static Part firstOf(Part part) {
        return part.isArray() ? part.firstItem() : part;
    }

    private Operation translate(Part record) {
        if (record.isBroken()) {
            throw record.refused("It is not JSON.");
        }
        if (!record.isObject() && !recognizes.test(record)) {
            throw record.refused("It must be an object.");
        }
        return translates.apply(record);
    }
}
