package dev.hindsight.terminal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hindsight.command.Subcommand;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi.Style;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Tells what is different between two executions; its exit codes are those of the program diff. */
@CommandLine.Command(
        name = "diff",
        description = "Tell what is different between two executions of a running service.",
        exitCodeOnExecutionException = 2,
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:nothing is different", "1:something is", "2:that cannot be told"})
public final class DiffCommand implements Subcommand, Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();

    @Mixin private ServerOptions server = new ServerOptions();

    @Parameters(
            index = "0",
            paramLabel = "<a>",
            description = "An execution: its id, or ext: and the engine's own id of it.")
    private String left = "";

    @Parameters(
            index = "1",
            paramLabel = "<b>",
            description =
                    "Another one, or last-success: the newest completed one of the same workflow"
                            + " that started before.")
    private String right = "";

    @Override
    public Integer call() {
        Screen screen = new Screen(spec);
        JsonNode told =
                server.service().get(Service.execution(left) + "/diff/" + Service.segment(right));
        boolean isEqual = isEqual(told);
        if (server.isJson()) {
            screen.json(told);
        } else if (!isEqual) {
            print(screen, told);
        }
        return isEqual ? 0 : 1;
    }

    private static boolean isEqual(JsonNode told) {
        boolean isEqual = told.path("changes").isEmpty() && !told.path("truncated").asBoolean();
        for (JsonNode step : told.path("steps")) {
            isEqual = isEqual && isSame(step);
        }
        return isEqual;
    }

    private static boolean isSame(JsonNode step) {
        return step.path("kind").asText().equals("same") && !step.path("truncated").asBoolean();
    }

    private static void print(Screen screen, JsonNode told) {
        minus(screen, "--- ", execution(told.path("left")));
        plus(screen, "+++ ", execution(told.path("right")));
        changes(screen, told.path("changes"));
        for (JsonNode step : told.path("steps")) {
            if (!isSame(step)) {
                step(screen, step);
            }
        }
        if (told.path("truncated").asBoolean()) {
            screen.note("there are more differences than are told");
        }
    }

    private static String execution(JsonNode item) {
        String external = Words.text(item, "externalId");
        return "%s%s  %s  %s  %s  %s"
                .formatted(
                        Words.text(item, "id"),
                        external.isEmpty() ? "" : "  ext:" + external,
                        Words.text(item, "workflowId"),
                        Words.text(item, "status"),
                        Words.moment(item, "startedAt"),
                        Words.duration(item))
                .stripTrailing();
    }

    private static void step(Screen screen, JsonNode step) {
        String head = "@@ step " + Words.text(step, "key");
        String kind = step.path("kind").asText();
        screen.line(
                screen.styled(
                        head
                                + switch (kind) {
                                    case "only_left" -> " (only on the left)";
                                    case "only_right" -> " (only on the right)";
                                    default -> "";
                                }
                                + " @@",
                        Style.fg_cyan));
        String left = side(step, "left");
        String right = side(step, "right");
        if (!kind.equals("only_right") && !left.equals(right)) {
            minus(screen, "- ", left);
        }
        if (!kind.equals("only_left") && !left.equals(right)) {
            plus(screen, "+ ", right);
        }
        changes(screen, step.path("changes"));
        if (step.path("truncated").asBoolean()) {
            screen.line("  …");
        }
    }

    /** That a step took longer is no difference, but who compares wants to know. */
    private static String side(JsonNode step, String side) {
        JsonNode durationMs = step.path("durationMs").path(side);
        String duration = durationMs.isNumber() ? Words.duration(durationMs.asLong()) : "";
        return (Words.text(step.path("status"), side) + "  " + duration).stripTrailing();
    }

    private static void changes(Screen screen, JsonNode changes) {
        for (JsonNode change : changes) {
            screen.line("  " + Words.text(change, "pointer"));
            if (change.has("left")) {
                minus(screen, "-   ", Screen.compact(change.path("left")));
            }
            if (change.has("right")) {
                plus(screen, "+   ", Screen.compact(change.path("right")));
            }
        }
    }

    private static void minus(Screen screen, String sign, String plain) {
        screen.line(screen.styled(sign + plain, Style.fg_red));
    }

    private static void plus(Screen screen, String sign, String plain) {
        screen.line(screen.styled(sign + plain, Style.fg_green));
    }
}
