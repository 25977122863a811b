package dev.hindsight.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hindsight.fixture.Api;
import dev.hindsight.fixture.Artifact;
import dev.hindsight.fixture.Postgres;
import dev.hindsight.reliability.Way.Door;
import dev.hindsight.reliability.Way.Send;
import java.io.IOException;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/**
 * Reports that differ in rank or reportedAt make the same record in whatever order they come, however
 * often, alone or with others, through whichever door. Where they do not, a smaller story and a shorter
 * way are looked for that show it too.
 *
 * <p>How many stories are told is the setting {@code jqwik.tries.default}; the printed seed, as that of
 * the annotation, tells the same ones again.
 */
class ReportOrderIT {

    private static Artifact service;
    private static String url;

    @BeforeContainer
    static void start() throws IOException {
        service = Artifact.start(Map.of("HINDSIGHT_DATABASE_URL", Postgres.NEWEST.freshDatabase()));
        url = service.url();
    }

    @AfterContainer
    static void stop() {
        service.close();
        assertThat(service.complaints()).isEmpty();
    }

    @Provide
    static Arbitrary<Story> stories() {
        return Stories.any();
    }

    @Provide
    static Arbitrary<Way> ways() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 99), Arbitraries.of(Door.class))
                .as(Send::new)
                .list()
                .ofMaxSize(28)
                .map(Way::new);
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void finalRecord_doesNotShowTheWay(@ForAll("stories") Story story, @ForAll("ways") Way way) {
        FinalRecord straight = record(story, Way.straight(story));

        assertThat(record(story, way)).as("%s%n%s", story, way).isEqualTo(straight);
    }

    private static FinalRecord record(Story story, Way way) {
        String externalId = Api.fresh();
        way.take(story, new Sender(url, externalId));
        return FinalRecord.of(url, externalId);
    }
}
