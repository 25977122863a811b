package dev.hindsight.blob;

import io.airlift.compress.MalformedInputException;
import io.airlift.compress.zstd.ZstdCompressor;
import io.airlift.compress.zstd.ZstdDecompressor;
import java.util.Arrays;

/**
 * Single zstd frames (RFC 8878), made and read in Java alone, so that they also work in a native
 * image. Costs the processor: to be called on a worker thread.
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
}
