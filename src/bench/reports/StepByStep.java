package reports;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** As an engine reports while it works: begin, a call for each step, finish. */
final class StepByStep implements Workload {

    private static final String EXECUTION = "/executions/ext:" + Template.ID;

    private final List<List<Template>> variants;
    private final int bodyBytes;

    StepByStep() {
        List<StandardExecution> executions = StandardExecution.variants();
        this.variants = executions.stream().map(StepByStep::calls).toList();
        StandardExecution one = executions.get(0);
        this.bodyBytes =
                one.begin().length()
                        + one.steps().stream().mapToInt(String::length).sum()
                        + one.finish().length();
    }

    private static List<Template> calls(StandardExecution execution) {
        List<Template> calls = new ArrayList<>();
        calls.add(new Template(Requests.of("POST", "/executions", execution.begin())));
        execution
                .steps()
                .forEach(
                        step ->
                                calls.add(
                                        new Template(
                                                Requests.of("POST", EXECUTION + "/steps", step))));
        calls.add(new Template(Requests.of("PATCH", EXECUTION, execution.finish())));
        return calls;
    }

    @Override
    public int calls() {
        return StandardExecution.STEPS + 2;
    }

    @Override
    public int executions() {
        return 1;
    }

    @Override
    public int bodyBytes() {
        return bodyBytes;
    }

    @Override
    public int longest() {
        return variants.get(0).stream().mapToInt(Template::length).max().orElseThrow();
    }

    @Override
    public void write(long first, int call, ByteBuffer into) {
        variants.get((int) (first % variants.size())).get(call).write(first, into);
    }

    @Override
    public boolean taken(int call, Wire answer) {
        return answer.status() == (call == calls() - 1 ? 200 : 201);
    }
}
