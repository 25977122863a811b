package dev.hindsight.live;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hindsight.live.LiveClient.Closing;
import io.restassured.RestAssured;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.PushbackInputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;

/**
 * A client of the live channel that reads when it is told to, over a socket that holds little, and
 * answers to no ping. Texts are written with single quotes.
 */
final class SlowClient implements AutoCloseable {

    private static final int PATIENCE_MS = 20_000;
    private static final int BUFFER = 4 * 1024;

    private static final int CONTINUED = 0;
    private static final int TEXT = 1;
    private static final int CLOSE = 8;
    private static final int LAST = 0x80;
    private static final int MASKED = 0x80;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Socket socket = new Socket();
    private final PushbackInputStream pushback;
    private final DataInputStream in;

    private SlowClient() throws IOException {
        socket.setReceiveBufferSize(BUFFER);
        socket.setSoTimeout(PATIENCE_MS);
        socket.connect(new InetSocketAddress("localhost", RestAssured.port));
        pushback = new PushbackInputStream(socket.getInputStream());
        in = new DataInputStream(pushback);
        upgrade();
    }

    /** Opens a connection and says hello. */
    static SlowClient greeted() {
        try {
            SlowClient client = new SlowClient();
            client.say("{'type': 'hello'}");
            client.next("welcome");
            return client;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void upgrade() throws IOException {
        String request =
                """
                GET /api/v1/live HTTP/1.1
                Host: localhost
                Connection: Upgrade
                Upgrade: websocket
                Sec-WebSocket-Version: 13
                Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==

                """;
        socket.getOutputStream().write(request.replace("\n", "\r\n").getBytes(ISO_8859_1));
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) in.readUnsignedByte());
        }
        if (!head.toString().startsWith("HTTP/1.1 101 ")) {
            throw new AssertionError("no upgrade: " + head);
        }
    }

    /** Says something, of less than 64 KiB. */
    SlowClient say(String frame) {
        // Never so short that the length takes one byte only.
        byte[] text = "%-126s".formatted(frame.replace('\'', '"')).getBytes(UTF_8);
        // The mask of zeros leaves the text as it is.
        ByteBuffer bytes = ByteBuffer.allocate(8 + text.length);
        bytes.put((byte) (LAST | TEXT)).put((byte) (MASKED | 126)).putShort((short) text.length);
        bytes.putInt(0).put(text);
        try {
            socket.getOutputStream().write(bytes.array());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /** Waits until there is something to read, and does not read it. */
    void awaitSomething() {
        try {
            pushback.unread(in.readUnsignedByte());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The next frame, which has this type. */
    JsonNode next(String type) {
        try {
            Message message = message();
            JsonNode frame = message.is(TEXT) ? JSON.readTree(message.text()) : null;
            if (frame == null || !frame.path("type").asText().equals(type)) {
                throw new AssertionError("not a frame of type " + type + ": " + message.text());
            }
            return frame;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads all that is left; how the service closes the connection. */
    Closing closing() {
        try {
            Message message = message();
            while (!message.is(CLOSE)) {
                message = message();
            }
            int code = Short.toUnsignedInt(message.body().getShort());
            return new Closing(code, message.text());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What was said at once: a text, or that it is over. */
    private record Message(int opcode, ByteBuffer body) {

        boolean is(int wanted) {
            return opcode == wanted;
        }

        String text() {
            return UTF_8.decode(body.duplicate()).toString();
        }
    }

    private Message message() throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        while (true) {
            int head = in.readUnsignedByte();
            int opcode = head & 0xf;
            byte[] body = in.readNBytes(length());
            if (opcode == CLOSE) {
                return new Message(opcode, ByteBuffer.wrap(body));
            }
            if (opcode == TEXT || opcode == CONTINUED) {
                text.write(body);
                if ((head & LAST) != 0) {
                    return new Message(TEXT, ByteBuffer.wrap(text.toByteArray()));
                }
            }
        }
    }

    private int length() throws IOException {
        int length = in.readUnsignedByte();
        return switch (length) {
            case 126 -> in.readUnsignedShort();
            case 127 -> Math.toIntExact(in.readLong());
            default -> length;
        };
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
