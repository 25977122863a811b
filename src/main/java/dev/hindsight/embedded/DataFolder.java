package dev.hindsight.embedded;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

import dev.hindsight.problem.StartFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * The data folder of a home, while no server runs on it.
 *
 * @param home whose lock this process holds
 * @param programs of the release that the data must belong to
 */
record DataFolder(HomeFolder home, PostgresPrograms programs) {

    /** The one user and the one database. */
    static final String NAME = "hindsight";

    private static final int PASSWORD_BYTES = 32;

    /**
     * Makes the data folder if there is none yet. It appears whole or not at all.
     *
     * @return the user's password; a new one if the file that keeps it was lost
     * @throws StartFailure if it cannot be made, or belongs to another major version
     */
    String prepare() throws IOException {
        boolean made = Files.exists(version());
        if (made) {
            refuseOtherVersions();
        } else {
            refuseForeignFiles();
        }
        boolean known = Files.exists(home.password());
        String password = known ? Files.readString(home.password()).strip() : writePassword();
        if (!made) {
            create();
        } else if (!known) {
            alone(home.data(), "ALTER ROLE %s PASSWORD '%s'\n".formatted(NAME, password));
        }
        return password;
    }

    private Path version() {
        return home.data().resolve("PG_VERSION");
    }

    private void refuseOtherVersions() throws IOException {
        String release = programs.release();
        String found = Files.readString(version()).strip();
        if (!found.equals(release)) {
            throw new StartFailure(
                    ("%s was made by PostgreSQL %s and this release brings %s: export with the release"
                                    + " before it, import into an empty HINDSIGHT_HOME")
                            .formatted(home.data(), found, release));
        }
    }

    private void refuseForeignFiles() throws IOException {
        Path data = home.data();
        if (!Files.exists(data)) {
            return;
        }
        try (Stream<Path> inside = Files.list(data)) {
            if (inside.findAny().isPresent()) {
                throw new StartFailure(
                        data
                                + " is not a PostgreSQL data folder: move it away or choose another"
                                + " HINDSIGHT_HOME");
            }
        }
    }

    private void create() throws IOException {
        Path data = home.newData();
        PostgresArchive.deleteAll(data);
        programs.run(
                "initdb",
                List.of(
                        "--pgdata=" + data,
                        "--username=" + NAME,
                        "--pwfile=" + home.password(),
                        "--auth=scram-sha-256",
                        "--encoding=UTF8",
                        // Sorts by code point, knows upper and lower case of every script, and is
                        // part of PostgreSQL: an index outlives any change of the system's locales.
                        "--locale=C",
                        "--locale-provider=builtin",
                        "--builtin-locale=C.UTF-8",
                        "--no-instructions"),
                "");
        alone(data, "CREATE DATABASE " + NAME + "\n");
        Files.move(data, home.data(), ATOMIC_MOVE);
    }

    /** Runs one statement, which ends with the line, without a server. */
    private void alone(Path data, String statement) throws IOException {
        String output =
                programs.run(
                        "postgres",
                        List.of("--single", "-D", data.toString(), "postgres"),
                        statement);
        if (output.contains("ERROR:")) {
            throw new StartFailure(
                    "PostgreSQL refuses to prepare its data folder: " + Program.complaint(output));
        }
    }

    private String writePassword() throws IOException {
        byte[] random = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(random);
        String password = HexFormat.of().formatHex(random);
        Path unfinished = home.password().resolveSibling("password.new");
        Files.deleteIfExists(unfinished);
        Files.createFile(unfinished, HomeFolder.ownerOnly("rw-------"));
        Files.write(unfinished, List.of(password));
        Files.move(unfinished, home.password(), ATOMIC_MOVE);
        return password;
    }
}
