package dev.hindsight.content;

import dev.hindsight.db.Database;
import dev.hindsight.problem.ProblemException;
import dev.hindsight.problem.ProblemType;
import dev.hindsight.problem.Violation;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgException;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Has PostgreSQL read values and paths before they are looked for: it alone knows what it takes. */
@ApplicationScoped
public class ContentStore {

    /** The path found something other than one boolean, in this case nothing: it is no predicate. */
    private static final String NO_PREDICATE = "22038";

    private final Database database;

    ContentStore(Database database) {
        this.database = database;
    }

    /** Fails with {@code invalid-request} naming what is not valid; asks nobody where there is nothing. */
    public Uni<Void> check(Content content) {
        return Multi.createFrom()
                .iterable(content.payloads())
                .onItem()
                .transformToUniAndConcatenate(this::check)
                .onItem()
                .ignoreAsUni();
    }

    private Uni<Void> check(PayloadCondition test) {
        String sql =
                switch (test.kind()) {
                    case CONTAINS -> ContentSql.READ_VALUE;
                    case PATH -> ContentSql.READ_PATH;
                };
        return database.ask(sql, Tuple.of(test.argument()))
                .replaceWithVoid()
                .onFailure(ContentStore::isRefusal)
                .transform(refused -> problem(test, (PgException) refused))
                .onFailure(PgException.class)
                .recoverWithNull();
    }

    /** What is wrong with the text itself; what else goes wrong with the sample says nothing. */
    private static boolean isRefusal(Throwable failure) {
        return failure instanceof PgException refused
                && refused.getSqlState() != null
                && (refused.getSqlState().equals(NO_PREDICATE)
                        || !refused.getSqlState().matches("2203.|0A000"));
    }

    private static ProblemException problem(PayloadCondition test, PgException refused) {
        String detail =
                NO_PREDICATE.equals(refused.getSqlState())
                        ? "It must be a predicate, such as $.total > 100 or exists($.items ? (@.price > 5))."
                        : "PostgreSQL does not take it: %s.".formatted(refused.getErrorMessage());
        return new ProblemException(
                ProblemType.INVALID_REQUEST,
                test.parameter() + ": " + detail,
                List.of(new Violation(test.parameter(), detail)));
    }

    /**
     * What a path did to a payload that it did not do to the sample, in the asker's words: compare times
     * with and without a zone, for example.
     */
    public static Throwable translate(Content content, Throwable failure) {
        boolean isPath =
                content.payloads().stream()
                        .anyMatch(test -> test.kind() == PayloadCondition.Kind.PATH);
        return isPath
                        && failure instanceof PgException refused
                        && refused.getSqlState() != null
                        && refused.getSqlState().matches("22...|0A000")
                ? new ProblemException(
                        ProblemType.INVALID_REQUEST,
                        "A path cannot be evaluated: %s.".formatted(refused.getErrorMessage()))
                : failure;
    }
}
