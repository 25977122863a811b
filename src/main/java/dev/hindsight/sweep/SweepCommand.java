package dev.hindsight.sweep;

import dev.hindsight.access.Caller;
import dev.hindsight.boot.Command;
import dev.hindsight.problem.ProblemException;
import jakarta.inject.Singleton;
import java.util.List;

/** Sweeps once, for those whose replicas are not always there. */
@Singleton
final class SweepCommand implements Command {

    private final RunService service;

    SweepCommand(RunService service) {
        this.service = service;
    }

    @Override
    public String name() {
        return "sweep";
    }

    @Override
    public int run(List<String> arguments) {
        if (!arguments.isEmpty()) {
            System.err.println("hindsight: usage: " + usage());
            return 2;
        }
        try {
            Run run = service.sweepWhole(Caller.LOCAL).await().indefinitely();
            run.items().forEach(item -> System.out.println(told(item)));
            if (run.problem() != null) {
                System.err.println("hindsight: " + run.problem());
            }
            System.out.println(run.partial() ? "Not all was done in time." : "Done.");
            return run.problem() == null ? 0 : 1;
        } catch (ProblemException failure) {
            System.err.println("hindsight: the sweep failed: " + failure.detail());
            return 1;
        }
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
