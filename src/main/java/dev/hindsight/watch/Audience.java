package dev.hindsight.watch;

import dev.hindsight.subscription.LogSubscription;
import dev.hindsight.subscription.News;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/** Those whom changes are told: what they want to hear of, and where it is said. */
interface Audience {

    /** Whether anybody watches all executions of a namespace. */
    boolean watchesAll(int namespaceId);

    /** Whether anybody watches this one execution. */
    boolean watches(int namespaceId, UUID executionId);

    /** Whether anybody reads the log of this execution. */
    boolean reads(int namespaceId, UUID executionId);

    /** Offers to those who watch all executions. */
    void offerAll(int namespaceId, News news);

    /** Offers to those who watch this one execution. */
    void offer(int namespaceId, UUID executionId, News news);

    /** Offers to those who watch any one execution. */
    void offerEach(int namespaceId, News news);

    /** Offers lines to those who read the log of this execution. */
    void offerLines(int namespaceId, UUID executionId, LogSubscription.Added lines);

    /** One who watches a topic, and notes what is said. */
    final class Of implements Audience {

        private final Interests.Topic topic;
        private final List<News> heard = new ArrayList<>();

        Of(Interests.Topic topic) {
            this.topic = topic;
        }

        List<News> heard() {
            return List.copyOf(heard);
        }

        @Override
        public boolean watchesAll(int namespaceId) {
            return topic.namespaceId() == namespaceId && topic.executionId() == null;
        }

        @Override
        public boolean watches(int namespaceId, UUID executionId) {
            return topic.namespaceId() == namespaceId
                    && Objects.equals(topic.executionId(), executionId);
        }

        @Override
        public boolean reads(int namespaceId, UUID executionId) {
            return false;
        }

        @Override
        public void offerAll(int namespaceId, News news) {
            if (watchesAll(namespaceId)) {
                heard.add(news);
            }
        }

        @Override
        public void offer(int namespaceId, UUID executionId, News news) {
            if (watches(namespaceId, executionId)) {
                heard.add(news);
            }
        }

        @Override
        public void offerEach(int namespaceId, News news) {
            if (topic.namespaceId() == namespaceId && topic.executionId() != null) {
                heard.add(news);
            }
        }

        @Override
        public void offerLines(int namespaceId, UUID executionId, LogSubscription.Added lines) {
            // Lines are no events.
        }
    }
}
