package reports;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/**
 * A keep-alive connection with at most one call on it. Of an answer it reads the status and the
 * Content-Length, without which none is understood.
 */
final class Wire implements AutoCloseable {

    private static final byte[] LENGTH = "content-length: ".getBytes(StandardCharsets.US_ASCII);

    /** Number of the first execution of the unit that the wire reports. */
    long unit;

    /** The call of the unit, from 0; negative when there is nothing more to report. */
    int call;

    /** When the call was to be sent, or is to be; of {@link System#nanoTime}. */
    long due;

    private final SocketChannel channel;
    private final SelectionKey key;
    private final ByteBuffer request;
    private ByteBuffer answer = ByteBuffer.allocateDirect(1 << 14);
    private boolean waiting;
    private int status;
    private int scanned;
    private int bodyBegin;
    private int bodyBytes;

    /**
     * @param longest bytes of the longest request
     */
    Wire(InetSocketAddress service, Selector selector, int longest) throws IOException {
        this.channel = SocketChannel.open(service);
        this.channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        this.channel.configureBlocking(false);
        this.key = channel.register(selector, SelectionKey.OP_READ, this);
        this.request = ByteBuffer.allocateDirect(longest);
    }

    /** Whether a call is on its way. */
    boolean isWaiting() {
        return waiting;
    }

    /** Where the next request is written to, from its begin. */
    ByteBuffer request() {
        return request.clear();
    }

    /** Sends what was written to {@link #request()}. */
    void send() throws IOException {
        request.flip();
        answer.clear();
        scanned = 0;
        bodyBegin = 0;
        waiting = true;
        flush();
    }

    private void flush() throws IOException {
        channel.write(request);
        key.interestOps(
                request.hasRemaining()
                        ? SelectionKey.OP_READ | SelectionKey.OP_WRITE
                        : SelectionKey.OP_READ);
    }

    /** Goes on when the socket is ready; true when the whole answer is there. */
    boolean proceed() throws IOException {
        if (request.hasRemaining() && key.isWritable()) {
            flush();
        }
        if (!key.isReadable()) {
            return false;
        }
        if (!answer.hasRemaining()) {
            answer = ByteBuffer.allocateDirect(2 * answer.capacity()).put(answer.flip());
        }
        if (channel.read(answer) < 0) {
            throw new EOFException("the service closed a connection");
        }
        waiting = !isWhole();
        return !waiting;
    }

    private boolean isWhole() throws IOException {
        while (bodyBegin == 0 && scanned + 4 <= answer.position()) {
            if (answer.getInt(scanned) == 0x0d0a0d0a) {
                bodyBegin = scanned + 4;
                readHead();
            }
            scanned++;
        }
        return bodyBegin > 0 && answer.position() >= bodyBegin + bodyBytes;
    }

    private void readHead() throws IOException {
        status = number(9);
        for (int at = 0; at < bodyBegin; at++) {
            if (answer.get(at) == '\n' && isContentLength(at + 1)) {
                bodyBytes = number(at + 1 + LENGTH.length);
                return;
            }
        }
        if (status != 204) {
            throw new IOException("an answer without Content-Length: " + text(0, bodyBegin));
        }
        bodyBytes = 0;
    }

    private boolean isContentLength(int at) {
        for (int i = 0; i < LENGTH.length; i++) {
            // Letters in lower case; neither the hyphen nor the colon nor the space loses by it.
            if ((answer.get(at + i) | 0x20) != LENGTH[i]) {
                return false;
            }
        }
        return true;
    }

    private int number(int at) {
        int number = 0;
        for (int i = at; Character.isDigit(answer.get(i)); i++) {
            number = 10 * number + answer.get(i) - '0';
        }
        return number;
    }

    /** Of the answer that is there. */
    int status() {
        return status;
    }

    /** Of the answer that is there, at most so many bytes. */
    String body(int atMost) {
        return text(bodyBegin, Math.min(bodyBytes, atMost));
    }

    private String text(int begin, int length) {
        byte[] bytes = new byte[length];
        answer.get(begin, bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
