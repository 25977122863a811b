package dev.hindsight.comparison;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hindsight.comparison.ComparisonStore.Sides;
import dev.hindsight.partition.DayRange;
import dev.hindsight.partition.Uuid7;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SidesTest {

    private static final String SQL = "{days ls.execution_id} AND {days rp.execution_id}";

    private final UUID june = Uuid7.floor(Instant.parse("2026-06-01T10:00:00Z"));
    private final UUID july = Uuid7.floor(Instant.parse("2026-07-01T10:00:00Z"));

    @Test
    void ofDifferentDays_eachSideHasItsOwn() {
        String sql = new Sides(1, june, july).in(SQL);

        assertThat(sql)
                .isEqualTo(
                        DayRange.of(june).in("{days ls.execution_id}")
                                + " AND "
                                + DayRange.of(july).in("{days rp.execution_id}"));
    }

    @Test
    void ofOneDay_bothHaveTheSame() {
        assertThat(new Sides(1, june, june).in(SQL)).isEqualTo(DayRange.of(june).in(SQL));
    }

    @Test
    void statements_leaveNoMark() {
        Sides sides = new Sides(1, june, july);

        for (String sql :
                new String[] {
                    ComparisonSql.EXECUTION_PAYLOADS,
                    ComparisonSql.DIFFERING_STEPS,
                    ComparisonSql.STEP_PAYLOADS
                }) {
            assertThat(sides.in(sql)).doesNotContain("{").contains("'").isNotEqualTo(sql);
        }
    }
}
