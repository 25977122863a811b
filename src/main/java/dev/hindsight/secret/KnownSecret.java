package dev.hindsight.secret;

import java.util.List;

/**
 * Secrets that can be told by their look alone. Each is precise enough not to hit ordinary text;
 * what cannot be told apart from it, such as passwords and AWS secret keys, is not among them.
 */
public enum KnownSecret {
    /** The token behind {@code Bearer}, of 16 characters or more. */
    BEARER(1, "\\b(?:Bearer|bearer|BEARER)[ \\t]+([A-Za-z0-9._~+/-]{16,}=*)", "earer", "EARER"),

    /** A JSON web token, signed or encrypted; its header begins with <code>{"</code>. */
    JWT(0, "eyJ[A-Za-z0-9_-]{8,}(?:\\.[A-Za-z0-9_-]*){2,4}", "eyJ"),

    /** A private key in PEM; to the end of the text if its last line is missing. */
    PRIVATE_KEY(
            0,
            "(?s)-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----.*?"
                    + "(?:-----END (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----|\\z)",
            "PRIVATE KEY"),

    /** The id of an AWS access key, lasting or temporary. */
    AWS_ACCESS_KEY(0, "\\b(?:AKIA|ASIA)[A-Z0-9]{16}\\b", "AKIA", "ASIA"),

    /** A token that GitHub issued, of any kind that has a prefix. */
    GITHUB_TOKEN(
            0,
            "\\b(?:gh[oprsu]_[A-Za-z0-9_]{36,}|github_pat_[A-Za-z0-9_]{22,})",
            "gho_",
            "ghp_",
            "ghr_",
            "ghs_",
            "ghu_",
            "github_pat_"),

    /** The password in {@code scheme://user:password@host}. */
    URL_PASSWORD(1, "://[^\\s:/?#@\"'<>]*:([^\\s/?#\"'<>]+)@", "@");

    private final TextPattern pattern;
    private final List<String> marks;

    /** One of the marks stands in every such secret, and looking for them is far cheaper. */
    KnownSecret(int group, String expression, String... marks) {
        this.pattern = TextPattern.ofGroup(expression, group);
        this.marks = List.of(marks);
    }

    SecretFinder finder() {
        return (text, found) -> {
            if (isMarked(text)) {
                pattern.find(text, found);
            }
        };
    }

    private boolean isMarked(String text) {
        for (String mark : marks) {
            if (text.contains(mark)) {
                return true;
            }
        }
        return false;
    }
}
