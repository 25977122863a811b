package dev.hindsight.image;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hindsight.fixture.Artifact;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A process as an engine runs it with {@code --read-only --tmpfs /tmp --cap-drop=ALL}: it sees the tree
 * and nothing else, cannot write to it, is the first of its process ids and the image's user. Only the
 * network is the machine's.
 */
final class Container implements AutoCloseable {

    /** Makes the mounts, which nobody else sees and which go with the process, and becomes it. */
    private static final String SCRIPT =
            """
            root=$1 jdk=$2 folder=$3 user=$4 group=$5
            shift 5
            mount --bind "$root" "$root"
            mount -t proc proc "$root/proc"
            mount -t tmpfs -o mode=755 tmpfs "$root/dev"
            for device in null zero full random urandom; do
                touch "$root/dev/$device"
                mount --bind "/dev/$device" "$root/dev/$device"
            done
            mount -o remount,ro "$root/dev"
            mount -t tmpfs -o mode=1777,size=64m,nosuid,nodev tmpfs "$root/tmp"
            if [ -n "$jdk" ]; then
                mount --bind "$jdk" "$root$jdk"
                mount -o remount,bind,ro "$root$jdk"
            fi
            mount -o remount,bind,ro "$root"
            exec setpriv --no-new-privs \\
                unshare --root="$root" --wd="$folder" --setgid="$group" --setuid="$user" -- "$@"
            """;

    private final Process engine;
    private final Artifact artifact;
    private final Path root;
    private final Dockerfile image;

    private Container(Process engine, Path root, Dockerfile image) {
        this.engine = engine;
        this.artifact = Artifact.of(engine);
        this.root = root;
        this.image = image;
    }

    /** Whether this machine lets us: it is Linux, and we are root and may mount. */
    static boolean isPossible() throws IOException, InterruptedException {
        return new File("/proc/self/ns/mnt").exists()
                && run(
                                "unshare", "--mount", "--pid", "--fork", "mount", "-t", "tmpfs",
                                "tmpfs", "/mnt")
                        .isEmpty()
                && run("setpriv", "--no-new-privs", "unshare", "--root=/", "--setuid=0", "true")
                        .isEmpty();
    }

    /**
     * Starts the entry point of an image.
     *
     * @param jdk what is mounted into the tree; null for none
     * @param environment what a user adds to the image's own
     */
    static Container start(
            Dockerfile image, Tree tree, @Nullable Path jdk, Map<String, String> environment)
            throws IOException {
        Path root = tree.root();
        List<String> command = new ArrayList<>();
        command.addAll(
                List.of("unshare", "--mount", "--pid", "--fork", "--kill-child", "sh", "-e", "-c"));
        command.addAll(List.of(SCRIPT, "sh", root.toString(), jdk == null ? "" : jdk.toString()));
        command.addAll(List.of(image.folder(), "" + image.user(), "" + image.group()));
        command.addAll(image.entrypoint());
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        Map<String, String> all = builder.environment();
        all.clear();
        all.putAll(image.environment());
        all.putAll(environment);
        return new Container(builder.start(), root, image);
    }

    /** Its output, and its end, by that of the process that waits for it. */
    Artifact artifact() {
        return artifact;
    }

    /** Asks the process, not the one that waits for it, to end. */
    void terminate() {
        process().destroy();
    }

    /** What the image's user may write to inside, whatever the mounts allow. */
    List<String> writable() throws IOException, InterruptedException {
        String found =
                inside(
                        "find",
                        root.toString(),
                        "-path",
                        root + "/proc",
                        "-prune",
                        "-o",
                        "-path",
                        root + "/dev",
                        "-prune",
                        "-o",
                        "-writable",
                        "-print");
        return found.lines().map(file -> file.substring(root.toString().length())).toList();
    }

    /** What the attempt of the image's user to write a file says; empty if it was written. */
    String write(String file) throws IOException, InterruptedException {
        return inside("touch", root + file);
    }

    /** Runs one of this machine's programs with the container's mounts and user. */
    private String inside(String... command) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>();
        all.addAll(List.of("nsenter", "--target", "" + process().pid(), "--mount"));
        all.addAll(List.of("setpriv", "--reuid=" + image.user(), "--regid=" + image.group()));
        all.addAll(List.of("--clear-groups", "--no-new-privs"));
        all.addAll(List.of(command));
        return run(all.toArray(String[]::new));
    }

    private ProcessHandle process() {
        return engine.children().findFirst().orElseThrow();
    }

    private static String run(String... command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        try {
            Process process = builder.start();
            String said = new String(process.getInputStream().readAllBytes(), UTF_8);
            return process.waitFor() == 0 || !said.isEmpty() ? said : "failed: " + List.of(command);
        } catch (IOException noSuchProgram) {
            return String.valueOf(noSuchProgram.getMessage());
        }
    }

    @Override
    public void close() {
        artifact.close();
    }
}
