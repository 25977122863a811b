package dev.hindsight.reliability;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands before replicas as a Service of Kubernetes does: each new connection is led to one of those
 * that are ready, and stays with it. That one is no longer ready is noticed by asking, and takes effect
 * a while later.
 */
final class Switchboard implements AutoCloseable {

    private static final long ASK_EVERY_MS = 150;

    /** As endpoints need to be known everywhere. */
    private static final Duration LAG = Duration.ofMillis(400);

    private final ServerSocket door;
    private final ExecutorService threads =
            Executors.newCachedThreadPool(
                    task -> {
                        Thread thread = new Thread(task, "switchboard");
                        thread.setDaemon(true);
                        return thread;
                    });
    private final CountDownLatch over = new CountDownLatch(1);
    private final List<URI> known = new CopyOnWriteArrayList<>();
    private final List<URI> ready = new CopyOnWriteArrayList<>();
    private final AtomicInteger turn = new AtomicInteger();

    Switchboard() throws IOException {
        door = new ServerSocket(0, 512, InetAddress.getLoopbackAddress());
        threads.execute(this::accept);
        threads.execute(this::look);
    }

    String url() {
        return "http://localhost:" + door.getLocalPort();
    }

    /** A replica is there: connections are led to it once it is ready. */
    void add(String url) {
        known.add(URI.create(url));
    }

    /** The process of a replica has ended. */
    void forget(String url) {
        known.remove(URI.create(url));
    }

    boolean isReady(String url) {
        return ready.contains(URI.create(url));
    }

    private void look() {
        Map<URI, Long> downSince = new HashMap<>();
        try {
            do {
                known.forEach(replica -> look(replica, downSince));
            } while (!over.await(ASK_EVERY_MS, TimeUnit.MILLISECONDS));
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private void look(URI replica, Map<URI, Long> downSince) {
        if (answersReady(replica)) {
            downSince.remove(replica);
            if (!ready.contains(replica)) {
                ready.add(replica);
            }
            return;
        }
        long now = System.nanoTime();
        if (now - downSince.computeIfAbsent(replica, first -> now) >= LAG.toNanos()) {
            ready.remove(replica);
        }
    }

    /** On a connection of its own, as whoever asks so does. */
    private static boolean answersReady(URI replica) {
        try (KeepAlive once = new KeepAlive(replica.toString())) {
            return once.ask("GET", "/q/health/ready", null).status() == 200;
        } catch (IOException gone) {
            return false;
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket client = door.accept();
                threads.execute(() -> lead(client));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private void lead(Socket client) {
        List<URI> now = new ArrayList<>(ready);
        Socket service = null;
        try {
            URI to = now.get(Math.floorMod(turn.getAndIncrement(), now.size()));
            service = new Socket(to.getHost(), to.getPort());
            client.setTcpNoDelay(true);
            service.setTcpNoDelay(true);
            Socket there = service;
            threads.execute(() -> pump(there, client));
            pump(client, service);
        } catch (IOException | ArithmeticException refused) {
            cut(client);
            if (service != null) {
                cut(service);
            }
        }
    }

    /** Passes on what comes, and its end, however it ends. */
    private static void pump(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException broken) {
            cut(from);
            cut(to);
        }
        if (from.isOutputShutdown() && to.isOutputShutdown()) {
            close(from);
            close(to);
        }
    }

    private static void cut(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
        } catch (IOException closed) {
            // So be it.
        }
        close(socket);
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        over.countDown();
        door.close();
        threads.shutdownNow();
    }
}
