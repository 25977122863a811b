package dev.hindsight.embedded;

import dev.hindsight.problem.StartFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * How PostgreSQL's programs are started when the service runs as root, since they refuse to be
 * root.
 *
 * <p>On Linux there are two ways. {@code unshare -U} runs a program in a user namespace that maps
 * nobody: it still owns root's files, but sees itself as an unprivileged user. Containers often
 * forbid that; there, and for a data folder that belongs to an ordinary user already, {@code
 * setpriv} changes the user and leaves it the one right to pass through root's folders.
 */
final class Privileges {

    /** The user {@code nobody} of every Linux. */
    private static final int NOBODY = 65_534;

    private Privileges() {}

    /**
     * What to put before a program's name; empty unless this process is root's.
     *
     * @param data the data folder, which may not be there yet; it is handed over to the user that
     *     PostgreSQL will be
     * @throws StartFailure if this system's root has neither way
     */
    static List<String> prefix(Path data) {
        if (!"root".equals(ProcessHandle.current().info().user().orElse(""))) {
            return List.of();
        }
        try {
            int owner = Files.exists(data) ? (int) Files.getAttribute(data, "unix:uid") : 0;
            if (owner != 0) {
                return as(owner, (int) Files.getAttribute(data, "unix:gid"));
            }
            if (works(List.of("unshare", "-U", "--"))) {
                return List.of("unshare", "-U", "--");
            }
            List<String> nobody = as(NOBODY, NOBODY);
            handOver(data);
            return nobody;
        } catch (IOException e) {
            throw new StartFailure(
                    "cannot hand %s over to an unprivileged user (%s): start the service as another user than root"
                            .formatted(data, StartFailure.reason(e)));
        }
    }

    private static List<String> as(int user, int group) {
        List<String> prefix =
                List.of(
                        "setpriv",
                        "--reuid=" + user,
                        "--regid=" + group,
                        "--clear-groups",
                        // Otherwise access(2), with which PostgreSQL looks for its own files,
                        // forgets the right.
                        "--securebits=+no_setuid_fixup",
                        "--inh-caps=+dac_override",
                        "--ambient-caps=+dac_override",
                        "--");
        if (!works(prefix)) {
            throw new StartFailure(
                    "PostgreSQL does not run as root, and neither unshare nor setpriv work here:"
                            + " start the service as another user or set HINDSIGHT_DATABASE_URL");
        }
        return prefix;
    }

    private static boolean works(List<String> prefix) {
        try {
            return Program.run(prefix, List.of("true"), "").succeeded();
        } catch (IOException e) {
            return false;
        }
    }

    private static void handOver(Path data) throws IOException {
        if (!Files.exists(data)) {
            return;
        }
        List<Path> all;
        try (Stream<Path> walk = Files.walk(data)) {
            all = walk.toList();
        }
        for (Path path : all) {
            Files.setAttribute(path, "unix:uid", NOBODY);
            Files.setAttribute(path, "unix:gid", NOBODY);
        }
    }
}
