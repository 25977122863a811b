package dev.hindsight.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a server says.
 *
 * @param file the server's log, which need not be there yet
 */
record ServerLog(Path file) {

    /** Size over which the last log makes room for a new one at the start. */
    private static final long ROTATED_BYTES = 10_000_000;

    /** What is read of the log to tell why a server ended or did not start. */
    private static final int READ_BYTES = 64 * 1024;

    private static final Pattern MESSAGE =
            Pattern.compile("\\b(?:PANIC|FATAL|ERROR|WARNING|LOG):.*");

    /** What clients of a server that comes or goes are told, and what every server says then. */
    private static final Pattern NOISE =
            Pattern.compile(
                    "FATAL: +the database system is "
                            + "|FATAL: +terminating (?:connection due to administrator|background worker)"
                            + "|FATAL: +password authentication failed"
                            + "|WARNING: +terminating connection because of crash"
                            + "|LOG: +(?:database system (?:is|was) |starting |listening on |redo "
                            + "|checkpoint |invalid record length|shutting down"
                            + "|all server processes terminated|terminating any other active)");

    /** Which lines tell more than others, the most telling first. */
    private static final List<Predicate<String>> TELLING =
            List.of(
                    message -> message.startsWith("PANIC:"),
                    message -> message.startsWith("FATAL:"),
                    message -> true);

    /** How much there is now: where what is said from now on begins. */
    long size() throws IOException {
        return Files.exists(file) ? Files.size(file) : 0;
    }

    /**
     * What was said from a place on, without what every server says; the beginning, if that is much.
     */
    String from(long place) throws IOException {
        return read(place).lines().filter(line -> !isNoise(line)).collect(Collectors.joining("\n"));
    }

    private static boolean isNoise(String line) {
        Matcher message = MESSAGE.matcher(line);
        return message.find() && NOISE.matcher(message.group()).lookingAt();
    }

    private String read(long place) throws IOException {
        if (!Files.exists(file)) {
            return "";
        }
        try (FileChannel log = FileChannel.open(file)) {
            return new String(
                    Channels.newInputStream(log.position(place)).readNBytes(READ_BYTES), UTF_8);
        }
    }

    /**
     * Why a server ended, by what it said from a place on: the last panic, else the last fatal error,
     * else the last line that says something. Time and process are left out.
     */
    String lastWord(long place) throws IOException {
        List<String> said =
                from(Math.max(place, size() - READ_BYTES))
                        .lines()
                        .map(MESSAGE::matcher)
                        .filter(Matcher::find)
                        .map(message -> message.group().strip().replaceAll(" {2,}", " "))
                        .toList();
        for (Predicate<String> telling : TELLING) {
            for (int i = said.size() - 1; i >= 0; i--) {
                if (telling.test(said.get(i))) {
                    return said.get(i);
                }
            }
        }
        return "its log does not tell why, so that it may have been killed";
    }

    /** Makes room for a new log if this one is large. */
    void rotate() throws IOException {
        if (size() > ROTATED_BYTES) {
            Path before = file.resolveSibling("postgres.log.1");
            Files.move(file, before, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
