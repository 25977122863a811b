package reports;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** CPU time of this machine's processes, in milliseconds, as Linux tells it in {@code /proc}. */
final class Processes {

    /** A tick, as {@code /proc} counts: a hundredth of a second on every Linux. */
    private static final long MILLIS_A_TICK = 10;

    private static final Path PROC = Path.of("/proc");

    /** Fields of {@code /proc/<pid>/stat} behind the program's name. */
    private static final int PARENT = 1;

    private static final int USER = 11;
    private static final int SYSTEM = 12;
    private static final int CHILDREN_USER = 13;
    private static final int CHILDREN_SYSTEM = 14;

    private Processes() {}

    /** Of a process and of those children that it has seen end. */
    static double millis(long pid) {
        String[] stat = stat(Long.toString(pid)).orElseThrow();
        return MILLIS_A_TICK * (own(stat) + endedChildren(stat));
    }

    /** Of a process and all its children, those that have ended too. */
    static double millisWithChildren(long pid) {
        return millis(pid) + MILLIS_A_TICK * children(pid).mapToDouble(Processes::own).sum();
    }

    /** Of everything that ran on this machine, and of what it would have liked to run. */
    static double millisOfMachine() {
        try (Stream<String> lines = Files.lines(PROC.resolve("stat"))) {
            String[] cpu = lines.findFirst().orElseThrow().split(" +");
            // Behind the name: user, nice, system, idle, waiting for disks, interrupts, stolen.
            long busy = 0;
            for (int i : List.of(1, 2, 3, 6, 7, 8)) {
                busy += Long.parseLong(cpu[i]);
            }
            return MILLIS_A_TICK * busy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static long parent(long pid) {
        return Long.parseLong(stat(Long.toString(pid)).orElseThrow()[PARENT]);
    }

    private static double own(String[] stat) {
        return Long.parseLong(stat[USER]) + Long.parseLong(stat[SYSTEM]);
    }

    private static double endedChildren(String[] stat) {
        return Long.parseLong(stat[CHILDREN_USER]) + Long.parseLong(stat[CHILDREN_SYSTEM]);
    }

    private static Stream<String[]> children(long pid) {
        String parent = Long.toString(pid);
        return all().map(Processes::stat)
                .flatMap(Optional::stream)
                .filter(stat -> stat[PARENT].equals(parent));
    }

    private static Stream<String> all() {
        try (Stream<Path> folders = Files.list(PROC)) {
            return folders
                    .map(folder -> folder.getFileName().toString())
                    .filter(name -> name.matches("\\d+"))
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Empty if the process has ended. */
    private static Optional<String[]> stat(String pid) {
        try {
            String stat = Files.readString(PROC.resolve(pid).resolve("stat"));
            return Optional.of(stat.substring(stat.lastIndexOf(')') + 2).split(" "));
        } catch (IOException ended) {
            return Optional.empty();
        }
    }

    /** The process that listens on a port; empty if another user's does, or another machine's. */
    static OptionalLong listeningOn(int port) throws IOException {
        Optional<String> socket = socket(port);
        return socket.isEmpty()
                ? OptionalLong.empty()
                : all().filter(pid -> holds(pid, socket.get()))
                        .mapToLong(Long::parseLong)
                        .findAny();
    }

    private static Optional<String> socket(int port) throws IOException {
        String address = ":%04X".formatted(port);
        for (String table : List.of("net/tcp", "net/tcp6")) {
            try (Stream<String> lines = Files.lines(PROC.resolve(table))) {
                Optional<String> inode =
                        lines.map(line -> line.strip().split(" +"))
                                // 0A: listening.
                                .filter(row -> row[1].endsWith(address) && row[3].equals("0A"))
                                .map(row -> "socket:[" + row[9] + "]")
                                .findFirst();
                if (inode.isPresent()) {
                    return inode;
                }
            }
        }
        return Optional.empty();
    }

    private static boolean holds(String pid, String socket) {
        try (Stream<Path> files = Files.list(PROC.resolve(pid).resolve("fd"))) {
            return files.anyMatch(file -> target(file).equals(socket));
        } catch (IOException | UncheckedIOException hidden) {
            return false;
        }
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException closed) {
            return "";
        }
    }
}
