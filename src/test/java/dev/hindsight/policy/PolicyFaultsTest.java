package dev.hindsight.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hindsight.fixture.Api;
import dev.hindsight.fixture.Api.Answer;
import dev.hindsight.fixture.NewestPostgres;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Policies that are none: refused whole, each fault named by its place. */
@QuarkusTest
@TestProfile(NewestPostgres.class)
class PolicyFaultsTest {

    private static final String POLICY = "/api/v1/retention/policies/faulty";

    private static List<String> pointers(Answer told) {
        return StreamSupport.stream(told.at("/errors").spliterator(), false)
                .map(it -> it.get("pointer").asText())
                .toList();
    }

    static Stream<String> faults() {
        String tooMany = "[%s'a']".formatted("'a',".repeat(SelectionReader.MAX_TEXTS));
        String labels =
                "{%s'k':'v'}"
                        .formatted(
                                String.join(
                                        "",
                                        IntStream.range(0, 64)
                                                .mapToObj("'k%d':'v',"::formatted)
                                                .toList()));
        return Stream.of(
                "/priority|-1",
                "/priority|1.5",
                "/priority|2147483648",
                "/priority|'1'",
                "/priority|true",
                "/priority|1e400",
                "/maxCount|0",
                "/maxCount|-1",
                "/maxCount|2147483648",
                "/maxCount|1.5",
                "/maxCount|'1'",
                "/maxCount|[]",
                "/maxSnapshots|0",
                "/maxSnapshots|2147483648",
                "/maxSnapshots|{}",
                "/maxAge|'30d'",
                "/maxAge|'P0D'",
                "/maxAge|'-P1D'",
                "/maxAge|'P1001Y'",
                "/maxAge|30",
                "/maxAge|['P1D']",
                "/payloadMaxAge|'PT0S'",
                "/logMaxAge|'P1DT-1H'",
                "/archiveMaxAge|''",
                "/archiveMaxAge|false",
                "/countPer|'Policy'",
                "/countPer|'namespace'",
                "/countPer|1",
                "/archive|'true'",
                "/archive|1",
                "/enabled|'no'",
                "/enabled|{}",
                "/workflowId|[]",
                "/workflowId|''",
                "/workflowId/1|['a', '']",
                "/workflowId/0|[1]",
                "/workflowId|{}",
                "/workflowId/0|[['a']]",
                "/workflowId/0|[null]",
                "/workflowId|'\\u0000'",
                "/workflowId|'" + "x".repeat(256) + "'",
                "/workflowId|" + tooMany,
                "/status|[]",
                "/status|'done'",
                "/status/1|['failed', 'x']",
                "/status|''",
                "/status|1",
                "/status/0|[null]",
                "/label|[]",
                "/label|{}",
                "/label|''",
                "/label|'team'",
                "/label|':x'",
                "/label|'a b:x'",
                "/label|'a:" + "x".repeat(256) + "'",
                "/label|'a:\\u0000'",
                "/label|1",
                "/label/1|['a:1', 'b']",
                "/label/1|['a:1', 'a:2']",
                "/label/0|[{'a': 'b'}]",
                "/label/a|{'a': 1}",
                "/label/a|{'a': null}",
                "/label/a|{'a': ['x']}",
                "/label/a b|{'a b': 'x'}",
                "/label/a|{'a': '" + "x".repeat(256) + "'}",
                "/label/a|{'a': '1', 'a': '2'}",
                "/label|" + labels,
                "/name|'other'",
                "/name|''",
                "/name|1",
                "/createdAt|'2026-01-01T00:00:00Z'",
                "/updatedAt|null",
                "/maxage|'P1D'",
                "/workflowIds|['a']",
                "/a~1b|1");
    }

    @ParameterizedTest
    @MethodSource("faults")
    void valueThatIsNotValid_isNamed(String pointerAndValue) {
        int bar = pointerAndValue.indexOf('|');
        String pointer = pointerAndValue.substring(0, bar);
        String member = pointer.split("/", -1)[1].replace("~1", "/");

        Answer told =
                Api.put(POLICY, "{'%s': %s}".formatted(member, pointerAndValue.substring(bar + 1)));

        assertThat(told.status()).as(told.http().body()).isEqualTo(400);
        assertThat(told.text("/type")).isEqualTo("/problems/invalid-request");
        assertThat(pointers(told)).containsExactly(pointer);
        assertThat(Api.get(POLICY).status()).isEqualTo(404);
    }

    @Test
    void allFaults_areNamedAtOnce() {
        Answer told =
                Api.put(POLICY, "{'maxAge': 1, 'maxCount': 0, 'status': ['x'], 'y': {'z': []}}");

        assertThat(pointers(told)).containsExactly("/maxAge", "/maxCount", "/status/0", "/y");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "[]", "null", "'x'", "{", "{} {}", "{'maxCount': 1, 'maxCount': 2}"})
    void bodyThatIsNoPolicy_isRefused(String body) {
        assertThat(Api.put(POLICY, body).status()).isEqualTo(400);
        assertThat(Api.get(POLICY).status()).isEqualTo(404);
    }
}
