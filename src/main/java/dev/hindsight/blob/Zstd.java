package dev.hindsight.blob;

import io.airlift.compress.MalformedInputException;
import io.airlift.compress.zstd.ZstdCompressor;
import io.airlift.compress.zstd.ZstdDecompressor;
import io.airlift.compress.zstd.ZstdInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * zstd frames (RFC 8878), made and read in Java alone, so that they also work in a native image. Costs
 * the processor: to be called on a worker thread.
 */
public final class Zstd {

    private Zstd() {}

    /** Some bytes as one frame, which is at most some bytes longer. */
    public static byte[] compress(byte[] raw) {
        ZstdCompressor compressor = new ZstdCompressor();
        byte[] frame = new byte[compressor.maxCompressedLength(raw.length)];
        int length = compressor.compress(raw, 0, raw.length, frame, 0, frame.length);
        return Arrays.copyOf(frame, length);
    }

    /**
     * The bytes in one frame.
     *
     * @param length how many there are
     * @throws IllegalStateException if the frame is damaged or holds another number
     */
    public static byte[] decompress(byte[] frame, int length) {
        byte[] raw = new byte[length];
        try {
            int found = new ZstdDecompressor().decompress(frame, 0, frame.length, raw, 0, length);
            if (found == length) {
                return raw;
            }
        } catch (MalformedInputException damaged) {
            throw new IllegalStateException("A stored chunk is damaged", damaged);
        }
        throw new IllegalStateException("A stored chunk has another length than was noted");
    }

    /** Whether bytes, of which four are enough, begin like frames do. */
    public static boolean isFrame(byte[] bytes) {
        return bytes.length >= 4 && ZstdFrames.isMagic(bytes);
    }

    /**
     * The bytes in all frames of a stream, but for skippable ones; there is at least one other. Holds as much as the frames say they look
     * back, 8 MiB at most; a frame that says more is refused. Whatever is wrong with the frames fails the
     * reading with an {@link IOException}.
     */
    public static InputStream decompress(InputStream frames) {
        return new Decompressed(frames);
    }

    /** Tells of damage as what it is for who reads: a failure of the input. */
    private static final class Decompressed extends FilterInputStream {

        Decompressed(InputStream frames) {
            super(new ZstdInputStream(new ZstdFrames(frames)));
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            try {
                return super.read(bytes, offset, length);
            } catch (MalformedInputException
                    | IllegalStateException
                    | IllegalArgumentException
                    | IndexOutOfBoundsException damaged) {
                throw new IOException("It is damaged", damaged);
            }
        }
    }
}
