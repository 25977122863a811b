package dev.hindsight.reliability;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A client of HTTP/1.1 that keeps its connection for as long as the service lets it, and hides nothing:
 * it sends every request once. As good clients do, it looks before it sends whether the connection was
 * closed meanwhile, and then opens another.
 */
final class KeepAlive implements AutoCloseable {

    private static final int PATIENCE_MS = 30_000;

    private final URI service;
    private @Nullable Socket socket;
    private InputStream in = InputStream.nullInputStream();
    private int connections;

    /** What came back. */
    record Reply(int status, Map<String, String> headers, String text) {}

    /** What is sent as a body, piece by piece. */
    interface Pieces {

        void writeTo(OutputStream out) throws IOException;
    }

    /** What is done with the pieces of an answer while they come. */
    interface Pace {

        void after(int bytes);
    }

    KeepAlive(String url) {
        this.service = URI.create(url);
    }

    /** How many connections it had. */
    int connections() {
        return connections;
    }

    Reply ask(String method, String path, byte @Nullable [] json) throws IOException {
        return ask(method, path, json, bytes -> {});
    }

    /** Asks, and reads the answer as slowly as it is told. */
    Reply ask(String method, String path, byte @Nullable [] json, Pace pace) throws IOException {
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        String length =
                json == null
                        ? ""
                        : "Content-Type: application/json\r\nContent-Length: %d\r\n"
                                .formatted(json.length);
        request.writeBytes(head(method, path, length));
        if (json != null) {
            request.writeBytes(json);
        }
        return exchange(out -> out.write(request.toByteArray()), pace);
    }

    /** Sends lines in pieces whose number nobody knows before. */
    Reply stream(String path, Pieces lines) throws IOException {
        byte[] head =
                head(
                        "POST",
                        path,
                        "Content-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n");
        return exchange(
                out -> {
                    out.write(head);
                    lines.writeTo(new Chunks(out));
                    out.write("0\r\n\r\n".getBytes(UTF_8));
                },
                bytes -> {});
    }

    private byte[] head(String method, String path, String headers) {
        return "%s %s HTTP/1.1\r\nHost: %s:%d\r\n%s\r\n"
                .formatted(method, path, service.getHost(), service.getPort(), headers)
                .getBytes(UTF_8);
    }

    private Reply exchange(Pieces request, Pace pace) throws IOException {
        Socket open = open();
        try {
            request.writeTo(open.getOutputStream());
            Reply reply = read(pace);
            if (reply.headers().getOrDefault("connection", "").equalsIgnoreCase("close")) {
                close();
            }
            return reply;
        } catch (IOException failed) {
            close();
            throw failed;
        }
    }

    private Socket open() throws IOException {
        if (socket != null && isClosed(socket)) {
            close();
        }
        if (socket == null) {
            socket = new Socket(service.getHost(), service.getPort());
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(PATIENCE_MS);
            in = new BufferedInputStream(socket.getInputStream());
            connections++;
        }
        return socket;
    }

    private boolean isClosed(Socket open) throws IOException {
        open.setSoTimeout(1);
        try {
            return in.read() < 0;
        } catch (SocketTimeoutException silent) {
            return false;
        } catch (IOException cut) {
            return true;
        } finally {
            open.setSoTimeout(PATIENCE_MS);
        }
    }

    private Reply read(Pace pace) throws IOException {
        String[] first = line().split(" ", 3);
        int status = Integer.parseInt(first[1]);
        Map<String, String> headers = new TreeMap<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            headers.merge(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip(),
                    (one, other) -> one + ", " + other);
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        if ("chunked".equals(headers.get("transfer-encoding"))) {
            for (int size = size(); size > 0; size = size()) {
                read(size, body, pace);
                line();
            }
            line();
        } else {
            read(Integer.parseInt(headers.getOrDefault("content-length", "0")), body, pace);
        }
        return new Reply(status, headers, body.toString(UTF_8));
    }

    private int size() throws IOException {
        return Integer.parseInt(line(), 16);
    }

    private void read(int size, ByteArrayOutputStream body, Pace pace) throws IOException {
        byte[] bytes = in.readNBytes(size);
        if (bytes.length < size) {
            throw new EOFException("in an answer");
        }
        body.writeBytes(bytes);
        pace.after(size);
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("instead of an answer, after: " + line);
            }
            line.append((char) next);
        }
        return line.toString().strip();
    }

    @Override
    public void close() throws IOException {
        if (socket != null) {
            socket.close();
            socket = null;
        }
    }

    private static final class Chunks extends OutputStream {

        private final OutputStream out;

        Chunks(OutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one});
        }

        @Override
        public void write(byte[] bytes) throws IOException {
            ByteArrayOutputStream chunk = new ByteArrayOutputStream();
            chunk.writeBytes((Integer.toHexString(bytes.length) + "\r\n").getBytes(UTF_8));
            chunk.writeBytes(bytes);
            chunk.writeBytes("\r\n".getBytes(UTF_8));
            out.write(chunk.toByteArray());
        }
    }
}
