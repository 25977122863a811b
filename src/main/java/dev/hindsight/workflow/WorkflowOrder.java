package dev.hindsight.workflow;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** What decides which workflows come first: the last, or the most. */
enum WorkflowOrder {
    LAST_STARTED_AT("lastStartedAt"),
    TOTAL("total"),
    FAILED("failed");

    private final String word;

    WorkflowOrder(String word) {
        this.word = word;
    }

    String word() {
        return word;
    }

    /** All, by the words on the wire. */
    static Map<String, WorkflowOrder> words() {
        Map<String, WorkflowOrder> words = new LinkedHashMap<>();
        Arrays.stream(values()).forEach(it -> words.put(it.word(), it));
        return words;
    }
}
