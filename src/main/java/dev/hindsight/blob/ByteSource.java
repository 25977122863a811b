package dev.hindsight.blob;

import io.smallrye.mutiny.Uni;

/** Where bytes come from, at the pace of who asks. */
@FunctionalInterface
public interface ByteSource {

    /**
     * The next bytes: as many as are asked for, fewer only at the end, none behind it. To be asked
     * again only after the answer.
     *
     * @param length 1 or more
     */
    Uni<byte[]> next(int length);

    /** Bytes that are in memory. */
    static ByteSource of(byte[] all) {
        return new ByteSource() {
            private int at;

            @Override
            public Uni<byte[]> next(int length) {
                byte[] piece = new byte[Math.min(length, all.length - at)];
                System.arraycopy(all, at, piece, 0, piece.length);
                at += piece.length;
                return Uni.createFrom().item(piece);
            }
        };
    }
}
