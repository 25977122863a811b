package dev.hindsight.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hindsight.fixture.Api;
import dev.hindsight.fixture.Artifact;
import dev.hindsight.fixture.AtOnce;
import dev.hindsight.fixture.Postgres;
import dev.hindsight.reliability.Way.Door;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/**
 * Two replicas are told of the same executions at the same moment, by many clients and in as many
 * orders. Their transactions meet in the same rows; none of the clients may notice.
 */
class ReplicasIT {

    private static final int CLIENTS = 32;
    private static final int STORIES = 4;

    /** Most reports of one body. */
    private static final int MAX_LINES = 12;

    private static final List<Artifact> REPLICAS = new ArrayList<>();
    private static final List<String> URLS = new ArrayList<>();

    private record Told(int story, Piece piece) {}

    @BeforeContainer
    static void start() throws IOException {
        String database = Postgres.NEWEST.freshDatabase();
        for (int i = 0; i < 2; i++) {
            Artifact replica = Artifact.start(Map.of("HINDSIGHT_DATABASE_URL", database));
            REPLICAS.add(replica);
            URLS.add(replica.url());
        }
    }

    @AfterContainer
    static void stop() {
        REPLICAS.forEach(Artifact::close);
        assertThat(REPLICAS).flatExtracting(Artifact::complaints).isEmpty();
    }

    @Provide
    static Arbitrary<List<Story>> stories() {
        return Stories.any().list().ofSize(STORIES);
    }

    @Property(tries = 6, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
    void clients_doNotNoticeEachOther(@ForAll("stories") List<Story> stories, @ForAll long seed)
            throws Exception {
        List<String> ids = Stream.generate(Api::fresh).limit(STORIES).toList();

        AtOnce.ask(CLIENTS, client -> tell(stories, ids, client, new Random(seed + client)));

        for (int i = 0; i < STORIES; i++) {
            String straight = Api.fresh();
            Story story = stories.get(i);
            Way.straight(story).take(story, new Sender(URLS.get(0), straight));
            FinalRecord expected = FinalRecord.of(URLS.get(0), straight);
            for (String url : URLS) {
                assertThat(FinalRecord.of(url, ids.get(i))).as("%s", story).isEqualTo(expected);
            }
        }
    }

    /** All of all stories, in some order, one by one or in bodies that mix them. */
    private static boolean tell(List<Story> stories, List<String> ids, int client, Random random) {
        String url = URLS.get(client % URLS.size());
        List<Sender> senders = ids.stream().map(id -> new Sender(url, id)).toList();
        List<Told> all = new ArrayList<>();
        for (int i = 0; i < stories.size(); i++) {
            int story = i;
            stories.get(i).pieces().forEach(piece -> all.add(new Told(story, piece)));
        }
        Collections.shuffle(all, random);
        for (int begin = 0, end = 0; begin < all.size(); begin = end) {
            end = Math.min(all.size(), begin + 1 + random.nextInt(MAX_LINES));
            List<Told> some = all.subList(begin, end);
            if (random.nextBoolean()) {
                some.forEach(it -> senders.get(it.story()).send(Door.SINGLE, List.of(it.piece())));
            } else {
                Sender.bulk(
                        url,
                        some.stream().map(it -> senders.get(it.story()).line(it.piece())).toList());
            }
        }
        return true;
    }
}
