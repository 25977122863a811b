package dev.hindsight.bulk;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.restassured.RestAssured;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Locale;

/** A client that sends a body at its own pace, and stops where it likes. */
final class BulkSocket implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final int TIMEOUT_MS = 30_000;

    private final SocketChannel channel;

    private BulkSocket(String header) throws IOException {
        channel = SocketChannel.open(new InetSocketAddress("localhost", RestAssured.port));
        write(
                """
                POST %s HTTP/1.1
                Host: x
                Connection: close
                Content-Type: application/x-ndjson
                %s

                """
                        .formatted(Bulk.INGEST, header)
                        .replace("\n", "\r\n")
                        .getBytes(ISO_8859_1));
    }

    /** What came back. */
    record Answer(int status, String head, JsonNode body) {}

    /** A client that announces how long its body is. */
    static BulkSocket announcing(int bytes) throws IOException {
        return new BulkSocket("Content-Length: " + bytes);
    }

    /** A client that does not know yet how long its body will be. */
    static BulkSocket chunked() throws IOException {
        return new BulkSocket("Transfer-Encoding: chunked");
    }

    /** Sends lines as one chunk. */
    BulkSocket send(List<String> lines) throws IOException {
        byte[] body = Bulk.body(lines);
        write((Integer.toHexString(body.length) + "\r\n").getBytes(ISO_8859_1));
        write(body);
        write("\r\n".getBytes(ISO_8859_1));
        return this;
    }

    /** Ends a body of chunks. */
    BulkSocket end() throws IOException {
        write("0\r\n\r\n".getBytes(ISO_8859_1));
        return this;
    }

    void write(byte[] bytes) throws IOException {
        ByteBuffer left = ByteBuffer.wrap(bytes);
        while (left.hasRemaining()) {
            channel.write(left);
        }
    }

    /** Sends bytes as long as the other side takes any within a patience; tells how many it took. */
    int writeWhileTaken(byte[] bytes, int patienceMs) throws IOException {
        ByteBuffer left = ByteBuffer.wrap(bytes);
        channel.configureBlocking(false);
        try (Selector selector = Selector.open()) {
            channel.register(selector, SelectionKey.OP_WRITE);
            while (left.hasRemaining() && selector.select(patienceMs) > 0) {
                selector.selectedKeys().clear();
                channel.write(left);
            }
        }
        channel.configureBlocking(true);
        return left.position();
    }

    /** The answer, once it is whole. */
    Answer answer() throws IOException {
        channel.socket().setSoTimeout(TIMEOUT_MS);
        String[] parts =
                new String(channel.socket().getInputStream().readAllBytes(), UTF_8)
                        .split("\r\n\r\n", 2);
        return new Answer(
                Integer.parseInt(parts[0].substring(9, 12)),
                parts[0].toLowerCase(Locale.ROOT),
                JSON.readTree(parts[1]));
    }

    /** Breaks the connection off. */
    @Override
    public void close() throws IOException {
        channel.close();
    }
}
