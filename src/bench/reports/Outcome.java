package reports;

/**
 * What came of a run of {@link Load}.
 *
 * @param first number of the first execution, see {@link Template#id}
 * @param next number behind the last
 * @param executions reported whole
 * @param seconds from the first request to the last answer
 * @param latencies of all calls, from the moment at which each was to be sent
 * @param refused units that were given up
 * @param complaint what the service said to one of those
 */
record Outcome(
        long first,
        long next,
        long executions,
        double seconds,
        Latencies latencies,
        int refused,
        String complaint) {

    double executionsPerSecond() {
        return executions / seconds;
    }

    double callsPerSecond() {
        return latencies.size() / seconds;
    }
}
