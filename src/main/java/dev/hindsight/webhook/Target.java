package dev.hindsight.webhook;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/**
 * Where a webhook listens: an absolute URL of {@code http} or {@code https}.
 *
 * @param uri what was sent
 */
public record Target(URI uri) {

    private static final int MAX_LENGTH = 2_048;
    private static final int HTTP = 80;
    private static final int HTTPS = 443;

    /**
     * Reads a URL.
     *
     * @throws IllegalArgumentException with a sentence for the caller
     */
    public static Target of(String text) {
        if (text.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "It must be at most %,d characters.".formatted(MAX_LENGTH));
        }
        try {
            return new Target(new URI(text).parseServerAuthority());
        } catch (URISyntaxException notOne) {
            throw expected();
        }
    }

    /**
     * A target.
     *
     * @throws IllegalArgumentException with a sentence for the caller
     */
    public Target {
        String scheme = uri.getScheme();
        boolean isHttp = "http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme);
        boolean isAscii = uri.toString().chars().allMatch(c -> c > ' ' && c < 0x7f);
        if (!isHttp || !isAscii || uri.getHost() == null || uri.getPort() == 0) {
            throw expected();
        }
        if (uri.getPort() > 0xffff) {
            throw new IllegalArgumentException("There is no such port.");
        }
        if (uri.getRawUserInfo() != null) {
            throw new IllegalArgumentException(
                    "It must not contain a user or a password: what is sent is signed instead.");
        }
        if (uri.getRawFragment() != null) {
            throw new IllegalArgumentException("It must not contain a fragment.");
        }
    }

    private static IllegalArgumentException expected() {
        return new IllegalArgumentException("It must be an absolute URL of http or https.");
    }

    public boolean isSecure() {
        return uri.getScheme().toLowerCase(Locale.ROOT).equals("https");
    }

    /** Name or address; that of IPv6 without brackets. */
    public String host() {
        String host = uri.getHost();
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    public int port() {
        return uri.getPort() != -1 ? uri.getPort() : isSecure() ? HTTPS : HTTP;
    }

    /** Path and query, as they were sent. */
    public String path() {
        String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        return uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
    }

    @Override
    public String toString() {
        return uri.toString();
    }
}
