package dev.hindsight.comparison;

import dev.hindsight.comparison.Changes.Change;
import dev.hindsight.execution.ExecutionSummary;
import dev.hindsight.outcome.Cost;
import dev.hindsight.outcome.RecordedError;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Compares what records tell besides payloads, as far as it says something of what was run and how it
 * went: no ids, times, versions or attempts.
 */
final class RecordFields {

    /**
     * Where things lie that differ, and in which order they are told: how it went, which is why people
     * compare; what was run, and with what; what came of it; and what is seldom the cause last.
     */
    private static final List<String> ORDER =
            List.of(
                    "/status",
                    "/statusReason",
                    "/exitCode",
                    "/error/message",
                    "/error/type",
                    "/error/code",
                    "/error/stack",
                    "/workflowId",
                    "/workflowVersion",
                    "/nodeType",
                    "/input",
                    "/trigger",
                    "/output",
                    "/metadata",
                    "/labels",
                    "/cached",
                    "/workflowName",
                    "/nodeName",
                    "/scriptPath",
                    "/binaryPath",
                    "/dagHash",
                    "/source",
                    "/createdBy",
                    "/cost",
                    "/activitiesExecuted",
                    "/sampleRate",
                    "/engineInstance");

    private static final Comparator<Change> BY_PLACE =
            Comparator.comparingInt(change -> place(change.pointer()));

    private RecordFields() {}

    /**
     * Changes of one record as they are told. They are ordered when all are found: what is narrow is looked
     * at first, so that payloads that differ in much leave it room.
     */
    static List<Change> inOrder(List<Change> found) {
        return found.stream().sorted(BY_PLACE).toList();
    }

    private static int place(String pointer) {
        for (int i = 0; i < ORDER.size(); i++) {
            String field = ORDER.get(i);
            if (pointer.startsWith(field)
                    && (pointer.length() == field.length()
                            || pointer.charAt(field.length()) == '/')) {
                return i;
            }
        }
        return ORDER.size();
    }

    static void execution(Changes changes, ExecutionSummary left, ExecutionSummary right) {
        changes.text("/workflowId", left.workflowId(), right.workflowId())
                .text("/workflowName", left.workflowName(), right.workflowName())
                .text("/workflowVersion", left.workflowVersion(), right.workflowVersion())
                .text("/scriptPath", left.scriptPath(), right.scriptPath())
                .text("/engineInstance", left.engineInstance(), right.engineInstance())
                .text("/status", left.status().word(), right.status().word())
                .text("/statusReason", left.statusReason(), right.statusReason())
                .text("/trigger/type", left.triggerType(), right.triggerType())
                .text("/source", left.source(), right.source())
                .text("/createdBy", left.createdBy(), right.createdBy())
                .json("/labels", labels(left), labels(right));
        error(changes, left.error(), right.error());
        changes.json("/exitCode", number(left.exitCode()), number(right.exitCode()))
                .text("/binaryPath", left.binaryPath(), right.binaryPath())
                .json("/sampleRate", share(left), share(right))
                .json(
                        "/activitiesExecuted",
                        number(left.activitiesExecuted()),
                        number(right.activitiesExecuted()));
        cost(changes, left.cost(), right.cost());
        changes.text("/dagHash", hash(left), hash(right));
    }

    static void error(
            Changes changes, @Nullable RecordedError left, @Nullable RecordedError right) {
        changes.text(
                        "/error/message",
                        left == null ? null : left.message(),
                        right == null ? null : right.message())
                .text(
                        "/error/type",
                        left == null ? null : left.type(),
                        right == null ? null : right.type())
                .text(
                        "/error/code",
                        left == null ? null : left.code(),
                        right == null ? null : right.code());
    }

    static void cost(Changes changes, @Nullable Cost left, @Nullable Cost right) {
        changes.json(
                        "/cost/amount",
                        left == null ? null : left.amount(),
                        right == null ? null : right.amount())
                .text(
                        "/cost/unit",
                        left == null ? null : left.unit(),
                        right == null ? null : right.unit());
    }

    private static String labels(ExecutionSummary execution) {
        return execution.labels() == null ? "{}" : execution.labels();
    }

    private static @Nullable String number(@Nullable Long value) {
        return value == null ? null : value.toString();
    }

    /** One that was never said is one that everybody is told: all of them. */
    private static String share(ExecutionSummary execution) {
        double share = execution.sampleRate() == null ? 1 : execution.sampleRate();
        return BigDecimal.valueOf(share).toPlainString();
    }

    private static @Nullable String hash(ExecutionSummary execution) {
        return execution.dagHash() == null ? null : "sha256:" + execution.dagHash();
    }
}
