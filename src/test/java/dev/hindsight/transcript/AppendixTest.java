package dev.hindsight.transcript;

import static dev.hindsight.fixture.Api.ext;
import static dev.hindsight.fixture.Api.fresh;
import static dev.hindsight.fixture.Api.report;
import static dev.hindsight.fixture.Transcripts.export;
import static dev.hindsight.fixture.Transcripts.forget;
import static dev.hindsight.fixture.Transcripts.id;
import static dev.hindsight.fixture.Transcripts.sorted;
import static dev.hindsight.fixture.Transcripts.take;
import static dev.hindsight.fixture.Transcripts.taken;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hindsight.fixture.Api;
import dev.hindsight.fixture.NewestPostgres;
import dev.hindsight.fixture.Transcripts;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.UncheckedIOException;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What other packages keep of executions, in their transcripts. */
@QuarkusTest
@TestProfile(NewestPostgres.class)
class AppendixTest {

    @Inject Notebook notebook;

    private final String externalId = fresh();

    private UUID begun() {
        report(externalId, "'logs': [{'message': 'm'}]");
        return id(externalId);
    }

    @Test
    void parts_comeBackInTheirOrder() {
        UUID id = begun();
        notebook.add(id, "one");
        notebook.add(id, "two");
        String file = export(externalId);
        assertThat(file)
                .contains("{\"page\":\"one\"}\n{\"page\":\"two\"}\n")
                .contains("{\"whole\":{\"steps\":0,\"logs\":1,\"pages\":2}}");
        notebook.takeOut(id);
        forget(id);

        taken(file);

        assertThat(sorted(export(externalId))).isEqualTo(sorted(file));
        assertThat(notebook.takeOut(id)).containsExactly("one", "two");
    }

    @Test
    void parts_areInDocumentsToo() {
        UUID id = begun();
        notebook.add(id, "one");
        String document = Transcripts.text(ext(externalId) + "/export?format=json");
        assertThat(Transcripts.json(document).at("/pages/0").asText()).isEqualTo("one");
        notebook.takeOut(id);
        forget(id);

        assertThat(Api.postRaw(Transcripts.IMPORT, document).status()).isEqualTo(200);

        assertThat(notebook.takeOut(id)).containsExactly("one");
    }

    @Test
    void parts_areReadAsStrictlyAsTheirPackageWants() {
        UUID id = begun();
        notebook.add(id, "one");
        String file = export(externalId);
        notebook.takeOut(id);

        Api.Answer answer = take(file.replace("\"one\"", "1"));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text("/errors/0/pointer")).isEqualTo("/page");
        assertThat(take(file.replace("\"page\"", "\"leaf\"")).status()).isEqualTo(400);
    }

    @Test
    void failureInTheMiddle_cutsTheConnection() {
        notebook.add(begun(), Notebook.TORN);

        assertThatThrownBy(() -> Api.get(ext(externalId) + "/export"))
                .isInstanceOf(UncheckedIOException.class);
        assertThatThrownBy(() -> Api.get(ext(externalId) + "/export?format=json"))
                .isInstanceOf(UncheckedIOException.class);
        notebook.takeOut(id(externalId));
    }
}
