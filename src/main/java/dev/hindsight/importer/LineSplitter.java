package dev.hindsight.importer;

import dev.hindsight.problem.ProblemException;
import dev.hindsight.problem.ProblemType;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Cuts a stream of chunks into its lines. Lines end with a line feed, which the last one may lack; empty
 * ones are passed over, but counted.
 */
final class LineSplitter {

    /** The longest line, in bytes. */
    static final int MAX_LINE = 8 * 1024 * 1024;

    private final ByteArrayOutputStream begun = new ByteArrayOutputStream();
    private long number = 1;
    private boolean isTooLong;

    /** A line with its number, from 1. */
    static final class Numbered {

        private final long number;
        private final byte[] bytes;

        private Numbered(long number, byte[] bytes) {
            this.number = number;
            this.bytes = bytes;
        }

        long number() {
            return number;
        }

        byte[] bytes() {
            return bytes;
        }
    }

    /** The lines that end in a chunk, up to one that is too long: see {@link #fault}. */
    List<Numbered> take(byte[] chunk) {
        List<Numbered> lines = new ArrayList<>();
        int from = 0;
        for (int i = 0; i < chunk.length; i++) {
            if (chunk[i] == '\n') {
                if (!append(chunk, from, i)) {
                    return lines;
                }
                finish(lines);
                from = i + 1;
            }
        }
        append(chunk, from, chunk.length);
        return lines;
    }

    /** The last line, if it has no line feed. */
    List<Numbered> end() {
        List<Numbered> lines = new ArrayList<>();
        finish(lines);
        return lines;
    }

    /** What is wrong with the line that is being read, if it is too long; nothing comes behind it. */
    Optional<ProblemException> fault() {
        return isTooLong
                ? Optional.of(
                        new ProblemException(
                                ProblemType.PAYLOAD_TOO_LARGE,
                                "It is longer than the %,d bytes that are accepted."
                                        .formatted(MAX_LINE)))
                : Optional.empty();
    }

    /** The number of the line that is being read, from 1. */
    long number() {
        return number;
    }

    private boolean append(byte[] chunk, int from, int to) {
        isTooLong |= begun.size() + to - from > MAX_LINE;
        if (!isTooLong) {
            begun.write(chunk, from, to - from);
        }
        return !isTooLong;
    }

    private void finish(List<Numbered> lines) {
        byte[] line = begun.toByteArray();
        begun.reset();
        if (!isBlank(line)) {
            lines.add(new Numbered(number, line));
        }
        number++;
    }

    private static boolean isBlank(byte[] line) {
        for (byte b : line) {
            if (b != ' ' && b != '\t' && b != '\r') {
                return false;
            }
        }
        return true;
    }
}
