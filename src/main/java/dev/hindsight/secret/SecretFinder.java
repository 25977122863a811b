package dev.hindsight.secret;

/** Finds one kind of secret in texts. */
@FunctionalInterface
interface SecretFinder {

    /** Adds every place where such a secret stands in {@code text}. */
    void find(String text, Spans found);
}
