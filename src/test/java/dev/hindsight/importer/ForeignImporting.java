package dev.hindsight.importer;

import static dev.hindsight.fixture.Api.get;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hindsight.fixture.Api;
import dev.hindsight.fixture.Api.Answer;
import dev.hindsight.fixture.ForeignSamples;
import dev.hindsight.fixture.Transcripts;
import java.util.ArrayList;
import java.util.List;

/** Imports documents of other engines, whose executions are those of one test. */
abstract class ForeignImporting {

    final String mark = ForeignSamples.freshMark();

    /** What is answered to a document, which must be taken. */
    JsonNode taken(String name) {
        Answer answer = Api.postRaw(Transcripts.IMPORT, ForeignSamples.text(name, mark));
        assertThat(answer.status()).as(answer.http().body()).isEqualTo(200);
        return answer.body();
    }

    /** The first execution of a document, whole. */
    JsonNode first(String name) {
        return whole(taken(name).at("/executions/0"));
    }

    /** An execution that a receipt tells of, whole. */
    static JsonNode whole(JsonNode imported) {
        Answer answer =
                get(Api.EXECUTIONS + "/" + imported.get("id").asText() + "?include=steps,logs,dag");
        assertThat(answer.status()).as(answer.http().body()).isEqualTo(200);
        return answer.body();
    }

    static JsonNode step(JsonNode execution, String key, int attempt) {
        for (JsonNode step : execution.get("steps")) {
            if (step.get("key").asText().equals(key) && step.get("attempt").asInt() == attempt) {
                return step;
            }
        }
        throw new AssertionError(key + " is not among " + execution.get("steps"));
    }

    static String status(JsonNode execution, String key, int attempt) {
        return step(execution, key, attempt).get("status").asText();
    }

    static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(it -> texts.add(it.asText()));
        return texts;
    }
}
