package dev.hindsight.sla;

import java.util.NoSuchElementException;
import java.util.stream.Stream;

/** What can be expected of a workflow. */
enum Rule {
    /** No execution takes longer; in milliseconds. */
    MAX_DURATION(0, "maxDuration"),
    /** Of those that finish no fewer complete; in percent. */
    MIN_SUCCESS_RATE(1, "minSuccessRate"),
    /** One starts at least as often; in milliseconds. */
    MAX_SILENCE(2, "maxSilence");

    private final int code;
    private final String word;

    Rule(int code, String word) {
        this.code = code;
        this.word = word;
    }

    /** As it is stored. */
    short code() {
        return (short) code;
    }

    /** As it is written. */
    String word() {
        return word;
    }

    static Rule ofCode(int code) {
        return Stream.of(values())
                .filter(it -> it.code == code)
                .findFirst()
                .orElseThrow(() -> new NoSuchElementException("rule " + code));
    }
}
