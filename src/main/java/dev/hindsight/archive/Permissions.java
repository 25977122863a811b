package dev.hindsight.archive;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Who may read what is made: the owner, and the group, of which whoever takes backups can be. */
final class Permissions {

    private Permissions() {}

    /** A file that must not be there yet. */
    static SeekableByteChannel newFile(Path file) throws IOException {
        return Files.newByteChannel(
                file,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                of("rw-r-----"));
    }

    /** One folder, unless somebody else has made it meanwhile. */
    static void makeFolder(Path folder) throws IOException {
        try {
            Files.createDirectory(folder, of("rwxr-x---"));
        } catch (FileAlreadyExistsException there) {
            if (!Files.isDirectory(folder)) {
                throw new IOException("%s is not a folder".formatted(folder), there);
            }
        }
    }

    private static FileAttribute<?> of(String permissions) {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions));
    }
}
