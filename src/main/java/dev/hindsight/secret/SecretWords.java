package dev.hindsight.secret;

import java.util.List;

/**
 * Decides by its name whether a member's value is secret.
 *
 * <p>A key falls into segments at everything that is neither letter nor digit, between letters and
 * digits, and at the humps of camel case ({@code userAPIKey2} is user, API, Key, 2). A word matches
 * where a run of whole segments spells it, whatever their case: {@code apiKey} is found in {@code
 * x-api-key}, {@code APIKEY} and {@code userApiKey2}, {@code token} in {@code access_token} but not
 * in {@code max_tokens} or {@code tokenizer}.
 */
public final class SecretWords {

    private final List<String> words;

    /** Words in any case and separator style; one without letters and digits matches nothing. */
    public SecretWords(List<String> words) {
        this.words =
                words.stream()
                        .map(word -> new Segments(word).letters())
                        .filter(letters -> !letters.isEmpty())
                        .distinct()
                        .toList();
    }

    /** Whether a run of whole segments of {@code key} spells one of the words. */
    public boolean match(String key) {
        Segments segments = new Segments(key);
        for (int start = 0; start >= 0; start = segments.next(start)) {
            for (String word : words) {
                if (segments.spell(word, start)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** A key's letters and digits in lower case, and where its segments begin. */
    private static final class Segments {

        private final StringBuilder letters;
        private final boolean[] begins;

        Segments(String key) {
            letters = new StringBuilder(key.length());
            begins = new boolean[key.length()];
            for (int at = 0; at < key.length(); at++) {
                char c = key.charAt(at);
                if (Character.isLetterOrDigit(c)) {
                    begins[letters.length()] = at == 0 || begins(key, at);
                    letters.append(Character.toLowerCase(c));
                }
            }
        }

        private static boolean begins(String key, int at) {
            char before = key.charAt(at - 1);
            char c = key.charAt(at);
            if (!Character.isLetterOrDigit(before)
                    || Character.isDigit(before) != Character.isDigit(c)) {
                return true;
            }
            if (!Character.isUpperCase(c)) {
                return false;
            }
            // A hump after lower case, or the last capital of a run, which belongs to what follows
            // it.
            return !Character.isUpperCase(before)
                    || (at + 1 < key.length() && Character.isLowerCase(key.charAt(at + 1)));
        }

        String letters() {
            return letters.toString();
        }

        /** The beginning of the segment after the one at {@code start}, or -1. */
        int next(int start) {
            for (int at = start + 1; at < letters.length(); at++) {
                if (begins[at]) {
                    return at;
                }
            }
            return -1;
        }

        boolean spell(String word, int start) {
            int end = start + word.length();
            if (end > letters.length() || (end < letters.length() && !begins[end])) {
                return false;
            }
            for (int i = 0; i < word.length(); i++) {
                if (letters.charAt(start + i) != word.charAt(i)) {
                    return false;
                }
            }
            return true;
        }
    }
}
