package dev.hindsight.archive;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A file that is written from its beginning to its end, counted and summed up meanwhile. Frames that end
 * close it, as streams do with those below them, and mean nothing by it.
 */
final class Output extends OutputStream {

    private static final int SKIPPABLE = 0x184D2A50;

    private static final int BUFFER_BYTES = 64 * 1024;

    private final MessageDigest sha256;
    private final OutputStream file;
    private final OutputStream out;
    private long bytes;

    /** Makes the file, which must not be there. */
    Output(Path path) throws IOException {
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException never) {
            throw new IllegalStateException(never);
        }
        file = Channels.newOutputStream(Permissions.newFile(path));
        out = new BufferedOutputStream(file, BUFFER_BYTES);
    }

    /** How many bytes were written so far. */
    long bytes() {
        return bytes;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] content, int offset, int length) throws IOException {
        out.write(content, offset, length);
        sha256.update(content, offset, length);
        bytes += length;
    }

    /** Writes a frame that decompressors pass over (RFC 8878, section 3.1.2). */
    void writeSkippable(byte[] content) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
        write(header.putInt(SKIPPABLE).putInt(content.length).array());
        write(content);
    }

    @Override
    public void close() {
        // See above.
    }

    /** Ends the file, and tells its SHA-256 in hex. */
    String end() throws IOException {
        out.close();
        return HexFormat.of().formatHex(sha256.digest());
    }

    /** Closes it without writing what is held. */
    void abandon() throws IOException {
        file.close();
    }
}
