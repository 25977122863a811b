package dev.hindsight.blob;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/**
 * The compressed frames of a stream, one after another, without the skippable ones between and behind
 * them, of which the decompressor knows nothing (RFC 8878, section 3.1). Looks at the headers of frames and blocks alone;
 * fails if the stream ends within a frame.
 */
final class ZstdFrames extends InputStream {

    private static final int MAGIC = 0xFD2FB528;
    private static final int SKIPPABLE = 0x184D2A50;
    private static final int ANY_SKIPPABLE = 0xFFFFFFF0;
    private static final int RLE = 1;
    private static final int RESERVED = 3;

    private enum Next {
        FRAME,
        BLOCK,
        CHECKSUM
    }

    private final InputStream in;
    private Next next = Next.FRAME;
    private boolean hasChecksum;

    /** A header that was read, and is still to be handed on. */
    private byte[] header = new byte[0];

    private int handed;

    /** Bytes behind the header that are handed on unseen. */
    private long left;

    ZstdFrames(InputStream in) {
        this.in = in;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (handed == header.length && left == 0) {
            if (!advance()) {
                return -1;
            }
        }
        if (handed < header.length) {
            int count = Math.min(length, header.length - handed);
            System.arraycopy(header, handed, bytes, offset, count);
            handed += count;
            return count;
        }
        int count = in.read(bytes, offset, (int) Math.min(length, left));
        if (count < 0) {
            throw new EOFException("It ends within a frame");
        }
        left -= count;
        return count;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    /** Whether a frame begins so, a skippable one or another. */
    static boolean isMagic(byte[] bytes) {
        int magic = number(bytes, 4);
        return magic == MAGIC || (magic & ANY_SKIPPABLE) == SKIPPABLE;
    }

    /** Goes on to the next part of a frame; false at the end of the stream. */
    private boolean advance() throws IOException {
        switch (next) {
            case FRAME -> {
                return beginFrame();
            }
            case BLOCK -> beginBlock();
            case CHECKSUM -> {
                left = hasChecksum ? 4 : 0;
                next = Next.FRAME;
            }
        }
        return true;
    }

    private boolean beginFrame() throws IOException {
        byte[] magic = in.readNBytes(4);
        while (magic.length == 4 && (number(magic, 4) & ANY_SKIPPABLE) == SKIPPABLE) {
            in.skipNBytes(number(exactly(4), 4) & 0xFFFFFFFFL);
            magic = in.readNBytes(4);
        }
        if (magic.length == 0) {
            return false;
        }
        if (magic.length < 4 || number(magic, 4) != MAGIC) {
            throw new IOException("It is not what zstd writes");
        }
        int descriptor = exactly(1)[0] & 0xff;
        boolean isSingleSegment = (descriptor & 0x20) != 0;
        hasChecksum = (descriptor & 0x04) != 0;
        int sizeBytes = new int[] {isSingleSegment ? 1 : 0, 2, 4, 8}[descriptor >> 6];
        int dictionaryBytes = new int[] {0, 1, 2, 4}[descriptor & 3];
        left = (long) sizeBytes + dictionaryBytes + (isSingleSegment ? 0 : 1);
        handOn(new byte[] {magic[0], magic[1], magic[2], magic[3], (byte) descriptor});
        next = Next.BLOCK;
        return true;
    }

    private void beginBlock() throws IOException {
        byte[] block = exactly(3);
        int said = number(block, 3);
        int type = (said >> 1) & 3;
        if (type == RESERVED) {
            throw new IOException("It is not what zstd writes");
        }
        left = type == RLE ? 1 : said >> 3;
        handOn(block);
        next = (said & 1) == 0 ? Next.BLOCK : Next.CHECKSUM;
    }

    private void handOn(byte[] bytes) {
        header = bytes;
        handed = 0;
    }

    private byte[] exactly(int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("It ends within a frame");
        }
        return bytes;
    }

    /** Little-endian. */
    private static int number(byte[] bytes, int length) {
        int number = 0;
        for (int i = 0; i < length; i++) {
            number |= (bytes[i] & 0xff) << (8 * i);
        }
        return number;
    }
}
