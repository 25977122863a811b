package dev.hindsight.foreign;

import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The task instances of a DAG run as steps. One of a mapped task is a visit with its index as
 * iteration, each of its tries an attempt: the API tells the last try, and others only where they were
 * asked for and are in the list too.
 */
final class AirflowTasks {

    /** Most keys that the steps of a run are told to depend on, taken together. */
    private static final int MAX_KEYS = 500_000;

    private static final int MAX_KEYS_OF_ONE = 10_000;

    private final Operation operation;
    private final Map<String, Set<String>> upstream = new LinkedHashMap<>();
    private final Map<String, Draft> drawn = new LinkedHashMap<>();
    private final Map<String, List<Instance>> instances = new LinkedHashMap<>();
    private final Map<String, Set<Long>> indexes = new HashMap<>();
    private final Map<String, Part> last = new LinkedHashMap<>();
    private int keys;

    /** A try of an instance of a task; the index is -1 where the task is not mapped. */
    private record Instance(Part part, long index, int attempt) {

        static Instance of(Part part) {
            long index = Math.min(part.get("map_index").whole(), Integer.MAX_VALUE);
            long attempt = Math.min(part.get("try_number").whole(), Integer.MAX_VALUE);
            return new Instance(part, index, (int) Math.max(1, attempt));
        }
    }

    AirflowTasks(Operation operation) {
        this.operation = operation;
    }

    /** Sorts the instances by their tasks, and reads what depends on what. */
    void read(Part part) {
        Part told = part.get("task_instances", "taskInstances");
        add(list(told, "task_instances").items());
        for (Part task : list(part.get("tasks", "dag"), "tasks").items()) {
            String id = task.get("task_id").text();
            if (id != null) {
                Part type = task.get("operator_name");
                draw(id, type.isAbsent() ? task.get("class_ref").get("class_name") : type);
                task.get("downstream_task_ids").items().forEach(it -> depend(it.text(), id));
                task.get("upstream_task_ids").items().forEach(it -> depend(id, it.text()));
            }
        }
    }

    /** Sorts instances by their tasks. */
    void add(List<Part> told) {
        for (Part instance : told) {
            String task = instance.get("task_id").text();
            if (task != null) {
                Instance known = Instance.of(instance);
                instances.computeIfAbsent(task, id -> new ArrayList<>()).add(known);
                indexes.computeIfAbsent(task, id -> new LinkedHashSet<>()).add(known.index());
                draw(task, instance.get("operator_name", "operator"));
                instance.get("upstream_task_ids").items().forEach(it -> depend(task, it.text()));
            }
        }
    }

    /** A list, or an answer that has it as its member. */
    private static Part list(Part told, String member) {
        return told.isArray() ? told : told.get(member);
    }

    private void draw(String task, Part type) {
        drawn.computeIfAbsent(
                task, id -> new Draft().id("id", id).id("name", id).text("type", type.text()));
    }

    private void depend(@Nullable String task, @Nullable String on) {
        if (task != null && on != null && keys < MAX_KEYS) {
            keys++;
            upstream.computeIfAbsent(task, id -> new LinkedHashSet<>()).add(on);
        }
    }

    /** Tells every try that is known, and those before it. */
    void tell() {
        keys = 0;
        Map<String, Integer> told = new HashMap<>();
        instances.forEach(
                (task, tries) -> {
                    tries.sort(Comparator.comparingInt(Instance::attempt));
                    for (Instance instance : tries) {
                        String key = key(task, instance.index());
                        int before = told.getOrDefault(key, 0);
                        if (instance.attempt() > before) {
                            tell(task, instance, before + 1);
                            told.put(key, instance.attempt());
                            last.put(key, instance.part());
                        }
                    }
                });
    }

    private static String key(String task, long index) {
        return index < 0 ? task : task + "[" + index + "]";
    }

    private void tell(String task, Instance told, int first) {
        Part instance = told.part();
        long index = told.index();
        String key = key(task, index);
        String type = instance.get("operator_name", "operator").text();
        OffsetDateTime queued = instance.get("queued_when", "scheduled_when").moment();
        OffsetDateTime started = instance.get("start_date").moment();
        int attempt = told.attempt();
        Draft unknown =
                new Draft().put("message", "It was tried again; why is not told by its engine.");
        operation.earlier(
                new Operation.Earlier(
                        key, task, type, queued == null ? started : queued, started, unknown),
                first,
                attempt);
        String state = instance.get("state").text();
        String status = step(state);
        Draft step =
                operation
                        .step(key, attempt, task)
                        .text("nodeType", type)
                        .text("nodeName", instance.get("task_display_name").text())
                        .number("iteration", index)
                        .put("status", status)
                        .put("queuedAt", operation.seen(queued));
        boolean isOver = !status.equals("pending") && !status.equals("running");
        OffsetDateTime ended = isOver ? instance.get("end_date").moment() : null;
        operation.times(step, started, ended);
        if (isOver) {
            step.number("durationMs", instance.get("duration").thousandths());
        }
        if (status.equals("failed")) {
            step.put("error", new Draft().put("message", "The task failed; why is in its log."));
        }
        step.put("dependsOn", dependsOn(task, index))
                .put("input", instance.get("rendered_fields"))
                .put("metadata", metadata(instance));
    }

    private static String step(@Nullable String state) {
        return switch (state == null ? "" : state.toLowerCase(Locale.ROOT)) {
            case "running", "deferred", "restarting" -> "running";
            case "success" -> "completed";
            case "failed", "up_for_retry" -> "failed";
            case "skipped", "upstream_failed", "removed" -> "skipped";
            case "shutdown" -> "cancelled";
            default -> "pending";
        };
    }

    private static Draft metadata(Part instance) {
        return new Draft()
                .copy(
                        instance,
                        "state",
                        "max_tries",
                        "hostname",
                        "unixname",
                        "pool",
                        "pool_slots",
                        "queue",
                        "priority_weight",
                        "executor",
                        "note",
                        "rendered_map_index",
                        "trigger",
                        "pid");
    }

    /** Of a mapped task, the instance of the same index, if there is one; else all of them. */
    private Set<String> dependsOn(String task, long index) {
        Set<String> on = new LinkedHashSet<>();
        for (String before : upstream.getOrDefault(task, Set.of())) {
            Set<Long> known = indexes.getOrDefault(before, Set.of());
            boolean hasSame = index >= 0 && known.contains(index);
            for (long other : hasSame ? Set.of(index) : known) {
                if (on.size() >= MAX_KEYS_OF_ONE || keys >= MAX_KEYS) {
                    return on;
                }
                keys++;
                on.add(Draft.id(key(before, other)));
            }
        }
        return on;
    }

    /** The tasks of which the last try of an instance failed. */
    String failed() {
        Set<String> failed = new LinkedHashSet<>();
        last.values().stream()
                .filter(it -> "failed".equals(it.get("state").text()))
                .forEach(it -> failed.add(String.valueOf(it.get("task_id").text())));
        return String.join(", ", failed);
    }

    /** The tasks and what depends on what; empty if there are none. */
    Draft graph() {
        List<Draft> edges = new ArrayList<>();
        upstream.forEach(
                (task, before) ->
                        before.forEach(
                                from -> edges.add(new Draft().id("from", from).id("to", task))));
        return drawn.isEmpty()
                ? new Draft()
                : new Draft().put("nodes", drawn.values()).put("edges", edges);
    }
}
