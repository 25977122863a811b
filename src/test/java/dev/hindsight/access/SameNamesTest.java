package dev.hindsight.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hindsight.fixture.Api;
import dev.hindsight.fixture.Api.Answer;
import dev.hindsight.fixture.AtOnce;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Several namespaces report executions of the same names at the same moment, so that their reports are
 * written in the same transactions: each reads its own.
 */
@QuarkusTest
@TestProfile(KeysProfile.class)
class SameNamesTest {

    private static final int NAMES = 12;

    private static String execution(Property names, String whose) {
        return ("{'id': '%s', 'externalId': '%s', 'workflowId': 'w', 'note': '%3$s', 'input': '%3$s',"
                        + " 'labels': {'of': '%3$s'}, 'dag': {'of': 'everybody'},"
                        + " 'steps': [{'key': 's', 'nodeId': 'n', 'output': '%3$s'}],"
                        + " 'logs': [{'sequence': 0, 'message': '%3$s'}]}")
                .formatted(names.execution(), names.external(), whose);
    }

    @Test
    void namespaces_doNotMix() throws Exception {
        List<Key> keys = new ArrayList<>();
        List<Property> names = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            keys.add(Key.of(Property.unheardOf(), "admin"));
        }
        for (int i = 0; i < NAMES; i++) {
            names.add(Property.nobodys());
        }

        AtOnce.ask(
                keys.size() * NAMES,
                i -> report(keys.get(i % 3), names.get(i / 3), "of-" + i % 3, i));

        Set<String> cursors = new HashSet<>();
        for (int whose = 0; whose < 3; whose++) {
            for (Property name : names) {
                assertOwn(keys.get(whose), name, "of-" + whose);
            }
            Answer list = keys.get(whose).get("/api/v1/executions?count=exact&limit=5");
            assertThat(list.at("/total").asInt()).isEqualTo(NAMES);
            cursors.add(list.text("/nextCursor"));
        }
        keys.get(0).post("/api/v1/executions/delete", "{'filter': {}, 'all': true, 'purge': true}");
        assertThat(keys.get(0).get("/api/v1/executions?count=exact").at("/total").asInt()).isZero();
        assertOwn(keys.get(1), names.get(0), "of-1");
        for (String cursor : cursors) {
            Answer page =
                    keys.get(2).get("/api/v1/executions?count=exact&limit=5&cursor=" + cursor);
            for (JsonNode item : page.at("/items")) {
                assertThat(item.get("note").asText()).isEqualTo("of-2");
            }
        }
    }

    /** Half of them in bulk. */
    private static Answer report(Key key, Property names, String whose, int turn) {
        String body = execution(names, whose);
        Answer told =
                turn % 2 == 0
                        ? key.post("/api/v1/executions", body)
                        : key.send(
                                "POST",
                                "/api/v1/ingest",
                                ("{\"execution\":" + body.replace('\'', '"') + "}\n")
                                        .getBytes(StandardCharsets.UTF_8),
                                "Content-Type",
                                "application/x-ndjson");
        assertThat(told.status()).as(told.http().body()).isIn(200, 201);
        return told;
    }

    private static void assertOwn(Key key, Property names, String whose) {
        for (String ref : List.of(names.execution(), "ext:" + names.external())) {
            Answer told = key.get("/api/v1/executions/" + ref + "?include=steps,logs,dag");
            assertThat(told.status()).as(told.http().body()).isEqualTo(200);
            assertThat(told.text("/note")).isEqualTo(whose);
            assertThat(told.text("/input")).isEqualTo(whose);
            assertThat(told.text("/labels/of")).isEqualTo(whose);
            assertThat(told.text("/steps/0/output")).isEqualTo(whose);
            assertThat(told.text("/logs/0/message")).isEqualTo(whose);
            assertThat(told.text("/dag/of")).isEqualTo("everybody");
            assertThat(told.at("/version").asInt()).isEqualTo(1);
        }
        assertThat(key.get("/api/v1/executions?externalId=" + names.external()).at("/items").size())
                .isEqualTo(1);
        assertThat(Api.get("/api/v1/executions/" + names.execution()).status()).isEqualTo(401);
    }
}
