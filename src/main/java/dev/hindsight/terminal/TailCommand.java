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

/** Tells what happens, as it happens. */
@CommandLine.Command(
        name = "tail",
        description = {
            "Watch a running service: a line for each change of an execution, or the log lines of one"
                    + " execution until it has ended.",
            "What happens while the connection is lost is told when it is back."
        })
public final class TailCommand implements Subcommand, Callable<Integer> {

    /** Most that the service tells before the first change. */
    private static final int MOST = 200;

    private static final int LOG_LINES = 10;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Mixin private ServerOptions server = new ServerOptions();

    @Parameters(
            paramLabel = "<execution>|<filter>",
            description =
                    "An execution, by its id or ext: and the engine's own id of it, or which ones"
                            + " are watched: status=failed workflowId=a,b label=team:x …")
    private List<String> which = new ArrayList<>();

    @Option(
            names = "-n",
            paramLabel = "<n>",
            description =
                    "Begin with so many lines that are there: 0 of executions, "
                            + LOG_LINES
                            + " of a log, unless given.")
    private int lines = -1;

    @Option(names = "--follow", description = "Stay when the execution has ended.")
    private boolean follow;

    @Override
    public Integer call() {
        boolean isOne = which.size() == 1 && !Filters.isFilter(which.get(0));
        if (lines > (isOne ? 1_000 : MOST)) {
            throw new Misuse("-n takes at most 1000 log lines, or %d executions.".formatted(MOST));
        }
        if (!isOne && follow) {
            throw new Misuse("--follow is for one execution.");
        }
        Screen screen = new Screen(spec);
        Service service = server.service();
        if (isOne) {
            tail(service, screen, which.get(0));
        } else {
            new LiveFeed(service, screen, false)
                    .follow(
                            new ExecutionsTail(
                                    screen,
                                    server.isJson(),
                                    Filters.of(which).json(),
                                    Math.max(0, lines)));
        }
        return 0;
    }

    private void tail(Service service, Screen screen, String named) {
        JsonNode execution = service.get(Service.execution(named));
        LogTail tail = new LogTail(service, screen, server.isJson(), execution, follow);
        tail.begin(lines < 0 ? LOG_LINES : lines);
        if (follow || !Words.isEnd(execution)) {
            new LiveFeed(service, screen, true).follow(tail);
        }
    }
}
