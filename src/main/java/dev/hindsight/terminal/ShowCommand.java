package dev.hindsight.terminal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.hindsight.command.Subcommand;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi.Style;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Tells one execution. */
@CommandLine.Command(
        name = "show",
        description =
                "Show an execution of a running service: its steps, its error, its last log lines.")
public final class ShowCommand implements Subcommand, Callable<Integer> {

    private static final int PAGE = 1_000;

    private static final int LAST_LINES = 10;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Mixin private ServerOptions server = new ServerOptions();

    @Parameters(
            paramLabel = "<execution>",
            description = "Its id, or ext: and the engine's own id of it.")
    private String execution = "";

    @Option(names = "--logs", description = "All log lines, not only the last " + LAST_LINES + ".")
    private boolean logs;

    @Option(names = "--payloads", description = "Inputs, outputs and metadata too.")
    private boolean payloads;

    @Override
    public Integer call() {
        Service service = server.service();
        Screen screen = new Screen(spec);
        String path = Service.execution(execution);
        JsonNode told = service.get(path);
        if (server.isJson()) {
            screen.json(named("execution", told));
            steps(service, path, step -> screen.json(named("step", step)));
            lines(service, path, line -> screen.json(named("log", line)));
            return 0;
        }
        header(screen, told);
        StepTree tree = new StepTree(screen, payloads);
        int[] steps = new int[1];
        steps(
                service,
                path,
                step -> {
                    tree.add(step);
                    steps[0]++;
                });
        if (steps[0] > 0) {
            title(screen, "Steps");
            tree.print();
        }
        boolean[] isTitled = new boolean[1];
        lines(
                service,
                path,
                line -> {
                    if (!isTitled[0]) {
                        title(screen, logs ? "Log" : "Last log lines");
                        isTitled[0] = true;
                    }
                    screen.log(line);
                });
        return 0;
    }

    /** What a line of JSON is, as in bulk reports. */
    private static JsonNode named(String name, JsonNode value) {
        return JsonNodeFactory.instance.objectNode().set(name, value);
    }

    private void steps(Service service, String path, Consumer<JsonNode> each) {
        String query = "/steps?limit=" + PAGE + (payloads ? "" : "&fields=summary");
        String cursor = "";
        while (true) {
            JsonNode page = service.get(path + query + cursor);
            page.path("items").forEach(each);
            if (!page.hasNonNull("nextCursor")) {
                return;
            }
            cursor = "&cursor=" + Service.segment(page.path("nextCursor").asText());
        }
    }

    private void lines(Service service, String path, Consumer<JsonNode> each) {
        if (!logs) {
            service.get(path + "/logs?tail=" + LAST_LINES).path("items").forEach(each);
            return;
        }
        JsonNode items;
        long after = -1;
        do {
            items = service.get(path + "/logs?limit=" + PAGE + "&afterSequence=" + after);
            items = items.path("items");
            items.forEach(each);
            after = items.path(items.size() - 1).path("sequence").asLong();
        } while (items.size() == PAGE);
    }

    private void header(Screen screen, JsonNode told) {
        String status = Words.text(told, "status");
        screen.line(
                screen.styled(Words.text(told, "workflowId"), Style.bold)
                        + "  "
                        + screen.styled(status, Words.style(status)));
        member(screen, "id", Words.text(told, "id"));
        member(screen, "external id", Words.text(told, "externalId"));
        member(screen, "version", Words.text(told, "workflowVersion"));
        member(screen, "trigger", Words.text(told.path("trigger"), "type"));
        member(screen, "created by", Words.text(told, "createdBy"));
        String replayOf = Words.text(told, "replayOf");
        member(screen, "replay of", replayOf);
        if (!replayOf.isEmpty()) {
            member(screen, "attempt", Words.text(told, "attempt"));
        }
        member(screen, "engine", Words.text(told, "engineInstance"));
        member(screen, "started", Words.moment(told, "startedAt"));
        member(screen, "completed", Words.moment(told, "completedAt"));
        member(screen, "duration", Words.duration(told));
        for (var label : told.path("labels").properties()) {
            member(screen, "label", Plain.of(label.getKey() + ":" + label.getValue().asText()));
        }
        member(screen, "reason", Words.text(told, "statusReason"));
        member(screen, "note", Words.text(told, "note"));
        member(screen, "error", Words.error(told));
        if (payloads) {
            told.path("error").path("stack").asText("").lines().forEach(it -> stack(screen, it));
            StepTree.payloads(screen, told, "  ");
        }
    }

    private static void stack(Screen screen, String line) {
        screen.line("      " + Plain.of(line));
    }

    private static void member(Screen screen, String name, String value) {
        if (!value.isEmpty()) {
            screen.line("  " + Plain.pad(name, 11) + "  " + value);
        }
    }

    private static void title(Screen screen, String title) {
        screen.line("");
        screen.line(screen.styled(title, Style.bold));
    }
}
