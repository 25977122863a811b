package dev.hindsight.terminal;

import dev.hindsight.command.Misuse;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which service is asked, and by whom. */
final class ServerOptions {

    @Option(
            names = "--url",
            paramLabel = "<url>",
            defaultValue = "${env:HINDSIGHT_URL:-http://localhost:8080}",
            description =
                    "Where the service is. Unless given: HINDSIGHT_URL, or http://localhost:8080.")
    private String url = "";

    @Option(
            names = "--key",
            paramLabel = "<key>",
            defaultValue = "${env:HINDSIGHT_KEY}",
            description =
                    "An API key. Unless given: HINDSIGHT_KEY, which others on this machine do not"
                            + " see.")
    private @Nullable String key;

    @Option(
            names = "--namespace",
            paramLabel = "<name>",
            description = "Which namespace is looked at, for a key of all of them.")
    private @Nullable String namespace;

    @Option(
            names = "--cacert",
            paramLabel = "<file>",
            defaultValue = "${env:HINDSIGHT_CACERT}",
            description =
                    "PEM certificates to trust instead of this machine's, for a service with a"
                            + " certificate of your own. Unless given: HINDSIGHT_CACERT.")
    private @Nullable String certificates;

    @Option(names = "--json", description = "Print one JSON value a line.")
    private boolean json;

    /** Whether a program reads the answer. */
    boolean isJson() {
        return json;
    }

    /**
     * The service.
     *
     * @throws Misuse if it cannot be one
     */
    Service service() {
        return new Service(
                address(), header("--key", key), header("--namespace", namespace), trust());
    }

    private @Nullable SSLContext trust() {
        if (certificates == null || certificates.isBlank()) {
            return null;
        }
        try (InputStream file = Files.newInputStream(Path.of(certificates))) {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            for (Certificate it :
                    CertificateFactory.getInstance("X.509").generateCertificates(file)) {
                store.setCertificateEntry("trusted-" + store.size(), it);
            }
            TrustManagerFactory trust =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (IOException | InvalidPathException | GeneralSecurityException wrong) {
            throw new Misuse("--cacert names no file of PEM certificates.");
        }
    }

    private URI address() {
        URI address;
        try {
            address = URI.create(url.strip().replaceFirst("/+$", ""));
        } catch (IllegalArgumentException wrong) {
            throw new Misuse("--url is no URL.");
        }
        String scheme = address.getScheme();
        if (address.getHost() == null || !("http".equals(scheme) || "https".equals(scheme))) {
            throw new Misuse("--url takes an address such as https://hindsight.example.com.");
        }
        // It is shown in messages, and a password in it would be too.
        if (address.getUserInfo() != null || address.getQuery() != null) {
            throw new Misuse("--url takes neither a user nor a query.");
        }
        return address;
    }

    /** The client's own complaint of a value would show it. */
    private static @Nullable String header(String option, @Nullable String value) {
        if (value == null || value.isBlank()) {
            return null;
        }
        if (!value.strip().chars().allMatch(it -> it > 0x20 && it < 0x7f)) {
            throw new Misuse(option + " holds characters that none has.");
        }
        return value.strip();
    }
}
