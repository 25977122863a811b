package dev.hindsight.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hindsight.access.Caller;
import dev.hindsight.access.Role;
import dev.hindsight.db.Database;
import dev.hindsight.fixture.NewestPostgres;
import dev.hindsight.fixture.Someone;
import dev.hindsight.namespace.Namespaces;
import dev.hindsight.problem.ProblemException;
import dev.hindsight.problem.ProblemType;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the sweep is told. */
@QuarkusTest
@TestProfile(NewestPostgres.class)
class RetentionPoliciesTest {

    private static final byte[] BODY = {'{', '}'};

    @Inject Database database;
    @Inject Namespaces namespaces;
    @Inject RetentionPolicies policies;

    private static <T> T of(Uni<T> answer) {
        return answer.await().atMost(Duration.ofSeconds(30));
    }

    private Caller inNewNamespace() {
        String name = "n-" + UUID.randomUUID();
        int id = of(database.transaction(client -> namespaces.make(client, name))).namespace().id();
        return Someone.of(id, Role.ADMIN);
    }

    private static RetentionPolicy policy(String name, int priority, boolean enabled) {
        return new RetentionPolicy(
                name,
                priority,
                new Selection(List.of("w"), List.of(), Map.of("team", "x")),
                new Age("P1D"),
                null,
                null,
                7,
                CountPer.POLICY,
                null,
                true,
                null,
                enabled);
    }

    @Test
    void everyNamespace_isTold() {
        int untouched = inNewNamespace().namespaceId();
        Caller some = inNewNamespace();
        RetentionPolicy second = policy("second", 1, true);
        RetentionPolicy first = policy("first", 0, true);
        RetentionPolicy off = policy("off", 0, false);
        Stream.of(second, first, off).forEach(it -> of(policies.put(some, it, BODY)));
        Caller none = inNewNamespace();
        of(policies.delete(none, "default"));
        Caller disabled = inNewNamespace();
        of(policies.put(disabled, policy("default", 0, false), BODY));

        var all = of(policies.all());

        assertThat(List.copyOf(all.keySet())).isSorted().contains(1);
        assertThat(all.get(untouched)).containsExactly(RetentionPolicy.DEFAULT);
        assertThat(all.get(some.namespaceId()))
                .containsExactly(first, second, RetentionPolicy.DEFAULT);
        assertThat(all.get(none.namespaceId())).isEmpty();
        assertThat(all.get(disabled.namespaceId())).isEmpty();
        assertThat(of(policies.list(some.namespaceId())))
                .containsExactly(first, off, second, RetentionPolicy.DEFAULT);
    }

    @Test
    void policiesMadeAtOnce_areNotTooMany() {
        Caller caller = inNewNamespace();
        IntStream.range(0, RetentionPolicies.MAX - 3)
                .forEach(i -> of(policies.put(caller, policy("p" + i, i, true), BODY)));

        List<Boolean> made =
                of(
                        Uni.join()
                                .all(
                                        IntStream.range(0, 8)
                                                .mapToObj(i -> isMade(caller, "more" + i))
                                                .toList())
                                .andFailFast());

        assertThat(made).filteredOn(it -> it).hasSize(2);
        assertThat(of(policies.list(caller.namespaceId()))).hasSize(RetentionPolicies.MAX);
    }

    private Uni<Boolean> isMade(Caller caller, String name) {
        return policies.put(caller, policy(name, 0, true), BODY)
                .map(RetentionPolicies.Put::isNew)
                .onFailure(
                        failure ->
                                failure instanceof ProblemException problem
                                        && problem.type() == ProblemType.CONFLICT)
                .recoverWithItem(false);
    }
}
