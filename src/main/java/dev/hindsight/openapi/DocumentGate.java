package dev.hindsight.openapi;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Answers {@code /q/openapi} with the document as it was when the service was built: as YAML, or as JSON
 * to {@code .json}, {@code ?format=json} and those who accept JSON. The framework would make it anew at
 * every start, and is kept from it ({@code boot}).
 */
@Singleton
final class DocumentGate {

    /** Behind the check of credentials and the dashboard, before the framework's own answer. */
    private static final int ORDER = Integer.MIN_VALUE + 3;

    /** A form of the document: how it is called over HTTP, and where it lies. */
    private enum Form {
        JSON("application/json", "openapi.json"),
        YAML("application/yaml", "META-INF/quarkus-generated-openapi-doc.YAML");

        private final String type;
        private final String resource;

        Form(String type, String resource) {
            this.type = type;
            this.resource = resource;
        }
    }

    /** Each is half a megabyte, and kept from when it is asked for. */
    private final Map<Form, Buffer> documents = new ConcurrentHashMap<>();

    void register(@Observes Router router) {
        router.routeWithRegex("/q/openapi(?:\\.(?:json|ya?ml))?")
                .method(HttpMethod.GET)
                .method(HttpMethod.HEAD)
                .order(ORDER)
                .handler(this::serve);
    }

    private void serve(RoutingContext request) {
        Form form = form(request);
        request.response()
                .putHeader("Content-Type", form.type + ";charset=UTF-8")
                .end(documents.computeIfAbsent(form, DocumentGate::read));
    }

    private static Form form(RoutingContext request) {
        String accepted = request.request().getHeader("Accept");
        boolean isJson =
                request.normalizedPath().endsWith(".json")
                        || request.queryParam("format").stream().anyMatch("json"::equalsIgnoreCase)
                        || (accepted != null && accepted.contains(Form.JSON.type));
        return isJson ? Form.JSON : Form.YAML;
    }

    private static Buffer read(Form form) {
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        try (InputStream bytes = loader.getResourceAsStream(form.resource)) {
            if (bytes == null) {
                throw new IllegalStateException("The build left out " + form.resource);
            }
            return Buffer.buffer(bytes.readAllBytes());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
