package dev.hindsight.wfformat;

import dev.hindsight.field.JsonText;
import dev.hindsight.wfformat.WfFormatTask.Specified;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Which task depends on which. A file says it twice, by parents and by children; what only one of
 * the two says counts as well.
 */
final class WfFormatGraph {

    private final Map<String, WfFormatTask> tasks;
    private final Map<String, Set<String>> parents = new HashMap<>();

    WfFormatGraph(Map<String, WfFormatTask> tasks) {
        this.tasks = tasks;
        for (WfFormatTask task : tasks.values()) {
            if (task.specified() != null && !task.specified().parents().isEmpty()) {
                parents.put(task.id(), new LinkedHashSet<>(task.specified().parents()));
            }
        }
        for (WfFormatTask task : tasks.values()) {
            if (task.specified() != null) {
                for (String child : task.specified().children()) {
                    parents.computeIfAbsent(child, id -> new LinkedHashSet<>()).add(task.id());
                }
            }
        }
    }

    /**
     * The ids of the tasks that a task depends on, each once: its parents in their order, then those
     * that only name it as a child. Parents that are no tasks of the file are among them.
     */
    Set<String> parents(String task) {
        return parents.getOrDefault(task, Set.of());
    }

    /**
     * The tasks that were planned as {@code nodes} and what lies between two of them as {@code
     * edges}, in the order of the file, as JSON that can be stored.
     */
    String toJson() {
        StringBuilder json = new StringBuilder("{\"nodes\":[");
        String comma = "";
        for (WfFormatTask task : tasks.values()) {
            if (task.specified() != null) {
                json.append(comma);
                node(task.specified(), task.name(), json);
                comma = ",";
            }
        }
        json.append("],\"edges\":[");
        comma = "";
        for (WfFormatTask task : tasks.values()) {
            for (String parent : parents(task.id())) {
                if (isPlanned(task.id()) && isPlanned(parent)) {
                    json.append(comma);
                    edge(parent, task.id(), json);
                    comma = ",";
                }
            }
        }
        return json.append("]}").toString();
    }

    private boolean isPlanned(String id) {
        WfFormatTask task = tasks.get(id);
        return task != null && task.specified() != null;
    }

    private static void node(Specified task, String name, StringBuilder json) {
        // What is altered in a name is told with the step that bears it.
        String stored = WfFormatNames.fit(name, "", new ArrayList<>());
        json.append("{\"id\":").append(JsonText.quote(task.id()));
        json.append(",\"name\":").append(JsonText.quote(stored)).append('}');
    }

    private static void edge(String from, String to, StringBuilder json) {
        json.append("{\"from\":").append(JsonText.quote(from));
        json.append(",\"to\":").append(JsonText.quote(to)).append('}');
    }
}
