import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;

/**
 * A shop that knows nothing of traces: an order asks for the stock. Tells its address, and ends when its
 * input does.
 */
final class Shop {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    public static void main(String... arguments) throws IOException {
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        String url = "http://localhost:" + server.getAddress().getPort();
        server.createContext("/stock", exchange -> answer(exchange, "7"));
        server.createContext("/orders", exchange -> answer(exchange, ask(url + "/stock")));
        // A thread for each request: an order would wait for itself otherwise.
        server.setExecutor(task -> new Thread(task).start());
        server.start();
        System.out.println(url);
        while (System.in.read() >= 0) {
            // Goes on until whoever started it lets go.
        }
        server.stop(0);
        System.exit(0);
    }

    private static String ask(String url) throws IOException {
        try {
            return CLIENT.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString())
                    .body();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException(stopped);
        }
    }

    private static void answer(HttpExchange exchange, String text) throws IOException {
        exchange.sendResponseHeaders(200, text.length());
        exchange.getResponseBody().write(text.getBytes());
        exchange.close();
    }
}
