package dev.hindsight.edge;

import io.quarkus.runtime.annotations.StaticInitSafe;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.SmallRyeConfigBuilderCustomizer;

/**
 * Takes the check of a request's URI over from the framework, which answers a malformed one with an
 * empty 400 before any route; {@link RequestLine} does the same check and says what is wrong.
 *
 * <p>The framework's check is switched by a system property alone, which it reads once, while its
 * classes are loaded or the native image is built. Nothing of ours runs earlier than the customizers
 * of the configuration, so the property is set by one.
 */
@StaticInitSafe
public final class UriCheckHandover implements SmallRyeConfigBuilderCustomizer {

    @Override
    public void configBuilder(SmallRyeConfigBuilder builder) {
        System.setProperty("vertx.disableURIValidation", "true");
    }
}
