package dev.hindsight.report;

import dev.hindsight.boot.StartupCheck;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.inject.Singleton;

/** How reports are gathered into transactions. */
@ConfigMapping(prefix = "hindsight.writer")
public interface WriterConfig {

    /**
     * Transactions under way at once where much waits, 1 to 6, each on a connection of its own. A second
     * one is written while the first is being made durable; more are for a database whose commits are
     * slow to become so, such as one whose replicas confirm them.
     */
    @WithDefault("2")
    int lanes();

    /** Most reports of one transaction, 1 to 10,000. */
    @WithDefault("500")
    int maxBatch();

    /**
     * Most reports that may wait at once, 1 to 1,000,000; to those beyond the answer is 429. They are
     * held in memory, as their requests are.
     */
    @WithDefault("10000")
    int maxWaiting();

    /**
     * Most bytes of requests whose reports may wait at once, 1 to 1,099,511,627,776; to those beyond
     * the answer is 429. A single larger one is taken when nothing else waits.
     */
    @WithDefault("67108864")
    long maxWaitingBytes();

    /** Stops the start on numbers out of range. */
    @Singleton
    final class Check implements StartupCheck {

        private final WriterConfig config;

        Check(WriterConfig config) {
            this.config = config;
        }

        @Override
        public void check() {
            StartupCheck.within("hindsight.writer.lanes", config.lanes(), 1, 6);
            StartupCheck.within("hindsight.writer.max-batch", config.maxBatch(), 1, 10_000);
            StartupCheck.within("hindsight.writer.max-waiting", config.maxWaiting(), 1, 1_000_000);
            StartupCheck.within(
                    "hindsight.writer.max-waiting-bytes", config.maxWaitingBytes(), 1, 1L << 40);
        }
    }
}
