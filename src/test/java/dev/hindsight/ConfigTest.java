package dev.hindsight;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.ConfigMappings;
import io.smallrye.config.ConfigMappings.ConfigClass;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every setting of the service: whoever changes one of these lines changes what operators know. */
class ConfigTest {

    @Test
    void settings_haveTheseNamesTypesAndDefaults() {
        assertThat(mappings().flatMap(ConfigTest::settings).sorted())
                .containsExactly(
                        "hindsight.admin-key: Optional<String>",
                        "hindsight.archive.dir: Optional<String>",
                        "hindsight.audit.retention: Duration = P365D",
                        "hindsight.auth-none-accepted: boolean = false",
                        "hindsight.auth: Optional<Set<Mode>>",
                        "hindsight.checkpoint.max-bytes: long = 67108864",
                        "hindsight.dashboard.enabled: boolean = true",
                        "hindsight.database.url: Optional<String>",
                        "hindsight.home: Optional<String>",
                        "hindsight.indexing.after: Duration = PT24H",
                        "hindsight.indexing.memory: int = 128",
                        "hindsight.indexing.time-limit: Duration = PT6H",
                        "hindsight.ingest.max-body: long = 67108864",
                        "hindsight.live.allowed-origins: Optional<Set<String>>",
                        "hindsight.live.feed-age: Duration = PT20M",
                        "hindsight.live.feed-bytes: long = 268435456",
                        "hindsight.live.heartbeat: Duration = PT15S",
                        "hindsight.live.max-connections: int = 5000",
                        "hindsight.live.notify: boolean = true",
                        "hindsight.log-search.time-limit: Duration = PT5S",
                        "hindsight.log.max-bytes: long = 4294967296",
                        "hindsight.log.max-lines: long = 10000000",
                        "hindsight.migrate: Mode = migrate",
                        "hindsight.oidc.admins: Set<String> = hindsight-admin",
                        "hindsight.oidc.audience: Optional<Set<String>>",
                        "hindsight.oidc.client-id: Optional<String>",
                        "hindsight.oidc.client-secret: Optional<String>",
                        "hindsight.oidc.issuer: Optional<String>",
                        "hindsight.oidc.leeway: Duration = PT30S",
                        "hindsight.oidc.namespace-claim: Optional<String>",
                        "hindsight.oidc.namespace: Optional<String>",
                        "hindsight.oidc.payloads-claim: Optional<String>",
                        "hindsight.oidc.role-claim: String = roles",
                        "hindsight.oidc.scope: String = openid",
                        "hindsight.oidc.viewers: Set<String> = hindsight-viewer",
                        "hindsight.oidc.writers: Set<String> = hindsight-writer",
                        "hindsight.otlp.enabled: boolean = true",
                        "hindsight.otlp.entry-is-root: boolean = false",
                        "hindsight.otlp.labels: List<String>"
                                + " = service.name,deployment.environment.name",
                        "hindsight.otlp.max-body: long = 16777216",
                        "hindsight.otlp.require-attribute: Optional<String>",
                        "hindsight.otlp.services: Optional<List<String>>",
                        "hindsight.otlp.workflow-from: WorkflowFrom = root-span",
                        "hindsight.partition.days-ahead: int = 4",
                        "hindsight.payload.max-depth: int = 500",
                        "hindsight.payload.max-document: int = 1048576",
                        "hindsight.payload.max-string: int = 65536",
                        "hindsight.payload.redact-known: Optional<Set<KnownSecret>>",
                        "hindsight.payload.redact-paths: Optional<List<String>>",
                        "hindsight.payload.redact-values: Optional<String>",
                        "hindsight.payload.redact: List<String>"
                                + " = password,secret,token,apiKey,authorization,cookie,credential",
                        "hindsight.reader.url: Optional<String>",
                        "hindsight.requests-per-second: int = 0",
                        "hindsight.retention.deleted-grace: Duration = P7D",
                        "hindsight.stale-after: Duration = P7D",
                        "hindsight.statistics.keep: Duration = P730D",
                        "hindsight.storage.expected-bytes: OptionalLong",
                        "hindsight.sweep.batch-size: int = 500",
                        "hindsight.sweep.time-box: Duration = PT4M",
                        "hindsight.webhook.allow-private-addresses: boolean = false",
                        "hindsight.webhook.attempts: int = 18",
                        "hindsight.webhook.concurrency: int = 8",
                        "hindsight.webhook.first-retry: Duration = PT5S",
                        "hindsight.webhook.keep-dead: Duration = P30D",
                        "hindsight.webhook.keep: Duration = P7D",
                        "hindsight.webhook.lanes: int = 8",
                        "hindsight.webhook.longest-retry: Duration = PT8H",
                        "hindsight.webhook.max-waiting: int = 100000",
                        "hindsight.webhook.max-webhooks: int = 20",
                        "hindsight.webhook.timeout: Duration = PT15S",
                        "hindsight.writer.lanes: int = 2",
                        "hindsight.writer.max-batch: int = 500",
                        "hindsight.writer.max-waiting-bytes: long = 67108864",
                        "hindsight.writer.max-waiting: int = 10000");
    }

    @Test
    void settings_areListedForTheNativeBinary() throws IOException {
        assertThat(Files.readAllLines(Path.of("src/main/resources/settings.txt")))
                .containsExactlyElementsOf(
                        mappings()
                                .flatMap(ConfigTest::settings)
                                .map(line -> line.replaceAll(":.*", ""))
                                .sorted()
                                .toList());
    }

    /** What the list above says is what the framework reads. */
    @Test
    void settings_areNamedLikeTheirMethods() {
        assertThat(mappings())
                .allSatisfy(
                        mapping ->
                                assertThat(
                                                ConfigMappings.getProperties(
                                                                ConfigClass.configClass(mapping))
                                                        .keySet()
                                                        .stream()
                                                        .map(name -> name.replace("[*]", "")))
                                        .containsAll(
                                                settings(mapping)
                                                        .map(line -> line.replaceAll(":.*", ""))
                                                        .toList()));
    }

    @Test
    void settings_areBelowOnePrefix() {
        assertThat(mappings())
                .allSatisfy(
                        mapping ->
                                assertThat(prefix(mapping))
                                        .matches("hindsight(\\.[a-z]+(-[a-z]+)*)*"));
    }

    private static Stream<Class<?>> mappings() {
        return new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages("dev.hindsight")
                        .stream()
                        .filter(type -> type.isAnnotatedWith(ConfigMapping.class))
                        .map(JavaClass::reflect);
    }

    private static Stream<String> settings(Class<?> mapping) {
        return Stream.of(mapping.getMethods())
                .filter(method -> Modifier.isAbstract(method.getModifiers()))
                .map(
                        method ->
                                "%s.%s: %s%s"
                                        .formatted(
                                                prefix(mapping),
                                                name(method),
                                                type(method),
                                                standard(method)));
    }

    private static String prefix(Class<?> mapping) {
        return mapping.getAnnotation(ConfigMapping.class).prefix();
    }

    private static String name(Method method) {
        WithName other = method.getAnnotation(WithName.class);
        return other == null ? kebab(method.getName()) : other.value();
    }

    private static String kebab(String name) {
        return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    private static String type(Method method) {
        return method.getGenericReturnType().getTypeName().replaceAll("[\\w.]+[.$](\\w+)", "$1");
    }

    private static String standard(Method method) {
        WithDefault value = method.getAnnotation(WithDefault.class);
        return value == null ? "" : " = " + String.join(",", List.of(value.value()));
    }
}
