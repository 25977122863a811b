package dev.hindsight.oidc;

import dev.hindsight.access.AccessConfig.Mode;
import dev.hindsight.access.AccessMode;
import dev.hindsight.boot.StartupCheck;
import dev.hindsight.namespace.Namespace;
import dev.hindsight.problem.StartFailure;
import jakarta.inject.Singleton;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** Whether the settings say whose tokens are taken. Nobody is asked: a provider may be away. */
@Singleton
class OidcCheck implements StartupCheck {

    private static final Logger LOG = Logger.getLogger(OidcCheck.class);

    private final OidcConfig config;
    private final AccessMode mode;

    OidcCheck(OidcConfig config, AccessMode mode) {
        this.config = config;
        this.mode = mode;
    }

    @Override
    public void check() {
        if (mode.isOpen(Mode.OIDC)) {
            check(config);
        } else {
            checkUnused(config);
        }
    }

    /** Warns of settings that say whose tokens are taken, where none are. */
    static void checkUnused(OidcConfig config) {
        boolean isSet =
                Stream.of(
                                config.issuer(),
                                config.clientId(),
                                config.clientSecret(),
                                config.audience(),
                                config.namespaceClaim(),
                                config.namespace(),
                                config.payloadsClaim())
                        .anyMatch(Optional::isPresent);
        if (isSet) {
            LOG.warn(
                    "HINDSIGHT_OIDC_* is set, but HINDSIGHT_AUTH has no oidc: no token lets anybody"
                            + " in, and the dashboard offers no sign-in");
        }
    }

    /**
     * Whether tokens can be taken with given settings.
     *
     * @throws StartFailure if not
     */
    static void check(OidcConfig config) {
        checkIssuer(
                config.issuer()
                        .orElseThrow(
                                () ->
                                        new StartFailure(
                                                "HINDSIGHT_AUTH has oidc, so HINDSIGHT_OIDC_ISSUER"
                                                        + " must say whose tokens are taken")));
        if (config.audience().or(() -> config.clientId().map(Set::of)).isEmpty()) {
            throw new StartFailure(
                    "HINDSIGHT_AUTH has oidc, so HINDSIGHT_OIDC_AUDIENCE or HINDSIGHT_OIDC_CLIENT_ID"
                            + " must say which tokens are meant for this service");
        }
        StartupCheck.within(
                "hindsight.oidc.leeway, in seconds,", config.leeway().toSeconds(), 0, 300);
        checkNamespace(config);
    }

    private static void checkNamespace(OidcConfig config) {
        if (config.namespace().isPresent() && config.namespaceClaim().isPresent()) {
            throw new StartFailure(
                    "HINDSIGHT_OIDC_NAMESPACE and HINDSIGHT_OIDC_NAMESPACE_CLAIM are set: either"
                            + " everybody is in one namespace, or a claim says in which");
        }
        String namespace = config.namespace().orElse(Namespace.ALL);
        if (!Namespace.ALL.equals(namespace) && !Namespace.isName(namespace)) {
            throw new StartFailure("HINDSIGHT_OIDC_NAMESPACE is no name of a namespace, nor *");
        }
    }

    private static void checkIssuer(String issuer) {
        URI address;
        try {
            address = new URI(issuer);
        } catch (URISyntaxException noAddress) {
            throw unusable();
        }
        boolean plain = "http".equals(address.getScheme());
        boolean whole =
                (plain || "https".equals(address.getScheme()))
                        && address.getHost() != null
                        && Stream.of(
                                        Optional.ofNullable(address.getQuery()),
                                        Optional.ofNullable(address.getFragment()),
                                        Optional.ofNullable(address.getUserInfo()))
                                .allMatch(Optional::isEmpty);
        if (!whole) {
            throw unusable();
        }
        if (plain && !List.of("localhost", "127.0.0.1", "[::1]").contains(address.getHost())) {
            LOG.warn(
                    "HINDSIGHT_OIDC_ISSUER is read over http: whoever can get between may hand out"
                            + " keys, and with them tokens, of their own");
        }
    }

    private static StartFailure unusable() {
        return new StartFailure(
                "HINDSIGHT_OIDC_ISSUER must be an address such as https://id.example/realms/main,"
                        + " without a query");
    }
}
