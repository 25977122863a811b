package dev.hindsight.exporter;

import dev.hindsight.access.Caller;
import dev.hindsight.command.Command;
import dev.hindsight.command.Subcommand;
import dev.hindsight.page.Query;
import dev.hindsight.problem.ProblemException;
import dev.hindsight.search.ExecutionWalk;
import io.smallrye.mutiny.Multi;
import jakarta.inject.Singleton;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.zip.GZIPOutputStream;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

/** Exports to a file from a terminal, telling how far it is. */
@Singleton
final class ExportCommand implements Command<ExportCommand.Export> {

    /** Everything there is, soft-deleted executions too. */
    private static final String ALL = "deleted=any";

    /** What is asked. */
    @CommandLine.Command(
            name = "export",
            description = "Export executions with everything that belongs to them to a file.")
    public static final class Export implements Subcommand {

        @Parameters(index = "0", paramLabel = "<file>", description = "A <file>.gz is compressed.")
        private Path file = Path.of("");

        @Parameters(
                index = "1",
                paramLabel = "<query>",
                arity = "0..1",
                defaultValue = ALL,
                description =
                        "Which ones, by the filters of the list, such as"
                                + " 'status=failed&workflowId=w'; all unless given.")
        private String query = ALL;
    }

    private final ExportService service;
    private final ExecutionWalk walk;

    ExportCommand(ExportService service, ExecutionWalk walk) {
        this.service = service;
        this.walk = walk;
    }

    @Override
    public Class<Export> subcommand() {
        return Export.class;
    }

    @Override
    public int run(Export asked) {
        Path file = asked.file;
        try {
            var parameters = parameters(asked.query);
            Query query = new Query(parameters);
            Multi<UUID> ids = walk.ids(Caller.LOCAL, query);
            unknown(query, parameters);
            query.finish();
            long executions = write(ids, file);
            System.out.printf("Exported %d executions to %s.%n", executions, file);
            return 0;
        } catch (ProblemException refused) {
            System.err.println("hindsight: not exported: " + refused.detail());
        } catch (IOException unwritable) {
            System.err.println("hindsight: " + file + " cannot be written: " + unwritable);
        }
        return 1;
    }

    /** Writes beside the file and moves it into its place, so that no half of one lies there. */
    private long write(Multi<UUID> ids, Path file) throws IOException {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        Form form = new Form.Lines();
        try (OutputStream out = open(part, file.toString().endsWith(".gz"))) {
            for (byte[] chunk :
                    service.file(Caller.LOCAL, ids, form)
                            .subscribe()
                            .asIterable(1, () -> new ArrayBlockingQueue<>(2))) {
                out.write(chunk);
                progress(form.tally.executions());
            }
        } catch (IOException | RuntimeException failed) {
            Files.deleteIfExists(part);
            throw failed;
        }
        Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
        return form.tally.executions();
    }

    private static OutputStream open(Path file, boolean compressed) throws IOException {
        OutputStream out = new BufferedOutputStream(Files.newOutputStream(file));
        return compressed ? new GZIPOutputStream(out) : out;
    }

    /** A sign of life for whoever waits, not part of the answer. */
    private static void progress(long executions) {
        if (executions % 1_000 == 0) {
            System.err.print(".");
        }
    }

    private static void unknown(Query query, Map<String, List<String>> parameters) {
        parameters.keySet().stream()
                .filter(name -> !ExecutionWalk.parameters().contains(name))
                .forEach(name -> query.reject(name, "There is no such parameter."));
    }

    private static Map<String, List<String>> parameters(String query) {
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        for (String pair : query.split("&", -1)) {
            String[] parts = pair.split("=", 2);
            String name = URLDecoder.decode(parts[0], StandardCharsets.UTF_8);
            String value =
                    parts.length < 2 ? "" : URLDecoder.decode(parts[1], StandardCharsets.UTF_8);
            parameters.computeIfAbsent(name, it -> new ArrayList<>()).add(value);
        }
        return parameters;
    }
}
