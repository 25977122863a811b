package dev.hindsight.foreign;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A DAG run of Airflow with its task instances, as two answers of the stable REST API in one object:
 * {@code {"dag_run": {…}, "task_instances": […]}}, with the tasks of the DAG under {@code tasks} if
 * dependencies are to be known. Or lists of many runs, and of many runs' instances, as the API answers
 * each: {@code {"dag_runs": […]}} and {@code {"task_instances": […]}}, in one file. Of versions 2 and 3,
 * whose words differ.
 */
final class AirflowRun {

    private static final String RUNS = "dag_runs";
    private static final String INSTANCES = "task_instances";

    /** Most instances of one file of lists. */
    private static final int MAX_INSTANCES = 500_000;

    private AirflowRun() {}

    static boolean isOne(Part part) {
        return run(part).isObject();
    }

    private static Part run(Part part) {
        return part.get("dag_run", "dagRun");
    }

    /** Whether it is a list of runs, or of the instances of several. */
    static boolean isList(Part part) {
        return !isOne(part) && (part.get(RUNS).isArray() || part.get(INSTANCES).isArray());
    }

    /**
     * The runs of lists with the instances that are theirs, in whichever of the lists; what is no list is
     * a record of its own. Instances of a run that is in none are a record that is refused.
     */
    static List<ForeignRecord> joined(List<Part> parts, Function<Part, Operation> other) {
        Map<String, List<Part>> instances = new LinkedHashMap<>();
        int count = 0;
        for (Part part : parts) {
            for (Part instance : isList(part) ? part.get(INSTANCES).items() : List.<Part>of()) {
                if (++count > MAX_INSTANCES) {
                    throw part.refused(
                            "There are more than the %,d task instances that are taken."
                                    .formatted(MAX_INSTANCES));
                }
                instances.computeIfAbsent(name(instance), it -> new ArrayList<>()).add(instance);
            }
        }
        List<ForeignRecord> records = new ArrayList<>();
        for (Part part : parts) {
            if (!isList(part)) {
                records.add(new ForeignRecord(part, other));
            }
            for (Part run : isList(part) ? part.get(RUNS).items() : List.<Part>of()) {
                Part.check(records.size(), part.pointer(), "runs");
                List<Part> own = instances.remove(name(run));
                records.add(new ForeignRecord(run, it -> translate(it, own)));
            }
        }
        instances.forEach(
                (name, lost) ->
                        records.add(new ForeignRecord(lost.get(0), it -> orphan(it, lost.size()))));
        return records;
    }

    /** What is asked of it here is forgotten again: there may be many. */
    private static String name(Part part) {
        Part known = part.alone();
        return known.get("dag_id").text() + "\n" + known.get("dag_run_id", "run_id").text();
    }

    private static Operation translate(Part run, @Nullable List<Part> instances) {
        if (!run.isObject()) {
            throw run.refused("It must be an object.");
        }
        List<Part> own = instances == null ? List.of() : instances;
        return translate(run, run, tasks -> tasks.add(own.stream().map(Part::alone).toList()));
    }

    private static Operation orphan(Part instance, int count) {
        throw instance.refused(
                "Task instances of a run that is not in the file: %,d.".formatted(count));
    }

    static Operation translate(Part part) {
        Part run = run(part);
        if (!run.isObject()) {
            throw part.lacking("dag_run");
        }
        return translate(part, run, tasks -> tasks.read(part));
    }

    private static Operation translate(Part part, Part run, Consumer<AirflowTasks> reading) {
        String dag = run.get("dag_id").text();
        String id = run.get("dag_run_id", "run_id").text();
        if (dag == null || id == null) {
            throw run.lacking(dag == null ? "dag_id" : "dag_run_id");
        }
        Operation operation = new Operation(part, "airflow:" + dag + "/" + id, dag);
        String status = status(run.get("state").text());
        Part started = run.get("start_date");
        Draft execution =
                operation
                        .execution()
                        .put("status", status)
                        .text("workflowName", run.get("dag_display_name").text())
                        .text("workflowVersion", version(run))
                        .id("runId", id)
                        .put("source", "Airflow")
                        .put("queuedAt", operation.seen(run.get("queued_at").moment()))
                        .text("createdBy", run.get("triggering_user_name").text())
                        .put("trigger", new Draft().text("type", trigger(run)))
                        .put("note", run.get("note").text())
                        .put("input", run.get("conf"));
        boolean isOver = status.equals("completed") || status.equals("failed");
        operation.times(execution, started.moment(), isOver ? run.get("end_date").moment() : null);
        AirflowTasks tasks = new AirflowTasks(operation);
        reading.accept(tasks);
        tasks.tell();
        String failed = tasks.failed();
        execution.put("statusReason", failed.isEmpty() ? null : "Failed tasks: " + failed + ".");
        execution.put("dag", tasks.graph());
        execution.put(
                "metadata",
                new Draft()
                        .copy(
                                run,
                                "run_type",
                                "execution_date",
                                "logical_date",
                                "data_interval_start",
                                "data_interval_end",
                                "run_after",
                                "triggered_by",
                                "external_trigger",
                                "last_scheduling_decision",
                                "dag_versions",
                                "bundle_version"));
        return operation;
    }

    private static @Nullable String version(Part run) {
        List<Part> versions = run.get("dag_versions").items();
        return versions.isEmpty()
                ? run.get("bundle_version").word()
                : versions.get(versions.size() - 1).get("version_number").word();
    }

    private static @Nullable String trigger(Part run) {
        String type = run.get("run_type").text();
        return "scheduled".equals(type) ? "schedule" : type;
    }

    private static String status(@Nullable String state) {
        return switch (state == null ? "" : state.toLowerCase(Locale.ROOT)) {
            case "running", "restarting" -> "running";
            case "success" -> "completed";
            case "failed" -> "failed";
            default -> "pending";
        };
    }
}
