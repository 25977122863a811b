package dev.hindsight;

import dev.hindsight.fixture.FuzzTarget;
import dev.hindsight.foreign.ForeignFuzz;
import dev.hindsight.ingest.ReportFuzz;
import dev.hindsight.live.FrameFuzz;
import dev.hindsight.otlp.OtlpFuzz;
import dev.hindsight.page.CursorFuzz;
import dev.hindsight.payload.PayloadFuzz;
import dev.hindsight.search.FilterFuzz;
import dev.hindsight.wfformat.WfFormatFuzz;
import java.util.Map;
import java.util.TreeMap;

/**
 * The readers that anybody may send anything to, by name, and where a fuzzer enters: one that calls
 * these two methods, as Jazzer does. README tells how it is started.
 */
public final class Fuzzing {

    static final Map<String, FuzzTarget> TARGETS =
            new TreeMap<>(
                    Map.of(
                            "cursor", new CursorFuzz(),
                            "filter", new FilterFuzz(),
                            "foreign", new ForeignFuzz(),
                            "frame", new FrameFuzz(),
                            "otlp", new OtlpFuzz(),
                            "payload", new PayloadFuzz(),
                            "report", new ReportFuzz(),
                            "wfformat", new WfFormatFuzz()));

    private static FuzzTarget target = input -> {};

    private Fuzzing() {}

    /**
     * Chooses a target.
     *
     * @param names the name of one
     */
    public static void fuzzerInitialize(String[] names) {
        if (names.length != 1 || !TARGETS.containsKey(names[0])) {
            throw new IllegalArgumentException("It must be one of " + TARGETS.keySet() + ".");
        }
        target = TARGETS.get(names[0]);
    }

    /** Hands an input to the target. */
    public static void fuzzerTestOneInput(byte[] input) throws Exception {
        target.take(input);
    }
}
