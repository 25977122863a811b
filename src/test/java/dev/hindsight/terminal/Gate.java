package dev.hindsight.terminal;

import io.restassured.RestAssured;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** Stands before a service, and can cut every connection that leads through it. */
final class Gate implements AutoCloseable {

    private final ServerSocket door;
    private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();
    private final AtomicInteger upgrades = new AtomicInteger();

    /** Stands before the service under test. */
    Gate() throws IOException {
        this.door = new ServerSocket(0, 50, InetAddress.getByName("localhost"));
        run(this::accept);
    }

    String url() {
        return "http://localhost:" + door.getLocalPort();
    }

    /** How many connections led to the service. */
    int connections() {
        return upgrades.get();
    }

    /** Cuts all connections off, as a network does that is gone. */
    void cut() {
        for (Socket socket = sockets.poll(); socket != null; socket = sockets.poll()) {
            close(socket);
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket client = door.accept();
                Socket service = new Socket("localhost", RestAssured.port);
                sockets.add(client);
                sockets.add(service);
                upgrades.incrementAndGet();
                run(() -> pump(client, service));
                run(() -> pump(service, client));
            }
        } catch (IOException closed) {
            cut();
        }
    }

    private static void pump(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException broken) {
            // The other one hears of it below.
        }
        close(from);
        close(to);
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void run(Runnable task) {
        Thread thread = new Thread(task, "gate");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        door.close();
        cut();
    }
}
