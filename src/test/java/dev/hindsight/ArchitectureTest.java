package dev.hindsight;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.hindsight.fixture.Sources;
import io.smallrye.mutiny.groups.UniAwait;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The rules of the root package's documentation: who imports whom, and which types go where. */
class ArchitectureTest {

    private static final String ROOT = "dev.hindsight";

    private static final Set<String> GROUND =
            Set.of(
                    "access",
                    "archive",
                    "audit",
                    "blob",
                    "boot",
                    "change",
                    "command",
                    "content",
                    "db",
                    "delta",
                    "edge",
                    "field",
                    "merge",
                    "migration",
                    "namespace",
                    "naming",
                    "outcome",
                    "page",
                    "partition",
                    "payload",
                    "problem",
                    "reader",
                    "secret",
                    "sketch",
                    "storage",
                    "stream");

    private static final Set<String> RECORD =
            Set.of(
                    "appendix",
                    "checkpoint",
                    "copy",
                    "dag",
                    "execution",
                    "log",
                    "step",
                    "transcript");

    /** What each package may import, besides {@code boot} and {@code command}, which everybody may. */
    private static final Map<String, Set<String>> IMPORTS =
            Map.ofEntries(
                    // The ground.
                    Map.entry("address", Set.of("problem")),
                    Map.entry("boot", Set.of("address", "embedded", "problem")),
                    Map.entry("command", Set.of()),
                    Map.entry("drain", Set.of()),
                    Map.entry("embedded", Set.of("problem")),
                    Map.entry("problem", Set.of()),
                    Map.entry("edge", Set.of("problem")),
                    Map.entry("namespace", Set.of("db", "problem")),
                    Map.entry("access", Set.of("db", "edge", "namespace", "problem")),
                    Map.entry(
                            "audit",
                            Set.of("access", "db", "field", "page", "partition", "problem")),
                    Map.entry("key", GROUND),
                    Map.entry("oidc", Set.of("access", "namespace", "problem")),
                    Map.entry("page", Set.of("problem")),
                    Map.entry("secret", Set.of()),
                    Map.entry("sketch", Set.of()),
                    Map.entry("payload", Set.of("problem", "secret")),
                    Map.entry("db", Set.of("problem")),
                    Map.entry("reader", Set.of("db")),
                    Map.entry("migration", Set.of("db", "problem")),
                    Map.entry("change", Set.of("db", "problem")),
                    Map.entry("content", Set.of("db", "page", "problem")),
                    Map.entry("delta", Set.of()),
                    Map.entry("field", Set.of("payload", "problem")),
                    Map.entry("merge", Set.of("field")),
                    Map.entry("partition", Set.of("db", "problem")),
                    Map.entry("naming", Set.of("db", "partition", "problem")),
                    Map.entry("storage", Set.of("db", "partition", "problem")),
                    Map.entry("outcome", Set.of("field", "payload", "problem")),
                    Map.entry("meter", Set.of("edge")),
                    Map.entry("stream", Set.of("edge", "problem")),
                    Map.entry("blob", Set.of("db", "partition", "payload", "problem")),
                    Map.entry("archive", Set.of("blob", "partition", "problem")),
                    // The record.
                    Map.entry("dag", GROUND),
                    Map.entry("execution", GROUND),
                    Map.entry("recording", and(GROUND, "execution")),
                    Map.entry("step", and(GROUND, "execution")),
                    Map.entry("checkpoint", and(GROUND, "execution")),
                    Map.entry("log", and(GROUND, "execution", "step")),
                    Map.entry("transcript", and(GROUND, "dag", "execution", "log", "step")),
                    Map.entry(
                            "copy",
                            and(
                                    GROUND,
                                    "dag",
                                    "execution",
                                    "log",
                                    "recording",
                                    "step",
                                    "transcript")),
                    Map.entry("appendix", and(GROUND, "checkpoint", "transcript")),
                    Map.entry(
                            "report", and(GROUND, "dag", "execution", "log", "recording", "step")),
                    Map.entry("fold", GROUND),
                    Map.entry("rollup", and(GROUND, "fold")),
                    // The doors.
                    Map.entry("ingest", and(and(GROUND, RECORD), "recording", "report")),
                    Map.entry("bulk", and(and(GROUND, RECORD), "ingest", "recording", "report")),
                    Map.entry("otlp", and(and(GROUND, RECORD), "ingest", "report")),
                    Map.entry("filter", Set.of("content", "execution", "field", "page")),
                    Map.entry("miniature", and(GROUND, "execution", "step")),
                    Map.entry("search", and(and(GROUND, RECORD), "filter", "miniature")),
                    Map.entry("replay", and(and(GROUND, RECORD), "ingest", "recording", "report")),
                    Map.entry("workflow", and(and(GROUND, RECORD), "fold", "rollup")),
                    Map.entry(
                            "analytics",
                            and(and(GROUND, RECORD), "filter", "fold", "rollup", "search")),
                    Map.entry(
                            "failure",
                            and(
                                    GROUND,
                                    "analytics",
                                    "filter",
                                    "fold",
                                    "removal",
                                    "rollup",
                                    "search")),
                    Map.entry("policy", and(GROUND, "execution")),
                    Map.entry("removal", and(GROUND, "checkpoint", "execution", "log", "step")),
                    Map.entry("deletion", and(and(GROUND, RECORD), "filter", "removal", "search")),
                    Map.entry(
                            "erasure",
                            and(
                                    and(GROUND, RECORD),
                                    "archival",
                                    "filter",
                                    "removal",
                                    "search",
                                    "webhook")),
                    Map.entry("retention", and(and(GROUND, RECORD), "policy")),
                    Map.entry(
                            "archival",
                            and(
                                    and(GROUND, RECORD),
                                    "exporter",
                                    "importer",
                                    "removal",
                                    "retention")),
                    Map.entry(
                            "sweep",
                            and(and(GROUND, RECORD), "archival", "policy", "removal", "retention")),
                    Map.entry("crash", and(and(GROUND, RECORD), "filter", "recording", "search")),
                    Map.entry("timeline", and(GROUND, RECORD)),
                    Map.entry("logsearch", and(GROUND, "filter", "log", "search")),
                    Map.entry(
                            "digest", and(and(GROUND, RECORD), "comparison", "failure", "search")),
                    Map.entry("mcp", and(and(GROUND, RECORD), "analytics", "digest", "search")),
                    Map.entry("indexing", GROUND),
                    Map.entry("comparison", and(and(GROUND, RECORD), "search")),
                    Map.entry("usage", GROUND),
                    Map.entry("dashboard", Set.of()),
                    Map.entry("terminal", Set.of()),
                    Map.entry("webhook", and(GROUND, "filter")),
                    Map.entry("sla", GROUND),
                    Map.entry(
                            "delivery",
                            and(
                                    GROUND,
                                    "execution",
                                    "removal",
                                    "subscription",
                                    "watch",
                                    "webhook")),
                    Map.entry("schema", and(and(GROUND, RECORD), "webhook")),
                    Map.entry("openapi", and(and(GROUND, RECORD), "schema")),
                    Map.entry("subscription", and(and(GROUND, RECORD), "filter")),
                    Map.entry(
                            "watch", and(and(GROUND, RECORD), "filter", "search", "subscription")),
                    Map.entry("live", and(and(GROUND, RECORD), "filter", "subscription", "watch")),
                    Map.entry("foreign", Set.of("field", "payload", "problem")),
                    Map.entry("wfformat", and(and(GROUND, RECORD), "recording", "report")),
                    Map.entry("exporter", and(and(GROUND, RECORD), "filter", "search")),
                    Map.entry(
                            "importer",
                            and(
                                    and(GROUND, RECORD),
                                    "foreign",
                                    "ingest",
                                    "recording",
                                    "report",
                                    "wfformat")));

    private static final int MAX_FILES = 15;

    private static final int MAX_LINES = 300;

    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .importPackages(ROOT);

    @Nested
    class Packages {

        @Test
        void packages_importOnlyWhatTheTableAllows() {
            Set<String> forbidden = new TreeSet<>();
            for (JavaClass type : CLASSES) {
                String from = room(type);
                for (var dependency : type.getDirectDependenciesFromSelf()) {
                    String to = room(dependency.getTargetClass());
                    if (!to.isEmpty() && !to.equals(from) && !mayImport(from, to)) {
                        forbidden.add(from + " -> " + to + ": " + dependency.getDescription());
                    }
                }
            }
            assertThat(forbidden).isEmpty();
        }

        @Test
        void packages_haveNoCycles() {
            slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(CLASSES);
        }

        @Test
        void packages_areInTheTableAndNowhereDeeper() {
            assertThat(packages().stream().map(JavaPackage::getName))
                    .allSatisfy(
                            name ->
                                    assertThat(name.substring(ROOT.length()))
                                            .matches("|\\.[a-z]+"));
            assertThat(IMPORTS.keySet())
                    .containsAll(
                            packages().stream()
                                    .map(JavaPackage::getRelativeName)
                                    .filter(name -> !name.equals("hindsight"))
                                    .toList());
        }

        @Test
        void packages_areExplainedAndNullMarked() {
            assertThat(packages())
                    .allSatisfy(
                            room ->
                                    assertThat(room.isAnnotatedWith(NullMarked.class))
                                            .as(room.getName())
                                            .isTrue());
        }

        @Test
        void packages_haveAFewFilesEach() {
            Map<String, Long> files =
                    Sources.main().stream()
                            .filter(source -> !source.name().equals("package-info"))
                            .collect(
                                    Collectors.groupingBy(
                                            Sources::room, TreeMap::new, Collectors.counting()));
            assertThat(files)
                    .allSatisfy(
                            (room, count) ->
                                    assertThat(count).as(room).isLessThanOrEqualTo(MAX_FILES));
        }

        private Set<JavaPackage> packages() {
            return CLASSES.getPackage(ROOT).getSubpackagesInTree().stream()
                    .filter(room -> !room.getClasses().isEmpty())
                    .collect(Collectors.toSet());
        }
    }

    @Nested
    class Types {

        @Test
        void driver_isKnownToStoresAlone() {
            noClasses()
                    .that(
                            not(
                                    // Who sends needs the client that is there anyway.
                                    "db, reader, edge, stream, live, stores, rows, gates and senders",
                                    type ->
                                            Set.of("db", "reader", "edge", "stream", "live")
                                                            .contains(room(type))
                                                    || topLevel(type)
                                                            .matches(".*(Store|Rows|Gate|Sender)")))
                    .should()
                    .dependOnClassesThat(
                            describe(
                                    "are the driver's, SqlClient aside",
                                    type ->
                                            type.getPackageName().startsWith("io.vertx.")
                                                    && !type.isEquivalentTo(SqlClient.class)))
                    .check(CLASSES);
            noClasses()
                    .that(
                            resideInAnyPackage(
                                    ROOT + ".edge",
                                    ROOT + ".live",
                                    ROOT + ".stream",
                                    ROOT + ".problem"))
                    .should()
                    .dependOnClassesThat(
                            resideInAnyPackage("io.vertx..sqlclient..", "io.vertx.pgclient.."))
                    .check(CLASSES);
        }

        @Test
        void jaxRs_isKnownToTheEdgeAlone() {
            noClasses()
                    .that(
                            not(
                                    "edge, stream, resources, their parameters and gates",
                                    type ->
                                            Set.of("edge", "stream").contains(room(type))
                                                    || topLevel(type)
                                                            .matches(
                                                                    ".*(Resource|Parameters|Gate)")))
                    .should()
                    .dependOnClassesThat(resideInAPackage("jakarta.ws.rs.."))
                    .check(CLASSES);
        }

        @Test
        void sockets_areKnownToLiveAlone() {
            noClasses()
                    .that(not("live", type -> room(type).equals("live")))
                    .should()
                    .dependOnClassesThat(resideInAPackage("io.quarkus.websockets.next.."))
                    .check(CLASSES);
        }

        @Test
        void jdbc_isKnownToFlywayAlone() {
            noClasses()
                    .should()
                    .dependOnClassesThat(
                            resideInAnyPackage("java.sql..", "javax.sql..", "org.postgresql.."))
                    .check(CLASSES);
            noClasses()
                    .that(not("migration", type -> room(type).equals("migration")))
                    .should()
                    .dependOnClassesThat(resideInAPackage("org.flywaydb.."))
                    .check(CLASSES);
        }

        @Test
        void sql_standsInSqlClassesAlone() {
            Pattern statement =
                    Pattern.compile(
                            "\\b(?:SELECT\\s|INSERT INTO|UPDATE \\w+(?: \\w+)?\\s+SET|DELETE FROM"
                                    + "|(?:CREATE|ALTER|DROP) (?:TABLE|INDEX)|SET LOCAL)");
            assertThat(
                            Sources.main().stream()
                                    .filter(source -> !source.name().endsWith("Sql"))
                                    // They speak to servers that are not the service's yet.
                                    .filter(source -> !source.room().equals("boot"))
                                    .flatMap(
                                            source ->
                                                    source.texts().stream()
                                                            .filter(statement.asPredicate())
                                                            .map(
                                                                    sql ->
                                                                            source.path()
                                                                                    + ": "
                                                                                    + sql)))
                    .isEmpty();
        }

        @Test
        void names_sayWhatAThingIs() {
            assertThat(Sources.main().stream().map(Sources::name))
                    .noneMatch(name -> name.matches(".*(Utils?|Helper|Manager|Impl|Dto|DTO)"));
        }

        @Test
        void names_areImported() {
            Pattern qualified = Pattern.compile("\\b(?:[a-z][a-z0-9_]*\\.){2,}([A-Z]\\w*)");
            assertThat(
                            Sources.main().stream()
                                    .filter(source -> !source.name().equals("package-info"))
                                    .flatMap(
                                            source ->
                                                    qualified
                                                            .matcher(source.code())
                                                            .results()
                                                            .filter(
                                                                    name ->
                                                                            !source.uses(
                                                                                    name.group(1)))
                                                            .map(
                                                                    name ->
                                                                            source.path()
                                                                                    + ": "
                                                                                    + name
                                                                                            .group())))
                    .isEmpty();
        }
    }

    @Nested
    class Code {

        @Test
        void dependencies_comeThroughConstructors() {
            noFields().should().beAnnotatedWith(Inject.class).check(CLASSES);
            noFields().should().beAnnotatedWith(ConfigProperty.class).check(CLASSES);
            fields().that()
                    .areAnnotatedWith("io.quarkus.arc.All")
                    .should()
                    .beFinal()
                    .allowEmptyShould(true)
                    .check(CLASSES);
        }

        @Test
        void nothing_waits() {
            noClasses()
                    .that(
                            not(
                                    "the start, the end or a command, which have a thread of their own",
                                    type ->
                                            Set.of("Startup", "Shutdown").contains(topLevel(type))
                                                    || topLevel(type).endsWith("Command")))
                    .should()
                    .dependOnClassesThat(
                            describe("wait", type -> type.isEquivalentTo(UniAwait.class)))
                    .check(CLASSES);
            noClasses().should().callMethod(Thread.class, "sleep", long.class).check(CLASSES);
            assertThat(
                            Sources.main().stream()
                                    .filter(
                                            source ->
                                                    source.code()
                                                            .matches("(?s).*\\bsynchronized\\b.*"))
                                    .map(Sources::path))
                    .isEmpty();
        }

        @Test
        void files_areShort() {
            assertThat(Sources.main())
                    .allSatisfy(
                            source ->
                                    assertThat(source.text().lines().count())
                                            .as(source.path().toString())
                                            .isLessThanOrEqualTo(MAX_LINES));
        }
    }

    private static boolean mayImport(String from, String to) {
        return Set.of("boot", "command").contains(to)
                || IMPORTS.getOrDefault(from, Set.of()).contains(to);
    }

    /** The package below the root; empty for types that are not ours. */
    private static String room(JavaClass type) {
        String name = type.getBaseComponentType().getPackageName();
        return name.startsWith(ROOT + ".") ? name.substring(ROOT.length() + 1) : "";
    }

    /** The simple name of the top-level type that a type stands in. */
    private static String topLevel(JavaClass type) {
        String name = type.getName().substring(type.getPackageName().length() + 1);
        return List.of(name.split("\\$", 2)).get(0);
    }

    private static DescribedPredicate<JavaClass> not(
            String description, Predicate<JavaClass> those) {
        return describe("are not " + description, type -> !those.test(type));
    }

    private static Set<String> and(Set<String> some, String... others) {
        return and(some, Set.of(others));
    }

    private static Set<String> and(Set<String> some, Set<String> others) {
        return Stream.concat(some.stream(), others.stream())
                .collect(Collectors.toUnmodifiableSet());
    }
}
