package dev.hindsight.foreign;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A DAG run of Airflow with its task instances, as two answers of the stable REST API in one object:
 * {@code {"dag_run": {…}, "task_instances": […]}}, with the tasks of the DAG under {@code tasks} if
 * dependencies are to be known. Of versions 2 and 3, whose words differ.
 */
final class AirflowRun {

    private AirflowRun() {}

    static boolean isOne(Part part) {
        return run(part).isObject();
    }

    private static Part run(Part part) {
        return part.get("dag_run", "dagRun");
    }

    static Operation translate(Part part) {
        Part run = run(part);
        if (!run.isObject()) {
            throw part.lacking("dag_run");
        }
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
        tasks.read(part);
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
