import com.fasterxml.jackson.core.JsonParser;
import dev.hindsight.payload.PayloadConfig;
import dev.hindsight.payload.PayloadJson;
import dev.hindsight.payload.PayloadReader;
import dev.hindsight.secret.KnownSecret;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How fast payloads pass from a request's bytes to the text that is stored: with the defaults, with
 * declared paths, with the known secrets, with regular expressions; and what Jackson alone takes to
 * walk over the tokens, which none of them can undercut.
 *
 * <pre>
 *   mvn package -DskipTests
 *   java -cp 'target/quarkus-app/app/*:target/quarkus-app/lib/main/*' src/bench/Payloads.java
 * </pre>
 *
 * <p>Three documents: an order of about 300 bytes, an array of such orders of 64 KiB, and one string
 * of 64 KiB, the output of a program. None holds a secret, as most do not. Speeds are of megabytes
 * (10^6) sent in a second of one thread's processor time, the best 50 ms of two seconds after as long
 * a warm-up. Needs no service. Ends within five minutes on an idle machine.
 */
public final class Payloads {

    private static final int KIB64 = 64 * 1024;
    private static final long SPELL_NANOS = 2_000_000_000L;
    private static final long SLICE_NANOS = 50_000_000L;

    /** Bytes between two looks at the clock. */
    private static final int BATCH = 16 * 1024;

    /** Counts what the thread used, however many others want the processor. */
    private static final ThreadMXBean THREAD = ManagementFactory.getThreadMXBean();

    private static final String ORDER =
            """
            {"orderId":"ord-%d","customer":{"name":"Ada Example","country":"DE","vip":false},\
            "items":[{"sku":"A-1001","quantity":2,"price":12.50},{"sku":"B-77","quantity":1,"price":199}],\
            "max_tokens":512,"callback":"https://shop.example.com/hooks/orders?id=%d",\
            "note":"Leave it at the door, second floor","total":224.00}""";

    private static final String LINE =
            "2026-11-20T18:00:%02d.123Z INFO  worker-7 GET https://api.example.com:8443/v1/items?page=%d"
                    + " took 35 ms, 200 OK, 1,204 bytes\n";

    private Payloads() {}

    /** Reads a body that is one value. */
    private interface Method {
        void read(byte[] body) throws IOException;
    }

    /** The defaults, and what of the masking is beyond them. */
    private record Settings(
            Optional<Set<KnownSecret>> redactKnown,
            Optional<String> redactValues,
            Optional<List<String>> redactPaths)
            implements PayloadConfig {

        @Override
        public int maxString() {
            return KIB64;
        }

        @Override
        public int maxDocument() {
            return 1024 * 1024;
        }

        @Override
        public int maxDepth() {
            return 500;
        }

        @Override
        public List<String> redact() {
            return List.of(
                    "password", "secret", "token", "apiKey", "authorization", "cookie", "credential");
        }

        Method method() {
            PayloadReader reader = new PayloadReader(this);
            return body -> {
                try (JsonParser parser = PayloadJson.factory().createParser(body)) {
                    parser.nextToken();
                    if (!reader.read(parser, body, "/input").notices().isEmpty()) {
                        throw new IllegalStateException("Something was altered");
                    }
                }
            };
        }
    }

    public static void main(String[] arguments) throws IOException {
        Map<String, byte[]> documents = documents();
        System.out.println("| MB/s | " + String.join(" | ", documents.keySet()) + " |");
        System.out.println("| --- |" + " ---: |".repeat(documents.size()));
        for (Map.Entry<String, Method> method : methods().entrySet()) {
            StringBuilder row = new StringBuilder("| " + method.getKey() + " |");
            for (byte[] document : documents.values()) {
                double speed = speed(method.getValue(), document);
                row.append(String.format(Locale.ROOT, " %.0f |", speed));
            }
            System.out.println(row);
        }
    }

    private static Map<String, Method> methods() {
        Optional<Set<KnownSecret>> all = Optional.of(EnumSet.allOf(KnownSecret.class));
        Optional<List<String>> paths =
                Optional.of(List.of("/input/card", "/input/*/customer/iban", "/**/pin"));
        String five =
                String.join(
                        "\n",
                        "\\b\\d{13,19}\\b",
                        "[A-Z]{2}\\d{2}[A-Z0-9]{11,30}",
                        "(?i)pwd=\\S+",
                        "acct_\\w{16}",
                        "xox[abp]-[\\w-]{20,}");
        Map<String, Method> methods = new LinkedHashMap<>();
        methods.put("Jackson alone, tokens only", Payloads::tokens);
        methods.put("defaults: key words", settings(Optional.empty(), "", Optional.empty()));
        methods.put("and three declared paths", settings(Optional.empty(), "", paths));
        methods.put("and all known secrets", settings(all, "", Optional.empty()));
        methods.put(
                "and one expression that begins with letters",
                settings(Optional.empty(), "acct_\\w{16}", Optional.empty()));
        methods.put(
                "and one that does not",
                settings(Optional.empty(), "\\b\\d{13,19}\\b", Optional.empty()));
        methods.put("and five expressions", settings(Optional.empty(), five, Optional.empty()));
        methods.put("and all of it", settings(all, five, paths));
        return methods;
    }

    private static Method settings(
            Optional<Set<KnownSecret>> known, String values, Optional<List<String>> paths) {
        return new Settings(known, Optional.of(values), paths).method();
    }

    private static void tokens(byte[] body) throws IOException {
        try (JsonParser parser = PayloadJson.factory().createParser(body)) {
            while (parser.nextToken() != null) {
                parser.finishToken();
            }
        }
    }

    private static Map<String, byte[]> documents() {
        StringBuilder orders = new StringBuilder("[").append(ORDER.formatted(0, 0));
        StringBuilder output = new StringBuilder();
        for (int i = 1; orders.length() < KIB64 - 1_000; i++) {
            orders.append(',').append(ORDER.formatted(i, i));
        }
        for (int i = 0; output.length() < KIB64 - 1_500; i++) {
            output.append(LINE.formatted(i % 60, i).replace("\n", "\\n"));
        }
        Map<String, byte[]> documents = new LinkedHashMap<>();
        put(documents, "an order", ORDER.formatted(1, 1));
        put(documents, "orders", orders.append(']').toString());
        put(documents, "output", '"' + output.toString() + '"');
        return documents;
    }

    private static void put(Map<String, byte[]> documents, String name, String json) {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        documents.put("%s, %,d bytes".formatted(name, bytes.length), bytes);
    }

    /** Megabytes a second of the best slice, after a warm-up. */
    private static double speed(Method method, byte[] body) throws IOException {
        double best = 0;
        long warm = THREAD.getCurrentThreadCpuTime() + SPELL_NANOS;
        long end = warm + SPELL_NANOS;
        for (long start = 0; start < end; ) {
            start = THREAD.getCurrentThreadCpuTime();
            long bytes = 0;
            long used = 0;
            while (used < SLICE_NANOS) {
                for (int i = 0; i <= BATCH / body.length; i++) {
                    method.read(body);
                    bytes += body.length;
                }
                used = THREAD.getCurrentThreadCpuTime() - start;
            }
            if (start >= warm) {
                best = Math.max(best, bytes * 1e3 / used);
            }
        }
        return best;
    }
}
