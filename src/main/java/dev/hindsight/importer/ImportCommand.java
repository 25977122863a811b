package dev.hindsight.importer;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.hindsight.access.Caller;
import dev.hindsight.boot.Command;
import dev.hindsight.problem.ProblemException;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Imports files from a terminal, telling how far it is. */
@Singleton
final class ImportCommand implements Command {

    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final ImportService service;

    ImportCommand(ImportService service) {
        this.service = service;
    }

    @Override
    public String name() {
        return "import";
    }

    @Override
    public String usage() {
        return "import <file>...   import WfFormat 1.5 instances, then exit";
    }

    @Override
    public int run(List<String> arguments) {
        if (arguments.isEmpty()) {
            System.err.println("hindsight: usage: " + usage());
            return 2;
        }
        int imported = 0;
        long steps = 0;
        for (int i = 0; i < arguments.size(); i++) {
            String file = arguments.get(i);
            // The line is finished by what became of the file, so that a long one is seen at work.
            System.out.printf("[%d/%d] %s: ", i + 1, arguments.size(), file);
            System.out.flush();
            try {
                ImportReceipt receipt =
                        service.importWfFormat(Caller.LOCAL, Files.readAllBytes(Path.of(file)))
                                .await()
                                .atMost(PATIENCE);
                imported++;
                steps += receipt.steps();
                System.out.printf(
                        "%d steps, execution %s%n",
                        receipt.steps(), receipt.executions().get(0).id());
            } catch (ProblemException refused) {
                System.out.println("not taken: " + refused.detail());
                refused.violations().stream()
                        .limit(10)
                        .forEach(
                                it -> System.err.println("  " + it.pointer() + ": " + it.detail()));
            } catch (NoSuchFileException missing) {
                System.out.println("there is no such file");
            } catch (JsonProcessingException malformed) {
                System.out.println("not taken: it is not JSON");
            } catch (IOException unreadable) {
                System.out.println("it cannot be read");
            }
        }
        System.out.printf(
                "Imported %d of %d files with %d steps.%n", imported, arguments.size(), steps);
        return imported == arguments.size() ? 0 : 1;
    }
}
