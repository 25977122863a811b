package dev.hindsight.boot;

import io.quarkus.smallrye.openapi.runtime.OpenApiConstants;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Where the framework looks for the OpenAPI document at the start, and finds none. It would read the
 * half megabyte into a model and write that as JSON and as YAML, a third of what a native start took;
 * the document is served as the build made it (package {@code openapi}).
 */
final class NoDocument extends ClassLoader {

    private NoDocument() {
        super(null);
    }

    /** To be called before the framework starts. */
    static void install() {
        OpenApiConstants.classLoader = new NoDocument();
    }

    @Override
    public @Nullable InputStream getResourceAsStream(String name) {
        return null;
    }
}
