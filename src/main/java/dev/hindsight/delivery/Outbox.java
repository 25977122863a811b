package dev.hindsight.delivery;

import dev.hindsight.change.FeedSnapshot;
import dev.hindsight.delivery.Course.Happening;
import dev.hindsight.subscription.FilterMatch;
import dev.hindsight.subscription.Traits;
import dev.hindsight.webhook.EventKind;
import dev.hindsight.webhook.Webhook;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What is to be written into the outbox, while a transaction finds it: who wants to hear of what. */
final class Outbox {

    private final Map<Integer, List<Subscriber>> subscribers;
    private final List<Draft> drafts = new ArrayList<>();
    private final Map<UUID, Long> room = new HashMap<>();
    private final Set<Webhook> full = new LinkedHashSet<>();
    private long nextId;

    /** For enabled webhooks; numbers begin with this one. */
    Outbox(List<Webhook> webhooks, long nextId) {
        this.subscribers =
                webhooks.stream()
                        .map(Subscriber::new)
                        .collect(Collectors.groupingBy(it -> it.webhook.namespaceId()));
        this.nextId = nextId;
    }

    /** A delivery that is not written yet. */
    record Draft(long id, Webhook webhook, Happening happening) {}

    /** A webhook that knows what it wants to hear. */
    private static final class Subscriber {

        private final Webhook webhook;
        private final Set<EventKind> kinds;
        private final FilterMatch match;
        private final @Nullable FeedSnapshot begins;

        Subscriber(Webhook webhook) {
            this.webhook = webhook;
            this.kinds = EnumSet.noneOf(EventKind.class);
            this.kinds.addAll(webhook.events());
            this.match = new FilterMatch(webhook.order().filter());
            String snapshot = webhook.since().snapshot();
            this.begins = snapshot == null ? null : FeedSnapshot.ofText(snapshot).orElse(null);
        }

        boolean wants(Happening happening) {
            return kinds.contains(happening.kind()) && isNew(happening) && concerns(happening);
        }

        private boolean concerns(Happening happening) {
            Traits traits = happening.traits();
            String workflowId = happening.workflowId();
            return traits != null
                    ? match.matches(traits)
                    : workflowId == null || match.concerns(workflowId);
        }

        private boolean isNew(Happening happening) {
            Long xid = happening.xid();
            if (xid == null) {
                return !happening.at().isBefore(webhook.since().at());
            }
            return begins == null || !begins.sees(xid);
        }
    }

    /** Namespaces in which anybody listens. */
    Set<Integer> namespaces() {
        return subscribers.keySet();
    }

    /** From when on anybody listens in a namespace, at the earliest. */
    OffsetDateTime since(int namespaceId) {
        return of(namespaceId).stream()
                .map(it -> it.webhook.since().at())
                .min(Comparator.naturalOrder())
                .orElse(OffsetDateTime.MAX);
    }

    /** Whether anybody has not been followed for yet. */
    boolean hasNewcomers() {
        return subscribers.values().stream()
                .flatMap(List::stream)
                .anyMatch(it -> it.begins != null);
    }

    /** What the first of them has seen who began, if all have only just begun. */
    Optional<FeedSnapshot> begins() {
        List<Subscriber> all = subscribers.values().stream().flatMap(List::stream).toList();
        return all.stream().allMatch(it -> it.begins != null)
                ? all.stream()
                        .flatMap(it -> Stream.ofNullable(it.begins))
                        .reduce((one, other) -> one.isBefore(other) ? one : other)
                : Optional.empty();
    }

    /** Drafts what is wanted of events, in any order, of a namespace. */
    void offer(int namespaceId, List<Happening> happenings) {
        for (Subscriber subscriber : of(namespaceId)) {
            for (Happening happening : happenings) {
                if (subscriber.wants(happening)) {
                    drafts.add(new Draft(0, subscriber.webhook, happening));
                }
            }
        }
    }

    private List<Subscriber> of(int namespaceId) {
        return subscribers.getOrDefault(namespaceId, List.of());
    }

    /** Whether anything is drafted. */
    boolean isEmpty() {
        return drafts.isEmpty();
    }

    /** Webhooks that drafts are for, of which it is not known how many more may wait. */
    List<Webhook> unmeasured() {
        return drafts.stream()
                .map(Draft::webhook)
                .distinct()
                .filter(it -> !room.containsKey(it.id()))
                .toList();
    }

    /** Notes how many more may wait for a webhook. */
    void measured(UUID webhookId, long more) {
        room.put(webhookId, more);
    }

    /** Takes what is drafted, in the order in which it happened, as far as there is room. */
    List<Draft> take() {
        List<Draft> taken = new ArrayList<>(drafts.size());
        drafts.sort(Comparator.comparingLong(it -> it.happening().order()));
        for (Draft draft : drafts) {
            UUID id = draft.webhook().id();
            long left = room.getOrDefault(id, 0L);
            if (left > 0) {
                room.put(id, left - 1);
                taken.add(new Draft(nextId++, draft.webhook(), draft.happening()));
            } else {
                full.add(draft.webhook());
            }
        }
        drafts.clear();
        return taken;
    }

    /** Webhooks for which there was no room. */
    List<Webhook> full() {
        return List.copyOf(full);
    }

    /** The number of the next delivery. */
    long nextId() {
        return nextId;
    }
}
