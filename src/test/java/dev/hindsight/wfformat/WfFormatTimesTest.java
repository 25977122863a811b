package dev.hindsight.wfformat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.OffsetDateTime;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WfFormatTimesTest {

    @ParameterizedTest
    @CsvSource({
        "2023-03-27T22:38:56-10:00, 2023-03-28T08:38:56Z",
        "20200401T054215+0000, 2020-04-01T05:42:15Z",
        "20200401T054215.5-0300, 2020-04-01T08:42:15.5Z",
        "2020-12-25T20:10:08+00:00, 2020-12-25T20:10:08Z",
        "05-04-23T10:46:27Z, 2023-05-04T10:46:27Z",
        "12-19-2020T21:31:53Z, 2020-12-19T21:31:53Z",
        "02-29-20 21:31:53, 2020-02-29T21:31:53Z",
        "2020-04-01T20:22:51.528988, 2020-04-01T20:22:51.528Z",
        "2020-04-01 20:22:51, 2020-04-01T20:22:51Z",
        "2020-04-01 20:22:51 +0200, 2020-04-01T18:22:51Z",
        "20200401T054215, 2020-04-01T05:42:15Z",
    })
    void moment_isReadInEveryShape(String text, OffsetDateTime moment) {
        assertThat(WfFormatTimes.moment(text)).isEqualTo(moment);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "noon",
                "31-04-23T10:46:27Z",
                "1-04-23T10:46:27Z",
                "2020-04-01",
                "1585718535",
                "0000-01-01T00:00:00Z",
                "2020-04-01T20:22:51Z and then some more characters"
            })
    void moment_isNothingElse(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> WfFormatTimes.moment(text));
    }
}
