package reports;

import java.nio.ByteBuffer;

/** One way to report executions. A unit is what one connection reports call by call. */
interface Workload {

    /** HTTP calls of a unit, one after another. */
    int calls();

    /** Executions of a unit. */
    int executions();

    /** Bytes of JSON in the bodies, before any compression, of one execution. */
    int bodyBytes();

    /** Bytes of the longest request. */
    int longest();

    /**
     * Appends a request.
     *
     * @param first number of the unit's first execution; the others follow
     * @param call from 0
     */
    void write(long first, int call, ByteBuffer into);

    /** Whether an answer says that all of the request was taken. */
    boolean taken(int call, Wire answer);
}
