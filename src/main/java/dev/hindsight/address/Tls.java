package dev.hindsight.address;

import dev.hindsight.problem.StartFailure;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a connection is encrypted: libpq's {@code sslmode} and {@code sslrootcert}, said to each
 * driver in its own words. The two drivers differ in their defaults (the Vert.x client would not
 * encrypt, JDBC would if it can), so everything is said outright.
 *
 * @param mode {@code disable}, {@code allow}, {@code prefer}, {@code require}, {@code verify-ca} or
 *     {@code verify-full}
 * @param rootCertificate file of the PEM certificates to trust; null for those the JVM trusts
 */
record Tls(String mode, @Nullable String rootCertificate) {

    private static final Set<String> MODES =
            Set.of("disable", "allow", "prefer", "require", "verify-ca", "verify-full");

    /**
     * As written in a URL.
     *
     * @param mode null for {@code prefer}, libpq's default
     * @param rootCertificate a file, {@code system} or null for what the JVM trusts
     * @throws StartFailure if the mode is not one of libpq's
     */
    static Tls of(@Nullable String mode, @Nullable String rootCertificate) {
        if (mode != null && !MODES.contains(mode)) {
            throw new StartFailure(
                    "its sslmode must be disable, allow, prefer, require, verify-ca or verify-full");
        }
        return new Tls(
                mode == null ? "prefer" : mode,
                "system".equals(rootCertificate) ? null : rootCertificate);
    }

    /** What the JDBC driver's URL says of it. */
    Map<String, String> jdbcParameters() {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("sslmode", mode);
        if (rootCertificate != null) {
            parameters.put("sslrootcert", rootCertificate);
        } else if (verifies()) {
            // Otherwise the driver insists on ~/.postgresql/root.crt.
            parameters.put("sslfactory", "org.postgresql.ssl.DefaultJavaSSLFactory");
        }
        return parameters;
    }

    /**
     * What the Vert.x client's URL cannot say of it: settings of a reactive datasource.
     *
     * @param prefix of their names, with the dot
     */
    Map<String, String> reactiveSettings(String prefix) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put(prefix + "trust-all", Boolean.toString(!verifies()));
        settings.put(
                prefix + "hostname-verification-algorithm",
                mode.equals("verify-full") ? "HTTPS" : "NONE");
        if (rootCertificate != null && verifies()) {
            settings.put(prefix + "trust-certificate-pem", "true");
            settings.put(prefix + "trust-certificate-pem.certs", rootCertificate);
        }
        return settings;
    }

    private boolean verifies() {
        return mode.startsWith("verify-");
    }
}
