package dev.hindsight.sweep;

import dev.hindsight.fixture.NewestPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** With an archive, in a folder of its own. */
public class ArchiveProfile extends NewestPostgres {

    /** Where the archive is: the class is loaded twice, by the test and by the application. */
    private static final String FOLDER = "test.archive";

    public static Path folder() {
        return Path.of(System.getProperty(FOLDER));
    }

    @Override
    public Map<String, String> getConfigOverrides() {
        try {
            Path folder = Files.createTempDirectory("archive");
            System.setProperty(FOLDER, folder.toString());
            Map<String, String> settings = new HashMap<>(super.getConfigOverrides());
            settings.put("hindsight.archive.dir", folder.toString());
            settings.put("hindsight.sweep.batch-size", "3");
            return settings;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
