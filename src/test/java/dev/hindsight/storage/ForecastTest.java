package dev.hindsight.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.HashSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ForecastTest {

    private static final LocalDate TODAY = LocalDate.parse("2026-08-20");

    /** Executions of a day that has not been let go. */
    private static final long MANY = 5_000;

    private final SortedMap<LocalDate, DaySize> days = new TreeMap<>();

    /** What lies in no table of a day. */
    private long besides = 1_000;

    private void day(int ago, long bytes) {
        day(ago, bytes, MANY);
    }

    private void day(int ago, long bytes, long executions) {
        days.put(TODAY.minusDays(ago), new DaySize(bytes, executions));
    }

    private Forecast forecast(Integer... removed) {
        Set<LocalDate> gone = new HashSet<>();
        for (int ago : removed) {
            gone.add(TODAY.minusDays(ago));
        }
        long bytes = besides + days.values().stream().mapToLong(DaySize::bytes).sum();
        return Forecast.of(bytes, days, gone, TODAY);
    }

    @Test
    void noData_staysAsItIs() {
        Forecast forecast = forecast();

        assertThat(forecast.growthPerDay()).isZero();
        assertThat(forecast.bytesIn(30)).isEqualTo(1_000);
        assertThat(forecast.daysUntil(1_000)).isEmpty();
        assertThat(forecast.daysUntil(999)).hasValue(0);
    }

    @Test
    void emptyDays_areNoGrowth() {
        day(1, 700, 0);
        day(0, 700, 0);
        day(-1, 700, 0);

        assertThat(forecast().growthPerDay()).isEqualTo(700);
        assertThat(forecast().bytesIn(0)).isEqualTo(3_100);
    }

    @Test
    void theFirstDay_growsByWhatItWeighsSoFar() {
        day(1, 10, 0);
        day(0, 500);
        day(-1, 10, 0);

        Forecast forecast = forecast();

        assertThat(forecast.growthPerDay()).isEqualTo(500);
        assertThat(forecast.bytesIn(30)).isEqualTo(1_520 + 30 * 500);
    }

    @Test
    void oneDay_isTheMeasure() {
        day(2, 10, 0);
        day(1, 800);
        day(0, 90);

        Forecast forecast = forecast();

        assertThat(forecast.growthPerDay()).isEqualTo(800);
        assertThat(forecast.bytesIn(1)).isEqualTo(1_900 + 800);
    }

    @Test
    void growth_isTheMedianOfTheLastWeek() {
        day(8, 1_000_000);
        for (int ago = 7; ago >= 1; ago--) {
            day(ago, ago == 3 ? 90_000 : 100 * ago);
        }

        // 100, 200, 400, 500, 600, 700, 90,000
        assertThat(forecast().growthPerDay()).isEqualTo(500);
    }

    @Test
    void growth_ofAnEvenNumberIsTheMiddleOfTwo() {
        day(2, 100);
        day(1, 300);

        assertThat(forecast().growthPerDay()).isEqualTo(200);
    }

    @Test
    void gaps_weighNothing() {
        day(9, 400);
        day(6, 400);
        day(5, 400);
        day(1, 400);

        assertThat(forecast().growthPerDay()).isZero();

        day(2, 400);
        assertThat(forecast().growthPerDay()).isEqualTo(400);
    }

    @Test
    void days_thatNeverLeftStay() {
        for (int ago = 1; ago <= 10; ago++) {
            day(ago, 100);
        }

        assertThat(forecast().bytesIn(30)).isEqualTo(2_000 + 3_000);
        assertThat(forecast().daysUntil(2_000 + 3_000 - 1)).hasValue(30);
        assertThat(forecast().daysUntil(2_000 + 3_000)).hasValue(31);
    }

    @Test
    void days_ofEqualWeightReplaceEachOther() {
        for (int ago = 1; ago <= 10; ago++) {
            day(ago, 100);
        }

        Forecast forecast = forecast(11, 12);

        assertThat(forecast.bytesIn(1)).isEqualTo(2_000);
        assertThat(forecast.bytesIn(3_000)).isEqualTo(2_000);
        assertThat(forecast.daysUntil(2_000)).isEmpty();
    }

    @Test
    void growing_endsWhenTheDaysThatLeaveAreAsHeavy() {
        for (int ago = 1; ago <= 10; ago++) {
            day(ago, ago <= 7 ? 300 : 100);
        }

        Forecast forecast = forecast(11);

        assertThat(forecast.bytesIn(0)).isEqualTo(3_400);
        assertThat(forecast.bytesIn(1)).isEqualTo(3_600);
        assertThat(forecast.bytesIn(3)).isEqualTo(4_000);
        assertThat(forecast.bytesIn(30)).isEqualTo(4_000);
        assertThat(forecast.daysUntil(3_600)).hasValue(2);
        assertThat(forecast.daysUntil(4_000)).isEmpty();
    }

    @Test
    void shrinking_goesDownToWhatIsWrittenNow() {
        for (int ago = 1; ago <= 10; ago++) {
            day(ago, ago <= 7 ? 100 : 1_000);
        }

        Forecast forecast = forecast(11);

        assertThat(forecast.bytesIn(3)).isEqualTo(4_700 - 2_700);
        assertThat(forecast.bytesIn(30)).isEqualTo(2_000);
        assertThat(forecast.daysUntil(4_700)).isEmpty();
    }

    /** What is kept for longer stays in its thinned days, which are as if they had left. */
    @Test
    void thinnedDays_haveLeft() {
        day(12, 40, Forecast.FEW);
        day(11, 40, 3);
        for (int ago = 1; ago <= 10; ago++) {
            day(ago, 100);
        }

        Forecast forecast = forecast(11, 12);

        assertThat(forecast.growthPerDay()).isEqualTo(100);
        assertThat(forecast.bytesIn(30)).isEqualTo(2_080);
    }

    /** An import makes a day again that was dropped; it leaves at its turn. */
    @Test
    void oldestDay_leavesThoughItWasMadeAgain() {
        day(20, 5_000);
        for (int ago = 1; ago <= 10; ago++) {
            day(ago, 100);
        }

        assertThat(forecast(20, 21).bytesIn(1)).isEqualTo(7_000 + 100 - 5_000);
    }
}
