package dev.hindsight.live;

import dev.hindsight.change.FeedPosition;
import dev.hindsight.execution.ExecutionRef;
import dev.hindsight.filter.ExecutionFilter;
import dev.hindsight.log.LogLevel;
import org.jspecify.annotations.Nullable;

/** What a client says. */
sealed interface ClientFrame {

    /** The first frame. */
    record Hello(@Nullable String token) implements ClientFrame {}

    /** To watch all executions that match. */
    record SubscribeExecutions(
            String id, ExecutionFilter filter, int items, @Nullable FeedPosition resume)
            implements ClientFrame {}

    /** To watch one execution. */
    record SubscribeExecution(
            String id, ExecutionRef execution, int items, @Nullable FeedPosition resume)
            implements ClientFrame {}

    /** To read the lines of an execution, from this level up if one is named. */
    record SubscribeLogs(
            String id, ExecutionRef execution, long afterSequence, @Nullable LogLevel least)
            implements ClientFrame {}

    /** To watch something no more. */
    record Unsubscribe(String id) implements ClientFrame {}
}
