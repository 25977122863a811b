package reports;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Drives a service from one thread, over keep-alive connections with one call on each.
 *
 * <p>A closed loop sends the next call when the last one is answered, and so finds out how much the
 * service can take; how long a call waits is then up to the connections. A paced run sends each call
 * at a moment that was fixed before the run, and counts from that moment even if the connection was
 * still busy then: a service that stalls is charged for every call that it held up.
 */
final class Load {

    /** How long the service may take for what is on its way at the end. */
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);

    private static final long LONGEST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /**
     * Of a pause that a selector, which counts milliseconds, would oversleep. Answers may be noticed
     * so much too late in a paced run; looking for them more often would take CPU from the service.
     */
    private static final long SHORT_PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(100);

    /** Refusals after which a run ends early. */
    private static final int MOST_REFUSED = 100;

    private static final int COMPLAINT_BYTES = 300;

    private static final AtomicLong LAST_FIRST = new AtomicLong();

    private final Workload workload;
    private final long first;
    private final long interval;
    private final List<Wire> wires = new ArrayList<>();
    private final Latencies latencies = new Latencies();
    private long next;
    private long end;
    private long lastDone;
    private int busy;
    private int done;
    private int refused;
    private String complaint = "";

    private Load(Workload workload, long first, long interval) {
        this.workload = workload;
        this.first = first;
        this.next = first;
        this.interval = interval;
    }

    /** One unit on one connection. */
    static Outcome probe(InetSocketAddress service, Workload workload) throws IOException {
        return closed(service, workload, 1, 0);
    }

    /** A closed loop; no unit is begun after so many seconds, those that are will be finished. */
    static Outcome closed(
            InetSocketAddress service, Workload workload, int connections, double seconds)
            throws IOException {
        return new Load(workload, firstNumber(), 0).run(service, connections, seconds);
    }

    /** A paced run with so many calls a second over all connections. */
    static Outcome paced(
            InetSocketAddress service,
            Workload workload,
            int connections,
            double seconds,
            double callsPerSecond)
            throws IOException {
        long interval = (long) (1e9 * connections / callsPerSecond);
        return new Load(workload, firstNumber(), interval).run(service, connections, seconds);
    }

    /** Begins numbers of no other run, with room for four million executions. */
    private static long firstNumber() {
        return LAST_FIRST.updateAndGet(
                last -> Math.max(last + (1L << 22), System.currentTimeMillis() << 22));
    }

    private Outcome run(InetSocketAddress service, int connections, double seconds)
            throws IOException {
        try (Selector selector = Selector.open()) {
            for (int i = 0; i < connections; i++) {
                wires.add(new Wire(service, selector, workload.longest()));
            }
            long begun = System.nanoTime();
            end = begun + (long) (seconds * 1e9);
            for (int i = 0; i < connections; i++) {
                wires.get(i).due = begun + interval * i / connections;
                beginUnit(wires.get(i));
            }
            busy = connections;
            drive(selector);
            return new Outcome(
                    first,
                    next,
                    (long) done * workload.executions(),
                    (lastDone - begun) / 1e9,
                    latencies,
                    refused,
                    complaint);
        } finally {
            for (Wire wire : wires) {
                wire.close();
            }
        }
    }

    private void drive(Selector selector) throws IOException {
        while (busy > 0) {
            long now = System.nanoTime();
            if (now - end > PATIENCE_NANOS) {
                throw new IOException("the service leaves calls without an answer");
            }
            pause(selector, sendDue(now) - now);
        }
    }

    /** Sends what is due; tells the next moment at which something may be. */
    private long sendDue(long now) throws IOException {
        long soonest = now + LONGEST_PAUSE_NANOS;
        for (Wire wire : wires) {
            if (wire.isWaiting() || wire.call < 0) {
                continue;
            }
            if (wire.due - now <= 0) {
                workload.write(wire.unit, wire.call, wire.request());
                wire.send();
            } else {
                soonest = Math.min(soonest, wire.due);
            }
        }
        return soonest;
    }

    private void pause(Selector selector, long nanos) throws IOException {
        long millis = TimeUnit.NANOSECONDS.toMillis(nanos);
        if (millis > 0) {
            selector.select(this::proceed, millis);
        } else if (selector.selectNow(this::proceed) == 0) {
            LockSupport.parkNanos(Math.min(nanos, SHORT_PAUSE_NANOS));
        }
    }

    private void proceed(SelectionKey key) {
        Wire wire = (Wire) key.attachment();
        try {
            if (wire.proceed()) {
                answered(wire);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void answered(Wire wire) {
        long now = System.nanoTime();
        latencies.add(now - wire.due);
        lastDone = now;
        boolean taken = workload.taken(wire.call, wire);
        if (!taken) {
            refuse(wire);
        }
        wire.due = interval == 0 ? now : wire.due + interval;
        wire.call++;
        if (taken && wire.call < workload.calls()) {
            return;
        }
        done += taken ? 1 : 0;
        if (wire.due - end < 0) {
            beginUnit(wire);
        } else {
            wire.call = -1;
            busy--;
        }
    }

    private void refuse(Wire wire) {
        complaint = wire.status() + " " + wire.body(COMPLAINT_BYTES);
        if (++refused == MOST_REFUSED) {
            end = System.nanoTime();
        }
    }

    private void beginUnit(Wire wire) {
        wire.unit = next;
        wire.call = 0;
        next += workload.executions();
    }
}
