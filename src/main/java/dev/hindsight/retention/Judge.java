package dev.hindsight.retention;

import dev.hindsight.partition.DayRange;
import dev.hindsight.partition.DayTables;
import dev.hindsight.policy.RetentionPolicy;
import dev.hindsight.retention.JudgementSql.Statement;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Says what is due of the executions of a day, by a plan. Reads within a transaction of the caller. */
@ApplicationScoped
public class Judge {

    private final JudgementStore store;

    Judge(JudgementStore store) {
        this.store = store;
    }

    /**
     * Counts what is due of a day. Only those namespaces are asked about that have rows there, which of
     * thousands may be a few.
     */
    public Uni<Assessment> assess(SqlClient client, Plan plan, LocalDate day) {
        return store.namespaces(client, of(day))
                .chain(
                        present ->
                                each(
                                                plan.of(present),
                                                group ->
                                                        store.count(
                                                                client,
                                                                group.set(),
                                                                sql(plan, group).count(of(day))))
                                        .map(all -> together(all, plan.holds(present))));
    }

    /** The executions of a day that stay. */
    public Uni<List<DayTables.Kept>> kept(SqlClient client, Plan plan, LocalDate day) {
        return each(plan, group -> store.kept(client, sql(plan, group).kept(of(day))))
                .map(all -> all.stream().flatMap(List::stream).toList());
    }

    /** An execution of which something is due, and the policy that says so. */
    public record DueExecution(UUID id, String policy, @Nullable String externalId) {}

    /** Executions of a namespace in a day, of which the same is due. */
    public record Batch(Plan plan, LocalDate day, int namespaceId, Due due) {

        private Plan.Group group() {
            return plan.groups().stream()
                    .filter(group -> group.set().namespaceIds().contains(namespaceId))
                    .findFirst()
                    .orElseThrow();
        }

        /** The policy of a name that decides in the namespace. */
        public RetentionPolicy policy(String name) {
            return group().set().policies().stream()
                    .filter(policy -> policy.name().equals(name))
                    .findFirst()
                    .orElseThrow();
        }

        private Statement statement(Function<JudgementSql, Statement> what) {
            return what.apply(new JudgementSql(group(), plan.now()));
        }
    }

    /** Locks the next ones, in the order of their ids, behind one of them. */
    public Uni<List<DueExecution>> lock(SqlClient client, Batch batch, UUID after, int limit) {
        return due(
                client,
                batch,
                batch.statement(
                        sql ->
                                sql.lock(
                                        of(batch.day()),
                                        batch.namespaceId(),
                                        batch.due(),
                                        after,
                                        limit)));
    }

    /** Finds the next ones, likewise. */
    public Uni<List<DueExecution>> find(SqlClient client, Batch batch, UUID after, int limit) {
        return due(
                client,
                batch,
                batch.statement(
                        sql ->
                                sql.find(
                                        of(batch.day()),
                                        batch.namespaceId(),
                                        batch.due(),
                                        after,
                                        limit)));
    }

    /** Locks those of some that are still due. */
    public Uni<List<DueExecution>> lockAll(SqlClient client, Batch batch, List<UUID> ids) {
        return due(
                client,
                batch,
                batch.statement(
                        sql ->
                                sql.lockAll(
                                        of(batch.day()), batch.namespaceId(), batch.due(), ids)));
    }

    private Uni<List<DueExecution>> due(SqlClient client, Batch batch, Statement statement) {
        return store.due(client, batch.group().set(), statement);
    }

    private static Assessment together(List<Assessment> all, boolean isComplete) {
        return new Assessment(
                all.stream().flatMap(it -> it.counts().stream()).toList(),
                all.stream().mapToLong(Assessment::unexpired).sum(),
                all.stream().mapToLong(Assessment::unarchived).sum(),
                isComplete);
    }

    private static DayRange of(LocalDate day) {
        return new DayRange(day, day);
    }

    private static JudgementSql sql(Plan plan, Plan.Group group) {
        return new JudgementSql(group, plan.now());
    }

    private static <T> Uni<List<T>> each(Plan plan, Function<Plan.Group, Uni<T>> work) {
        return Multi.createFrom()
                .iterable(plan.groups())
                .onItem()
                .transformToUniAndConcatenate(work::apply)
                .collect()
                .asList();
    }
}
