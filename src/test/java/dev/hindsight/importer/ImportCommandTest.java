package dev.hindsight.importer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hindsight.importer.ImportReceipt.Imported;
import dev.hindsight.importer.ImportReceipt.Rejected;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What is said of a file that was imported. */
class ImportCommandTest {

    private static final UUID ID = new UUID(1, 2);

    private static String told(int executions, long steps, int rejected) {
        return ImportCommand.told(
                new ImportReceipt(
                        Collections.nCopies(executions, new Imported(ID, null)),
                        null,
                        steps,
                        steps,
                        Collections.nCopies(rejected, new Rejected("/0", "no"))));
    }

    @Test
    void one_isNoPlural() {
        assertThat(told(1, 1, 1))
                .isEqualTo("1 step, 1 log line, execution " + ID + "; 1 record was not taken");
    }

    @Test
    void many_areCounted() {
        assertThat(told(3, 0, 0)).isEqualTo("3 executions, 0 steps, 0 log lines");
        assertThat(told(2, 2, 2))
                .isEqualTo("2 executions, 2 steps, 2 log lines; 2 records were not taken");
    }

    @Test
    void more_areCountedToo() {
        ImportReceipt receipt =
                new ImportReceipt(List.of(new Imported(ID, null)), 9L, 10, 0, List.of());

        assertThat(ImportCommand.told(receipt)).isEqualTo("10 executions, 10 steps, 0 log lines");
    }
}
