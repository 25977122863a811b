package dev.hindsight.sweep;

import dev.hindsight.access.Caller;
import dev.hindsight.command.Command;
import dev.hindsight.command.Subcommand;
import dev.hindsight.problem.ProblemException;
import jakarta.inject.Singleton;
import java.util.List;
import picocli.CommandLine;

/** Sweeps once, for those whose replicas are not always there. */
@Singleton
final class SweepCommand implements Command<SweepCommand.Sweeping> {

    /** What is asked. */
    @CommandLine.Command(
            name = "sweep",
            description =
                    "Remove what is due by the retention policies, once; also makes tables for the"
                            + " coming days.")
    public static final class Sweeping implements Subcommand {}

    private final RunService service;

    SweepCommand(RunService service) {
        this.service = service;
    }

    @Override
    public Class<Sweeping> subcommand() {
        return Sweeping.class;
    }

    @Override
    public int run(Sweeping asked) {
        try {
            Run run = service.sweepWhole(Caller.LOCAL).await().indefinitely();
            run.items().forEach(item -> System.out.println(told(item)));
            if (run.problem() != null) {
                System.err.println("hindsight: " + run.problem());
            }
            System.out.println(
                    (run.partial() ? "Not all was done in time: " : "Done: ") + done(run.items()));
            return run.problem() == null ? 0 : 1;
        } catch (ProblemException failure) {
            System.err.println("hindsight: the sweep failed: " + failure.detail());
            return 1;
        }
    }

    static String done(List<Run.Item> items) {
        if (items.isEmpty()) {
            return "nothing was due.";
        }
        long executions = items.stream().mapToLong(Run.Item::executions).sum();
        return "%d execution%s removed, %d of them archived."
                .formatted(
                        executions,
                        executions == 1 ? "" : "s",
                        items.stream().mapToLong(Run.Item::archived).sum());
    }

    private static String told(Run.Item item) {
        return "%s: %d executions removed, %d of them archived, payloads of %d and logs of %d dropped."
                .formatted(
                        item.policy(),
                        item.executions(),
                        item.archived(),
                        item.payloadsExpired(),
                        item.logsExpired());
    }
}
