package dev.hindsight.embedded;

import dev.hindsight.problem.StartFailure;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.regex.Pattern;

/**
 * {@code HINDSIGHT_HOME}: where the service keeps what it must not lose.
 *
 * @param path absolute, without symbolic links
 */
record HomeFolder(Path path) {

    /** PostgreSQL's own tools put these paths, within double quotes, into a shell's command. */
    private static final Pattern UNSAFE = Pattern.compile("[\"$`\\\\\\p{Cntrl}]");

    /**
     * Opens the folder, made for its owner alone if it is not there yet.
     *
     * @throws StartFailure if it cannot be made, or its path cannot be used
     */
    static HomeFolder open(Path path) {
        Path absolute = path.toAbsolutePath().normalize();
        if (UNSAFE.matcher(absolute.toString()).find()) {
            throw new StartFailure(
                    "HINDSIGHT_HOME must not contain quotes, backquotes, dollar signs, backslashes"
                            + " or control characters: choose another folder");
        }
        try {
            if (!Files.isDirectory(absolute)) {
                Files.createDirectories(absolute, ownerOnly("rwx------"));
            }
            return new HomeFolder(absolute.toRealPath());
        } catch (FileAlreadyExistsException e) {
            throw new StartFailure(
                    absolute
                            + " is not a folder: set HINDSIGHT_HOME to a folder of the service's own");
        } catch (IOException e) {
            throw new StartFailure(
                    "cannot make the folder "
                            + absolute
                            + " ("
                            + StartFailure.reason(e)
                            + "): set HINDSIGHT_HOME to a folder that this user can write to");
        }
    }

    Path lock() {
        return path.resolve("lock");
    }

    Path password() {
        return path.resolve("password");
    }

    /** Where PostgreSQL's programs are unpacked, one folder per release. */
    Path programs() {
        return path.resolve("postgres");
    }

    Path log() {
        return path.resolve("postgres.log");
    }

    Path data() {
        return path.resolve("data");
    }

    /** A data folder in the making; what is left of one is thrown away. */
    Path newData() {
        return path.resolve("data.new");
    }

    /** For a new file or folder, such as {@code rw-------}. */
    static FileAttribute<?> ownerOnly(String permissions) {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions));
    }
}
