package dev.hindsight.importer;

import dev.hindsight.access.Caller;
import dev.hindsight.blob.Zstd;
import dev.hindsight.command.Command;
import dev.hindsight.command.Subcommand;
import dev.hindsight.problem.ProblemException;
import jakarta.inject.Singleton;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

/** Imports files from a terminal, telling how far it is. */
@Singleton
final class ImportCommand implements Command<ImportCommand.Import> {

    /** What is asked. */
    @CommandLine.Command(
            name = "import",
            description =
                    "Import exports of this service, WfFormat 1.5 instances, or histories of n8n,"
                            + " Temporal, Argo or Airflow, also compressed with gzip or zstd.")
    public static final class Import implements Subcommand {

        @Parameters(paramLabel = "<file>", arity = "1..*", description = "In any of these forms.")
        private List<String> files = new ArrayList<>();
    }

    private static final int CHUNK = 1024 * 1024;

    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final ImportService service;

    ImportCommand(ImportService service) {
        this.service = service;
    }

    @Override
    public Class<Import> subcommand() {
        return Import.class;
    }

    @Override
    public int run(Import asked) {
        int imported = 0;
        long steps = 0;
        for (int i = 0; i < asked.files.size(); i++) {
            String file = asked.files.get(i);
            // The line is finished by what became of the file, so that a long one is seen at work:
            // dots
            // follow its name.
            System.out.printf("[%d/%d] %s", i + 1, asked.files.size(), file);
            System.out.flush();
            try {
                ImportReceipt receipt = take(Path.of(file));
                imported++;
                steps += receipt.steps();
                System.out.println(": " + told(receipt));
                receipt.rejected().stream()
                        .limit(10)
                        .forEach(
                                it -> System.err.println("  " + it.pointer() + ": " + it.detail()));
            } catch (ProblemException refused) {
                System.out.println(": not taken: " + refused.detail());
                refused.violations().stream()
                        .limit(10)
                        .forEach(
                                it -> System.err.println("  " + it.pointer() + ": " + it.detail()));
            } catch (NoSuchFileException missing) {
                System.out.println(": there is no such file");
            } catch (IOException unreadable) {
                System.out.println(": it cannot be read");
            }
        }
        System.out.printf(
                "Imported %d of %d files with %d steps.%n", imported, asked.files.size(), steps);
        return imported == asked.files.size() ? 0 : 1;
    }

    private ImportReceipt take(Path file) throws IOException {
        Intake intake =
                service.intake(Caller.LOCAL, Intake.Format.UNKNOWN, ImportCommand::showLife);
        try (InputStream in = open(file)) {
            byte[] chunk = in.readNBytes(CHUNK);
            while (chunk.length > 0) {
                intake.take(chunk).await().atMost(PATIENCE);
                chunk = in.readNBytes(CHUNK);
                showLife();
            }
        }
        return intake.end().await().atMost(PATIENCE);
    }

    /** A sign of life for whoever waits, not part of the answer. */
    private static void showLife() {
        System.err.print(".");
    }

    private static InputStream open(Path file) throws IOException {
        InputStream in = new BufferedInputStream(Files.newInputStream(file));
        in.mark(4);
        byte[] magic = in.readNBytes(4);
        in.reset();
        if (Zstd.isFrame(magic)) {
            return Zstd.decompress(in);
        }
        boolean isGzip = magic.length > 1 && magic[0] == 0x1f && magic[1] == (byte) 0x8b;
        return isGzip ? new GZIPInputStream(in) : in;
    }

    static String told(ImportReceipt receipt) {
        long executions =
                receipt.executions().size() + (receipt.more() == null ? 0 : receipt.more());
        String within = count(receipt.steps(), "step") + ", " + count(receipt.logs(), "log line");
        return (executions == 1
                        ? within + ", execution " + receipt.executions().get(0).id()
                        : count(executions, "execution") + ", " + within)
                + besides(receipt.rejected().size());
    }

    private static String besides(int rejected) {
        return switch (rejected) {
            case 0 -> "";
            case 1 -> "; 1 record was not taken";
            default -> "; %d records were not taken".formatted(rejected);
        };
    }

    private static String count(long number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }
}
