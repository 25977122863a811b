package dev.hindsight.subscription;

import io.smallrye.mutiny.Uni;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What one connection watches, by the names that its client gave. It belongs to the {@link Stage}.
 *
 * <p>A client may give up what it has just asked for, and ask for something else under the same name.
 * What is asked of the database for a subscription goes on all the same, and is counted until it is
 * answered: however fast a client asks and gives up, few of its questions are ever under way.
 */
public final class NamedSubscriptions {

    /** Most subscriptions at once, and most that were given up and are still read. */
    public static final int MAX = 20;

    private final Consumer<Subscription> leave;
    private final Map<String, Subscription> open = new HashMap<>();

    /** Those that are being looked for, by their names: each another object. */
    private final Map<String, Object> asked = new HashMap<>();

    /** Those that were given up while they were read. */
    private final Set<Subscription> givenUp = new HashSet<>();

    /** How many are being looked for, given up or not. */
    private int unanswered;

    /**
     * None yet.
     *
     * @param leave ends a subscription that was opened
     */
    public NamedSubscriptions(Consumer<Subscription> leave) {
        this.leave = leave;
    }

    /** Whether there is one of that name, or will be. */
    public boolean has(String id) {
        return open.containsKey(id) || asked.containsKey(id);
    }

    /** Whether there are as many as there may be. */
    public boolean isFull() {
        return open.size() + asked.size() >= MAX;
    }

    /** Whether as many are read in vain as may be. */
    public boolean isExhausted() {
        givenUp.removeIf(it -> !it.isReading());
        return unanswered - asked.size() + givenUp.size() >= MAX;
    }

    /** Takes one in under its name, which must be free. */
    public void add(Subscription subscription) {
        open.put(subscription.id(), subscription);
    }

    /**
     * Takes one in when it is found, unless it was given up by then.
     *
     * @param found answers on the stage
     * @param failed is told why it is not
     */
    public void add(String id, Uni<Subscription> found, Consumer<Throwable> failed) {
        Object self = new Object();
        asked.put(id, self);
        unanswered++;
        found.subscribe()
                .with(
                        subscription -> {
                            unanswered--;
                            if (asked.remove(id, self)) {
                                add(subscription);
                            } else {
                                giveUp(subscription);
                            }
                        },
                        failure -> {
                            unanswered--;
                            if (asked.remove(id, self)) {
                                failed.accept(failure);
                            }
                        });
    }

    /** Gives one up; nothing happens if there is none of that name. */
    public void end(String id) {
        asked.remove(id);
        Subscription subscription = open.remove(id);
        if (subscription != null) {
            giveUp(subscription);
        }
    }

    private void giveUp(Subscription subscription) {
        leave.accept(subscription);
        if (subscription.isReading()) {
            givenUp.add(subscription);
        }
    }

    /** One has ended by itself; another of its name stays. */
    public void forget(Subscription ended) {
        open.remove(ended.id(), ended);
    }

    /** Gives all of them up. */
    public void endAll() {
        List<Subscription> all = List.copyOf(open.values());
        open.clear();
        asked.clear();
        all.forEach(leave);
    }
}
