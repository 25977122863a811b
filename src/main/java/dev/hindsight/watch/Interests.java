package dev.hindsight.watch;

import dev.hindsight.subscription.EventSubscription;
import dev.hindsight.subscription.LogSubscription;
import dev.hindsight.subscription.News;
import dev.hindsight.subscription.Subscription;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Who watches what on this replica. */
final class Interests implements Audience {

    /**
     * What a subscription watches.
     *
     * @param executionId the one execution; {@code null} for all of the namespace
     */
    record Topic(int namespaceId, @Nullable UUID executionId) {}

    private final Map<Subscription, Topic> topics = new HashMap<>();
    private final Map<Topic, Set<EventSubscription>> events = new HashMap<>();
    private final Map<Topic, Set<LogSubscription>> logs = new HashMap<>();

    void add(Subscription subscription, Topic topic) {
        topics.put(subscription, topic);
        if (subscription instanceof EventSubscription watching) {
            put(events, topic, watching);
        } else if (subscription instanceof LogSubscription reading) {
            put(logs, topic, reading);
        }
    }

    private static <S> void put(Map<Topic, Set<S>> all, Topic topic, S subscription) {
        all.compute(
                topic,
                (same, known) -> {
                    Set<S> more = known == null ? new HashSet<>() : known;
                    more.add(subscription);
                    return more;
                });
    }

    /** Tells whether it was there. */
    boolean remove(Subscription subscription) {
        Topic topic = topics.remove(subscription);
        if (topic == null) {
            return false;
        }
        take(events, topic, subscription);
        take(logs, topic, subscription);
        return true;
    }

    private static <S> void take(Map<Topic, Set<S>> all, Topic topic, Subscription subscription) {
        all.computeIfPresent(
                topic,
                (same, known) -> {
                    known.remove(subscription);
                    return known.isEmpty() ? null : known;
                });
    }

    boolean isEmpty() {
        return topics.isEmpty();
    }

    /** All of them, as they are now. */
    Collection<Subscription> all() {
        return List.copyOf(topics.keySet());
    }

    @Override
    public boolean watchesAll(int namespaceId) {
        return events.containsKey(new Topic(namespaceId, null));
    }

    @Override
    public boolean watches(int namespaceId, UUID executionId) {
        return events.containsKey(new Topic(namespaceId, executionId));
    }

    @Override
    public boolean reads(int namespaceId, UUID executionId) {
        return logs.containsKey(new Topic(namespaceId, executionId));
    }

    @Override
    public void offerAll(int namespaceId, News news) {
        watching(new Topic(namespaceId, null)).forEach(it -> it.offer(news));
    }

    @Override
    public void offer(int namespaceId, UUID executionId, News news) {
        watching(new Topic(namespaceId, executionId)).forEach(it -> it.offer(news));
    }

    private Set<EventSubscription> watching(Topic topic) {
        return events.getOrDefault(topic, Set.of());
    }

    @Override
    public void offerEach(int namespaceId, News news) {
        events.forEach(
                (topic, watching) -> {
                    if (topic.namespaceId() == namespaceId && topic.executionId() != null) {
                        watching.forEach(it -> it.offer(news));
                    }
                });
    }

    @Override
    public void offerLines(int namespaceId, UUID executionId, LogSubscription.Added lines) {
        logs.getOrDefault(new Topic(namespaceId, executionId), Set.of())
                .forEach(it -> it.offer(lines));
    }
}
