package dev.hindsight.stream;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Cuts a stream of chunks into its lines. Lines end with a line feed, which the last one may lack; empty
 * ones are passed over, but counted. One that is too long is told as such once it is, and the rest of
 * it is thrown away as it comes, so that never more than one line is held.
 */
public final class LineSplitter {

    /** The longest line of a stream, in bytes. */
    public static final int MAX_LINE = 8 * 1024 * 1024;

    /** A line that was longer leaves no room behind that would be held on for the next ones. */
    private static final int KEPT = 64 * 1024;

    private static final byte[] NOTHING = new byte[0];

    private final int maxLine;
    private ByteArrayOutputStream begun = new ByteArrayOutputStream();
    private long number = 1;
    private boolean skipping;

    /**
     * One that is at the start of a stream.
     *
     * @param maxLine the longest line, in bytes
     */
    public LineSplitter(int maxLine) {
        this.maxLine = maxLine;
    }

    /** A line with its number, from 1. */
    public static final class Numbered {

        private final long number;
        private final byte[] bytes;
        private final boolean tooLong;

        private Numbered(long number, byte[] bytes, boolean tooLong) {
            this.number = number;
            this.bytes = bytes;
            this.tooLong = tooLong;
        }

        public long number() {
            return number;
        }

        /** What it holds, without its line feed; nothing if it is too long. */
        public byte[] bytes() {
            return bytes;
        }

        /** Whether it has more bytes than a line may. */
        public boolean isTooLong() {
            return tooLong;
        }
    }

    /** The lines that end in a chunk, or become too long there. */
    public List<Numbered> take(byte[] chunk) {
        List<Numbered> lines = new ArrayList<>();
        int from = 0;
        for (int i = 0; i < chunk.length; i++) {
            if (chunk[i] == '\n') {
                finish(chunk, from, i, lines);
                from = i + 1;
            }
        }
        hold(chunk, from, chunk.length, lines);
        return lines;
    }

    /** The last line, if it has no line feed. */
    public List<Numbered> end() {
        List<Numbered> lines = new ArrayList<>();
        finish(NOTHING, 0, 0, lines);
        return lines;
    }

    private void finish(byte[] chunk, int from, int to, List<Numbered> lines) {
        if (begun.size() == 0 && to - from <= maxLine) {
            // Most lines lie within one chunk: they are copied once.
            add(Arrays.copyOfRange(chunk, from, to), lines);
        } else {
            hold(chunk, from, to, lines);
            add(begun.toByteArray(), lines);
            drop();
        }
        skipping = false;
        number++;
    }

    private void add(byte[] line, List<Numbered> lines) {
        if (!skipping && !isBlank(line)) {
            lines.add(new Numbered(number, line, false));
        }
    }

    private void hold(byte[] chunk, int from, int to, List<Numbered> lines) {
        if (skipping) {
            return;
        }
        if (begun.size() + to - from > maxLine) {
            lines.add(new Numbered(number, NOTHING, true));
            skipping = true;
            drop();
        } else {
            begun.write(chunk, from, to - from);
        }
    }

    private void drop() {
        if (begun.size() > KEPT) {
            begun = new ByteArrayOutputStream();
        } else {
            begun.reset();
        }
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
