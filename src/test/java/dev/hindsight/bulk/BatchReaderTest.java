package dev.hindsight.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hindsight.blob.ByteSource;
import dev.hindsight.problem.ProblemException;
import dev.hindsight.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Where batches end. All lines are refused here, and counted. */
class BatchReaderTest {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static BatchReader reader(ByteSource body) {
        return new BatchReader(
                body,
                line -> {
                    throw new ProblemException(ProblemType.INVALID_REQUEST, "no");
                });
    }

    /** How many lines each batch has, up to the last one. */
    private static List<Long> sizes(byte[] body) {
        BatchReader reader = reader(ByteSource.of(body));
        List<Long> sizes = new ArrayList<>();
        Batch batch;
        do {
            batch = reader.next().await().atMost(PATIENCE);
            BulkReceipt.Draft receipt = new BulkReceipt.Draft();
            batch.settle(List.of(), receipt);
            sizes.add(receipt.soFar().rejected());
        } while (!batch.isLast());
        return sizes;
    }

    private static byte[] lines(int number, int length) {
        return Bulk.bytes(("x".repeat(length - 1) + "\n").repeat(number));
    }

    @Test
    void batch_endsByLines() {
        assertThat(sizes(lines(1_200, 10))).containsExactly(500L, 500L, 200L);
        assertThat(sizes(lines(500, 10))).containsExactly(500L, 0L);
    }

    @Test
    void batch_endsByBytes() {
        assertThat(sizes(lines(40, 100 * 1024))).containsExactly(10L, 10L, 10L, 10L);
    }

    @Test
    void longLine_isAlone() {
        assertThat(sizes(Bulk.bytes("a\n" + "x".repeat(3 * Batch.MAX_BYTES) + "\nb\n")))
                .containsExactly(1L, 1L, 1L);
    }

    @Test
    void emptyBody_isOneEmptyBatch() {
        assertThat(sizes(new byte[0])).containsExactly(0L);
    }

    @Test
    void bodyThatBreaksOff_endsWithWhatCame_withoutTheLineThatWasCut() {
        IOException left = new IOException("left");
        ByteSource whole = ByteSource.of(Bulk.bytes("a\nb\nc"));
        List<Integer> asked = new ArrayList<>();
        BatchReader reader =
                reader(
                        length -> {
                            asked.add(length);
                            return asked.size() == 1
                                    ? whole.next(length)
                                    : Uni.createFrom().failure(left);
                        });

        Batch batch = reader.next().await().atMost(PATIENCE);

        assertThat(batch.isLast()).isTrue();
        assertThat(batch.failure()).isSameAs(left);
        BulkReceipt.Draft receipt = new BulkReceipt.Draft();
        batch.settle(List.of(), receipt);
        assertThat(receipt.soFar().rejected()).isEqualTo(2);
        assertThat(receipt.lastLine()).isEqualTo(2);
    }
}
