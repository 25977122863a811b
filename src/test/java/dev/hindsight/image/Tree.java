package dev.hindsight.image;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The files of a container: those that a Dockerfile copies, and as much of a base image without a shell
 * as they need. The JDK is only a mount point, since it is large.
 */
final class Tree {

    private static final Pattern LIBRARY = Pattern.compile("(?:=> )?(/\\S+) \\(0x");

    private final Path root;

    private Tree(Path root) {
        this.root = root;
    }

    /** Lays it out in an empty folder. */
    static Tree of(Dockerfile image, BuildContext context, Path root) throws IOException {
        Tree tree = new Tree(root);
        permit(root, "rwxr-xr-x");
        tree.layBase(image);
        for (Dockerfile.Copy copy : image.copies()) {
            tree.copy(copy, context);
        }
        return tree;
    }

    /** What every such base image brings: accounts, and the places where an engine mounts. */
    private void layBase(Dockerfile image) throws IOException {
        for (String folder : List.of("proc", "dev", "etc", "tmp", image.folder().substring(1))) {
            Files.createDirectories(root.resolve(folder));
        }
        permit(root.resolve("tmp"), "rwxrwxrwx");
        Files.writeString(
                root.resolve("etc/passwd"),
                """
                root:x:0:0:root:/root:/sbin/nologin
                nonroot:x:%d:%d:nonroot:/home/nonroot:/sbin/nologin
                """
                        .formatted(image.user(), image.group()));
        Files.writeString(
                root.resolve("etc/group"), "root:x:0:\nnonroot:x:%d:\n".formatted(image.group()));
        Files.writeString(root.resolve("etc/hosts"), "127.0.0.1 localhost\n");
        Files.writeString(root.resolve("etc/nsswitch.conf"), "hosts: files dns\n");
    }

    /**
     * The system's libraries that a program or a library asks for, at the places where it looks; but not
     * those of a folder that is there anyway.
     */
    void addLibrariesOf(Path binary, Path except) throws IOException {
        Process ldd = new ProcessBuilder("ldd", binary.toString()).start();
        String told = new String(ldd.getInputStream().readAllBytes(), UTF_8);
        for (String line : told.lines().toList()) {
            Matcher library = LIBRARY.matcher(line);
            if (library.find()) {
                Path file = Path.of(library.group(1)).normalize();
                if (!file.startsWith(except)) {
                    addFile(file);
                }
            }
        }
    }

    /** A file of this machine, at the same place. */
    void addFile(Path file) throws IOException {
        Path target = root.resolve(file.toString().substring(1));
        if (!Files.exists(target)) {
            Files.createDirectories(target.getParent());
            Files.copy(file, target);
        }
    }

    /** A folder to mount a JDK at, and the link by which its base image starts it. */
    void addJdk(Path jdk) throws IOException {
        Files.createDirectories(root.resolve(jdk.toString().substring(1)));
        Files.createDirectories(root.resolve("usr/bin"));
        Path java = Path.of("/usr/bin").relativize(jdk.resolve("bin/java"));
        Files.createSymbolicLink(root.resolve("usr/bin/java"), java);
        for (String binary : List.of("bin/java", "lib/server/libjvm.so")) {
            addLibrariesOf(jdk.resolve(binary), jdk);
        }
        try (Stream<Path> files = Files.walk(jdk)) {
            for (Path file : files.toList()) {
                // Debian keeps settings and certificates elsewhere.
                Path real =
                        Files.isSymbolicLink(file) && Files.exists(file) ? file.toRealPath() : file;
                if (!real.startsWith(jdk)) {
                    addLinked(Files.readSymbolicLink(file), real);
                }
            }
        }
        for (String library : List.of("libjava.so", "libnet.so", "libnio.so", "libzip.so")) {
            addLibrariesOf(jdk.resolve("lib").resolve(library), jdk);
        }
    }

    private void addLinked(Path link, Path real) throws IOException {
        if (!link.isAbsolute() || !Files.isReadable(real)) {
            return;
        }
        try (Stream<Path> files = Files.walk(real)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path target =
                        root.resolve(link.toString().substring(1))
                                .resolve(real.relativize(file).toString());
                Files.createDirectories(target.getParent());
                Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private void copy(Dockerfile.Copy copy, BuildContext context) throws IOException {
        List<Path> sources = context.find(copy.source());
        boolean isFolder = copy.target().endsWith("/");
        if (sources.isEmpty() || (!isFolder && sources.size() > 1)) {
            throw new IllegalStateException(copy + " copies " + sources);
        }
        Path target = root.resolve(copy.target().substring(1));
        for (Path source : sources) {
            try (Stream<Path> files = Files.walk(source)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    if (context.isSent(file)) {
                        boolean isNamed = file.equals(source) && !isFolder;
                        Path from = Files.isDirectory(source) ? source : source.resolveSibling("");
                        copyFile(
                                file,
                                isNamed ? target : target.resolve(from.relativize(file)),
                                copy);
                    }
                }
            }
        }
    }

    private void copyFile(Path file, Path target, Dockerfile.Copy copy) throws IOException {
        createFolder(target.resolveSibling(""), copy);
        Files.copy(file, target, StandardCopyOption.COPY_ATTRIBUTES);
        claim(target, copy);
    }

    private void createFolder(Path folder, Dockerfile.Copy copy) throws IOException {
        if (!Files.exists(folder)) {
            createFolder(folder.resolveSibling(""), copy);
            Files.createDirectory(folder);
            claim(folder, copy);
        }
    }

    private static void claim(Path file, Dockerfile.Copy copy) throws IOException {
        Files.setAttribute(file, "unix:uid", copy.user());
        Files.setAttribute(file, "unix:gid", copy.group());
        Files.setAttribute(file, "unix:mode", copy.mode());
    }

    private static void permit(Path folder, String permissions) throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(permissions));
    }

    Path root() {
        return root;
    }

    /** Every file by its path, with what would tell that it was written to. */
    Map<String, String> contents() throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.collect(
                    Collectors.toMap(
                            file -> "/" + root.relativize(file),
                            Tree::state,
                            (a, b) -> a,
                            TreeMap::new));
        }
    }

    private static String state(Path file) {
        try {
            return Files.readAttributes(
                            file,
                            "unix:mode,uid,gid,size,lastModifiedTime,ctime",
                            LinkOption.NOFOLLOW_LINKS)
                    .toString();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
