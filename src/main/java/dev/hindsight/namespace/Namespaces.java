package dev.hindsight.namespace;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.hindsight.db.Database;
import dev.hindsight.namespace.Namespace.Quotas;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Finds and makes namespaces. */
@ApplicationScoped
public class Namespaces {

    private final Database database;
    private final NamespaceStore store;

    /** Ids by name, which never change. As many as there are namespaces. */
    private final Map<String, Integer> ids = new ConcurrentHashMap<>();

    /** What changes of a namespace, its quotas, may be told that late. */
    private final Cache<String, Namespace> recent =
            Caffeine.newBuilder()
                    .expireAfterWrite(Duration.ofMinutes(1))
                    .maximumSize(10_000)
                    .build();

    Namespaces(Database database, NamespaceStore store) {
        this.database = database;
        this.store = store;
        ids.put(Namespace.DEFAULT, Namespace.DEFAULT_ID);
    }

    /**
     * The id of a namespace; empty if there is none of that name. Immediately, where it was asked for
     * before.
     */
    public Uni<Optional<Integer>> findId(String name) {
        Integer known = ids.get(name);
        if (known != null) {
            return Uni.createFrom().item(Optional.of(known));
        }
        if (!Namespace.isName(name)) {
            return Uni.createFrom().item(Optional.empty());
        }
        return find(name)
                .map(
                        found -> {
                            found.ifPresent(it -> ids.put(name, it.id()));
                            return found.map(Namespace::id);
                        });
    }

    /** A namespace as it was within the last minute; immediately, where it was asked for then. */
    public Uni<Optional<Namespace>> findRecent(String name) {
        Namespace known = recent.getIfPresent(name);
        if (known != null) {
            return Uni.createFrom().item(Optional.of(known));
        }
        if (!Namespace.isName(name)) {
            return Uni.createFrom().item(Optional.empty());
        }
        return find(name).invoke(found -> found.ifPresent(it -> recent.put(name, it)));
    }

    /** A namespace as it is now. */
    public Uni<Optional<Namespace>> find(String name) {
        return store.find(database.client(), name);
    }

    /** All of them, by name. */
    public Uni<List<Namespace>> list() {
        return store.list(database.client());
    }

    /**
     * A namespace, which is made if it is not there.
     *
     * @param client in whose transaction
     * @param name as {@link Namespace#isName} has it
     */
    public Uni<Made> make(SqlClient client, String name) {
        return store.create(client, name)
                .chain(
                        isNew ->
                                store.find(client, name)
                                        .map(found -> new Made(found.orElseThrow(), isNew)));
    }

    /** A namespace that is there. */
    public Uni<Namespace> get(SqlClient client, int id) {
        return store.get(client, id);
    }

    /** Sets what the callers of a namespace may use. */
    public Uni<Void> setQuotas(SqlClient client, String name, Quotas quotas) {
        return store.setQuotas(client, name, quotas);
    }

    /** Bytes that were sent in a day (UTC). */
    public record DayBytes(int namespaceId, LocalDate day, long bytes) {}

    /**
     * Adds bytes to what others have added, of each namespace and day at most once; tells how many there
     * are of these now.
     */
    public Uni<List<DayBytes>> add(List<DayBytes> some) {
        return store.add(database.client(), some);
    }

    /**
     * A namespace that is there now.
     *
     * @param isNew whether it was not before
     */
    public record Made(Namespace namespace, boolean isNew) {

        /** The same with other quotas. */
        public Made with(Quotas quotas) {
            return new Made(
                    new Namespace(namespace.id(), namespace.name(), namespace.createdAt(), quotas),
                    isNew);
        }
    }
}
