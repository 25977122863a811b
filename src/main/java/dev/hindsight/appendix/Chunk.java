package dev.hindsight.appendix;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hindsight.blob.Blob;
import dev.hindsight.blob.BlobContent;
import dev.hindsight.blob.Blobs;
import io.smallrye.mutiny.Multi;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One chunk of stored bytes as a line tells it.
 *
 * @param blob the bytes it is of
 * @param n its number, from 0
 * @param raw {@value Blobs#CHUNK_BYTES} bytes, fewer only of the last
 */
@SuppressWarnings("ArrayRecordComponent") // Bytes on their way, never compared.
record Chunk(Blob blob, int n, byte[] raw) {

    /** How many chunks bytes have; nothing has one, too. */
    static long number(long bytes) {
        return Math.max(1, (bytes + Blobs.CHUNK_BYTES - 1) / Blobs.CHUNK_BYTES);
    }

    /** How many bytes there must be in a chunk. */
    static int length(long bytes, long n) {
        return (int) Math.min(Blobs.CHUNK_BYTES, bytes - n * Blobs.CHUNK_BYTES);
    }

    boolean isLast() {
        return n == number(blob.bytes()) - 1;
    }

    /**
     * The chunks of a blob as JSON objects, a page each, read one by one.
     *
     * @param members of each object, with a comma behind each
     */
    static Multi<List<byte[]>> tell(BlobContent content, String members) {
        AtomicInteger next = new AtomicInteger();
        return content.pieces()
                .onCompletion()
                .ifEmpty()
                .continueWith(new byte[0])
                .map(raw -> List.of(told(content.blob(), next.getAndIncrement(), raw, members)));
    }

    private static byte[] told(Blob blob, int n, byte[] raw, String members) {
        return "{%s\"blob\":\"%s\",\"bytes\":%d,\"storedBytes\":%d,\"n\":%d,\"base64\":\"%s\"}"
                .formatted(
                        members,
                        blob.id(),
                        blob.bytes(),
                        blob.storedBytes(),
                        n,
                        Base64.getEncoder().encodeToString(raw))
                .getBytes(UTF_8);
    }
}
