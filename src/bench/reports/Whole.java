package reports;

import java.nio.ByteBuffer;
import java.util.List;

/** As an engine reports that tells only of what has ended: an execution with its steps, in one call. */
final class Whole implements Workload {

    private final List<Template> variants;
    private final int bodyBytes;

    Whole() {
        List<String> bodies =
                StandardExecution.variants().stream().map(StandardExecution::whole).toList();
        this.variants =
                bodies.stream()
                        .map(body -> new Template(Requests.of("POST", "/executions", body)))
                        .toList();
        this.bodyBytes = bodies.get(0).length();
    }

    @Override
    public int calls() {
        return 1;
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
        return variants.get(0).length();
    }

    @Override
    public void write(long first, int call, ByteBuffer into) {
        variants.get((int) (first % variants.size())).write(first, into);
    }

    @Override
    public boolean taken(int call, Wire answer) {
        return answer.status() == 201;
    }
}
