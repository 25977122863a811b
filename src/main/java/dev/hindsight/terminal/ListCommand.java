package dev.hindsight.terminal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hindsight.command.Misuse;
import dev.hindsight.command.Subcommand;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Tells which executions there are. */
@CommandLine.Command(name = "list", description = "List executions of a running service.")
public final class ListCommand implements Subcommand, Callable<Integer> {

    /** Most that the service tells at once. */
    private static final int PAGE = 1_000;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Mixin private ServerOptions server = new ServerOptions();

    @Parameters(
            paramLabel = "<filter>",
            description =
                    "Which ones, by the parameters of GET /api/v1/executions: status=failed"
                            + " workflowId=a,b label=team:x startedAfter=2026-11-20T00:00:00Z"
                            + " orderBy=durationMs …")
    private List<String> filters = new ArrayList<>();

    @Option(
            names = "--limit",
            paramLabel = "<n>",
            defaultValue = "50",
            description = "At most so many: ${DEFAULT-VALUE}, unless given.")
    private int limit;

    @Option(names = "--all", description = "However many there are.")
    private boolean all;

    @Override
    public Integer call() {
        if (limit < 1) {
            throw new Misuse("--limit takes a number from 1 on.");
        }
        Filters which = Filters.of(filters);
        Service service = server.service();
        Screen screen = new Screen(spec);
        long left = all ? Long.MAX_VALUE : limit;
        String cursor = "";
        boolean isFirst = true;
        while (left > 0) {
            JsonNode page =
                    service.get(
                            "/executions?%slimit=%d%s"
                                    .formatted(which.query(), Math.min(left, PAGE), cursor));
            JsonNode items = page.path("items");
            if (!print(screen, items, isFirst) || !page.hasNonNull("nextCursor")) {
                return 0;
            }
            left -= items.size();
            isFirst = false;
            cursor = "&cursor=" + Service.segment(page.path("nextCursor").asText());
        }
        if (!server.isJson()) {
            screen.note("there are more: --limit=<n> or --all");
        }
        return 0;
    }

    private boolean print(Screen screen, JsonNode items, boolean isFirst) {
        if (server.isJson()) {
            boolean isOpen = true;
            for (JsonNode item : items) {
                isOpen = isOpen && screen.json(item);
            }
            return isOpen;
        }
        Table table =
                new Table(
                        List.of("ID", "EXTERNAL ID", "WORKFLOW", "STATUS", "STARTED", "DURATION"),
                        List.of(0, 3, 4, 5));
        for (JsonNode item : items) {
            table.add(
                    Words.text(item, "id"),
                    Words.text(item, "externalId"),
                    Words.text(item, "workflowId"),
                    Words.text(item, "status"),
                    Words.moment(item, "startedAt"),
                    Words.duration(item));
        }
        if (isFirst && items.isEmpty()) {
            screen.note("there are none");
            return false;
        }
        return table.print(screen, isFirst);
    }
}
