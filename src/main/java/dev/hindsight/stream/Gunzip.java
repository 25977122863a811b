package dev.hindsight.stream;

import dev.hindsight.edge.Inflated;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Inflates gzip (RFC 1952) that arrives in pieces; the JDK's streams wait for theirs. Members that
 * follow each other are one body, as everywhere. Every fault is {@code invalid-request}.
 */
final class Gunzip {

    /** What comes next, in the order in which it comes; the flag says whether a member has it. */
    private enum Part {
        FIXED(0),
        EXTRA_LENGTH(4),
        EXTRA(4),
        NAME(8),
        COMMENT(16),
        HEADER_CRC(2),
        DATA(0),
        TRAILER(0);

        private final int flag;

        Part(int flag) {
            this.flag = flag;
        }

        Part following() {
            return switch (this) {
                case FIXED -> EXTRA_LENGTH;
                case EXTRA_LENGTH -> EXTRA;
                case EXTRA -> NAME;
                case NAME -> COMMENT;
                case COMMENT -> HEADER_CRC;
                case HEADER_CRC -> DATA;
                case DATA -> TRAILER;
                case TRAILER -> FIXED;
            };
        }
    }

    private static final int[] MAGIC = {0x1F, 0x8B, 8};

    /** Of the compressed data alone: the frame around it is read here. */
    private final Inflater inflater = new Inflater(true);

    private final CRC32 crc = new CRC32();
    private byte[] input = new byte[0];
    private int at;
    private Part part = Part.FIXED;
    private int flags;

    /** Bytes of the part that have been read, and the number that they are, least byte first. */
    private int count;

    private long value;
    private long extra;

    /** Hands over the next piece, after the one before was read to its end. */
    void input(byte[] piece) {
        input = piece;
        at = 0;
        if (part == Part.DATA) {
            feed();
        }
    }

    /** Inflates into a target; tells how many bytes, 0 if there must be more input first. */
    int read(byte[] target, int from, int room) {
        try {
            while (true) {
                if (part != Part.DATA) {
                    if (at == input.length) {
                        return 0;
                    }
                    frame(input[at++] & 0xFF);
                    continue;
                }
                int inflated = inflater.inflate(target, from, room);
                if (inflated > 0) {
                    crc.update(target, from, inflated);
                    return inflated;
                }
                if (inflater.needsDictionary()) {
                    throw Inflated.malformed();
                }
                if (!inflater.finished()) {
                    return 0;
                }
                at = input.length - inflater.getRemaining();
                enter(Part.TRAILER);
            }
        } catch (DataFormatException wrong) {
            throw Inflated.malformed();
        }
    }

    /** Whether what was read ends where a member does. */
    boolean isWhole() {
        return part == Part.FIXED && count == 0;
    }

    /** Gives the memory outside the heap back. */
    void close() {
        inflater.end();
    }

    /** Reads one byte of the frame around the data. */
    private void frame(int b) {
        int place = count++;
        switch (part) {
            case FIXED -> fixed(place, b);
            case EXTRA_LENGTH -> {
                extra |= (long) b << (8 * place);
                endAfter(2);
            }
            case EXTRA -> endAfter(extra);
            case NAME, COMMENT -> endAfter(b == 0 ? count : Long.MAX_VALUE);
            case HEADER_CRC -> endAfter(2);
            default -> {
                value |= (long) b << (8 * place);
                if (count == 8) {
                    endMember();
                }
            }
        }
    }

    private void fixed(int place, int b) {
        if (place < MAGIC.length && b != MAGIC[place]) {
            throw Inflated.malformed();
        }
        if (place == MAGIC.length) {
            flags = b;
        }
        endAfter(10);
    }

    private void endAfter(long bytes) {
        if (count < bytes) {
            return;
        }
        Part next = part.following();
        while (!isThere(next)) {
            next = next.following();
        }
        enter(next);
    }

    private boolean isThere(Part next) {
        boolean empty = next == Part.EXTRA && extra == 0;
        return next == Part.DATA || ((flags & next.flag) != 0 && !empty);
    }

    private void enter(Part next) {
        part = next;
        count = 0;
        value = 0;
        if (next == Part.DATA) {
            feed();
        } else if (next == Part.FIXED) {
            extra = 0;
        }
    }

    private void feed() {
        inflater.setInput(input, at, input.length - at);
        at = input.length;
    }

    private void endMember() {
        long size = inflater.getBytesWritten() & 0xFFFF_FFFFL;
        if (value != (size << 32 | crc.getValue())) {
            throw Inflated.malformed();
        }
        inflater.reset();
        crc.reset();
        enter(Part.FIXED);
    }
}
