package dev.hindsight.naming;

import dev.hindsight.partition.Uuid7;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which execution each report of a batch is about: looks external ids up, claims those of executions
 * that are to begin, and gives back what was claimed in vain. One per batch and transaction.
 */
public final class Addressing {

    private final ExternalIdStore store;
    private final Recall recall;
    private final SqlClient client;
    private final int namespaceId;
    private final List<Address> addresses;
    private final @Nullable UUID[] ids;

    /** What the external ids of this batch led to when they were last looked up. */
    private Map<String, Known> known = Map.of();

    /** External ids that this batch took, and for which executions. */
    private final Map<String, UUID> claims = new TreeMap<>();

    /** Tombstones among them. */
    private final Map<String, Known> tombstones = new TreeMap<>();

    /** Executions that this batch mints and that can therefore not be there yet. */
    private final Set<UUID> minted = new HashSet<>();

    /** External ids whose execution turned out not to exist. */
    private final Map<String, UUID> dangling = new HashMap<>();

    Addressing(
            ExternalIdStore store,
            ExternalIdCache cache,
            SqlClient client,
            int namespaceId,
            List<Address> addresses) {
        this.store = store;
        this.recall = new Recall(cache, namespaceId);
        this.client = client;
        this.namespaceId = namespaceId;
        this.addresses = List.copyOf(addresses);
        this.ids = new UUID[addresses.size()];
    }

    /** Told of the reports that are about no execution. Reports are meant by their position. */
    public interface Refusal {

        /** There is none, and the report begins none. */
        void unknown(int report);

        /** Retention removed it. */
        void removed(int report, Known known);

        /** Its id and its external id are of different ones. */
        void contradictory(int report);
    }

    /** The execution of a report; {@code null} while another may be faster, until the next look. */
    public @Nullable UUID id(int report) {
        return ids[report];
    }

    /** Whether an execution was minted for a report and cannot be there yet. */
    public boolean isNew(UUID id) {
        return minted.contains(id);
    }

    /** Notes that an execution may be there by now. */
    public void noteKnown(UUID id) {
        minted.remove(id);
    }

    /** Finds or mints the id of every report of these. */
    public Uni<Void> find(List<Integer> open, Refusal refusal) {
        Set<String> names = new TreeSet<>();
        recall.begin();
        for (int i : open) {
            ids[i] = addresses.get(i).id();
            if (ids[i] != null && addresses.get(i).externalId() != null) {
                // Whether the two belong together can be told by the database alone.
                recall.distrust(addresses.get(i).externalId());
            }
        }
        Map<String, UUID> unheard = new TreeMap<>();
        for (int i : open) {
            Address address = addresses.get(i);
            String name = address.externalId();
            if (name == null || recall.find(name)) {
                continue;
            }
            if (address.begins() && !recall.isDistrusted(name)) {
                unheard.putIfAbsent(name, Uuid7.mint());
            } else {
                names.add(name);
            }
        }
        names.removeAll(unheard.keySet());
        return store.claimNew(client, namespaceId, unheard)
                .chain(
                        fresh -> {
                            unheard.keySet().removeAll(fresh.keySet());
                            names.addAll(unheard.keySet());
                            return store.find(client, namespaceId, List.copyOf(names))
                                    .invoke(found -> learn(found, fresh));
                        })
                .chain(() -> claim(open, refusal));
    }

    private void learn(Map<String, Known> found, Map<String, UUID> fresh) {
        known = new HashMap<>(found);
        fresh.forEach(
                (name, id) -> {
                    claims.put(name, id);
                    minted.add(id);
                    known.put(name, new Known(id, null, null));
                    recall.remember(name, known.get(name));
                });
        found.forEach(recall::remember);
        recall.found().forEach((name, id) -> known.put(name, new Known(id, null, null)));
    }

    /**
     * Whether the external id of a report was recalled and misled: its execution is not there, or has
     * another external id by now. The next look asks the database.
     *
     * @param externalId of the execution as it stands; {@code null} if it is not there
     */
    public boolean isMisled(int report, @Nullable String externalId) {
        String name = addresses.get(report).externalId();
        if (name == null || !recall.found().containsKey(name) || name.equals(externalId)) {
            return false;
        }
        recall.forget(name);
        ids[report] = null;
        return true;
    }

    /**
     * Notes that the execution of a report does not exist; tells whether an external id leads to it
     * nevertheless, which the next look will give to another. Not if the report named the execution
     * itself and the external id was claimed for it: then it is about to begin.
     */
    public boolean isLost(int report) {
        Address address = addresses.get(report);
        String name = address.externalId();
        Known found = name == null ? null : known.get(name);
        if (found == null
                || found.isRemoved()
                || minted.contains(found.id())
                || !found.id().equals(ids[report])) {
            return false;
        }
        if (found.id().equals(address.id()) && found.id().equals(claims.get(name))) {
            return false;
        }
        dangling.put(name, found.id());
        ids[report] = null;
        return true;
    }

    /**
     * Notes that a report came to nothing, and that its execution does not have the external id: one
     * that was claimed for it leads nowhere.
     */
    public void abandon(int report) {
        String name = addresses.get(report).externalId();
        UUID claimed = name == null ? null : claims.get(name);
        if (claimed != null && claimed.equals(ids[report])) {
            dangling.put(name, claimed);
        }
    }

    private Uni<Void> claim(List<Integer> open, Refusal refusal) {
        dangling.entrySet().removeIf(it -> !isDangling(it.getKey(), known.get(it.getKey())));
        Map<String, UUID> wanted = new TreeMap<>();
        for (int i : open) {
            String name = addresses.get(i).externalId();
            Known found = name == null ? null : known.get(name);
            if (found != null && !found.isRemoved() && !isDangling(name, found)) {
                follow(i, found.id(), refusal);
            } else if (name == null || !wanted.containsKey(name)) {
                // Else a report before it is about to take the name: the next look tells if it did.
                want(i, found, wanted, refusal);
            }
        }
        return wanted.isEmpty()
                ? Uni.createFrom().voidItem()
                : take(wanted).invoke(taken -> assign(open, wanted, taken)).replaceWithVoid();
    }

    /** What becomes of a report to whose execution nothing leads. */
    private void want(int i, @Nullable Known found, Map<String, UUID> wanted, Refusal refusal) {
        Address address = addresses.get(i);
        String name = address.externalId();
        if (found != null && found.isRemoved() && !address.renews()) {
            refusal.removed(i, found);
        } else if (!address.begins() && (address.id() == null || isOfNobody(address))) {
            refusal.unknown(i);
        } else if (name != null) {
            wanted.put(name, address.id() == null ? Uuid7.mint() : address.id());
        } else if (address.id() == null) {
            ids[i] = Uuid7.mint();
            minted.add(ids[i]);
        }
    }

    /** Whether a report looks for an execution by an external id that none has, and gives it none. */
    private static boolean isOfNobody(Address address) {
        return address.externalId() != null && !address.names();
    }

    private boolean isDangling(String name, @Nullable Known found) {
        return found != null && found.id().equals(dangling.get(name));
    }

    private void follow(int i, UUID found, Refusal refusal) {
        UUID sent = addresses.get(i).id();
        if (sent != null && !sent.equals(found)) {
            refusal.contradictory(i);
        } else {
            ids[i] = found;
        }
    }

    private Uni<Map<String, UUID>> take(Map<String, UUID> wanted) {
        Map<String, UUID> free = new TreeMap<>();
        Map<String, UUID> held = new TreeMap<>();
        wanted.forEach((name, id) -> (dangling.containsKey(name) ? held : free).put(name, id));
        Map<String, UUID> taken = new HashMap<>();
        return (free.isEmpty()
                        ? Uni.createFrom().item(Map.<String, UUID>of())
                        : store.claim(client, namespaceId, free))
                .invoke(taken::putAll)
                .chain(
                        () ->
                                held.isEmpty()
                                        ? Uni.createFrom().item(Map.<String, UUID>of())
                                        : store.takeOver(client, namespaceId, dangling, held))
                .invoke(taken::putAll)
                .replaceWith(taken);
    }

    private void assign(List<Integer> open, Map<String, UUID> wanted, Map<String, UUID> taken) {
        claims.putAll(taken);
        taken.forEach((name, id) -> recall.remember(name, new Known(id, null, null)));
        taken.keySet().forEach(dangling::remove);
        for (String name : taken.keySet()) {
            Known before = known.get(name);
            if (before != null && before.isRemoved()) {
                tombstones.put(name, before);
            }
        }
        for (int i : open) {
            String name = addresses.get(i).externalId();
            if (name != null && wanted.containsKey(name)) {
                UUID sent = addresses.get(i).id();
                UUID id = taken.get(name);
                // Another was faster, or another report of this batch claims it: the next look will
                // find whose it is.
                ids[i] = sent == null || sent.equals(id) ? id : null;
            }
        }
    }

    /**
     * Gives external ids back: those claimed for executions that did not come to be, and those that
     * were taken away from theirs.
     *
     * @param kept external ids of the executions as they stand now
     * @param dropped external ids that executions had until now, with those
     */
    public Uni<Void> release(Set<String> kept, Map<String, UUID> dropped) {
        Map<String, UUID> free = new TreeMap<>(claims);
        free.keySet().removeAll(kept);
        tombstones.keySet().retainAll(free.keySet());
        free.putAll(dropped);
        if (free.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        Uni<Void> released = store.release(client, namespaceId, free);
        return tombstones.isEmpty()
                ? released
                : released.chain(() -> store.buryAgain(client, namespaceId, tombstones));
    }
}
