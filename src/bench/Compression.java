import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.airlift.compress.zstd.ZstdCompressor;
import io.airlift.compress.zstd.ZstdDecompressor;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * How small trees and snapshots become, and how fast, chunk by chunk: the zstd in Java that the
 * service uses, the JDK's deflate at levels 1, 6 and 9 and, where the command {@code zstd} is
 * installed, the C library at levels 1, 3, 9 and 19.
 *
 * <pre>
 *   mvn package -DskipTests
 *   java -cp 'target/quarkus-app/lib/main/*' src/bench/Compression.java [folder of WfFormat instances]
 * </pre>
 *
 * <p>The tree is JSON, a record for each task of every instance, twice with other ids and times; the
 * snapshot is the same in a binary form, with lengths and numbers of eight bytes. Each is cut into
 * chunks of 64 KiB, 256 KiB, 1 MiB and not at all. Speeds are of raw megabytes (10^6) a second on
 * one thread, the best of several passes within a second after as long a warm-up. Ends within five
 * minutes.
 */
public final class Compression {

    private static final long SPELL_NANOS = 1_000_000_000L;

    private static final int KIB = 1024;

    private static final Pattern ZSTD_SAYS =
            Pattern.compile("-> *(\\d+) \\(x?([\\d.]+)\\), *([\\d.]+) MB/s,? *,? *([\\d.]+) MB/s");

    private Compression() {}

    /** Compresses or restores one chunk; a restored chunk has the length that is given. */
    private interface Codec {
        byte[] pack(byte[] raw);

        byte[] unpack(byte[] packed, int length);
    }

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments.length > 0 ? arguments[0] : "../shared/data/wfinstances");
        Map<String, byte[]> documents = documents(folder);
        Map<String, Codec> codecs = new LinkedHashMap<>();
        codecs.put("aircompressor zstd", new Zstd());
        for (int level : new int[] {1, 6, 9}) {
            codecs.put("JDK deflate " + level, new Deflate(level));
        }
        System.out.printf(
                "%-9s %-8s %-20s %7s %10s %10s%n",
                "document", "chunk", "codec", "ratio", "in MB/s", "out MB/s");
        for (Map.Entry<String, byte[]> document : documents.entrySet()) {
            byte[] raw = document.getValue();
            System.out.printf("%-9s %,d bytes%n", document.getKey(), raw.length);
            for (int chunk : new int[] {64 * KIB, 256 * KIB, 1024 * KIB, raw.length}) {
                String size = chunk == raw.length ? "whole" : chunk / KIB + " KiB";
                for (Map.Entry<String, Codec> codec : codecs.entrySet()) {
                    measure(document.getKey(), size, codec, split(raw, chunk));
                }
                installed(document.getKey(), size, raw, chunk);
            }
        }
    }

    private static void measure(
            String document, String size, Map.Entry<String, Codec> named, List<byte[]> chunks) {
        Codec codec = named.getValue();
        List<byte[]> packed = chunks.stream().map(codec::pack).toList();
        for (int i = 0; i < chunks.size(); i++) {
            if (!Arrays.equals(codec.unpack(packed.get(i), chunks.get(i).length), chunks.get(i))) {
                throw new IllegalStateException(named.getKey() + " does not restore");
            }
        }
        long raw = chunks.stream().mapToLong(it -> it.length).sum();
        long small = packed.stream().mapToLong(it -> it.length).sum();
        double in = speed(raw, () -> chunks.forEach(codec::pack));
        double out =
                speed(
                        raw,
                        () -> {
                            for (int i = 0; i < chunks.size(); i++) {
                                codec.unpack(packed.get(i), chunks.get(i).length);
                            }
                        });
        print(document, size, named.getKey(), (double) raw / small, in, out);
    }

    private static double speed(long bytes, Runnable pass) {
        for (long end = System.nanoTime() + SPELL_NANOS; System.nanoTime() < end; ) {
            pass.run();
        }
        long best = Long.MAX_VALUE;
        for (long end = System.nanoTime() + SPELL_NANOS; System.nanoTime() < end; ) {
            long start = System.nanoTime();
            pass.run();
            best = Math.min(best, System.nanoTime() - start);
        }
        return bytes * 1e3 / best;
    }

    /** The C library measures itself. */
    private static void installed(String document, String size, byte[] raw, int chunk)
            throws IOException, InterruptedException {
        Path file = Files.createTempFile("compression", ".bin");
        try {
            Files.write(file, raw);
            for (int level : new int[] {1, 3, 9, 19}) {
                Process zstd =
                        new ProcessBuilder(
                                        "zstd", "-b" + level, "-i1", "-B" + chunk, file.toString())
                                .redirectErrorStream(true)
                                .start();
                String said =
                        new String(zstd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                zstd.waitFor();
                String line = "";
                for (Matcher result = ZSTD_SAYS.matcher(said); result.find(); ) {
                    line = result.group();
                }
                Matcher last = ZSTD_SAYS.matcher(line);
                if (last.matches()) {
                    print(
                            document,
                            size,
                            "zstd command " + level,
                            (double) raw.length / Long.parseLong(last.group(1)),
                            Double.parseDouble(last.group(3)),
                            Double.parseDouble(last.group(4)));
                }
            }
        } catch (IOException notInstalled) {
            System.out.println("The command zstd is not installed: " + notInstalled.getMessage());
        } finally {
            Files.delete(file);
        }
    }

    private static void print(
            String document, String size, String codec, double ratio, double in, double out) {
        System.out.printf(
                "%-9s %-8s %-20s %7.2f %10.0f %10.0f%n", document, size, codec, ratio, in, out);
    }

    private static List<byte[]> split(byte[] raw, int chunk) {
        List<byte[]> chunks = new ArrayList<>();
        for (int at = 0; at < raw.length; at += chunk) {
            chunks.add(Arrays.copyOfRange(raw, at, Math.min(raw.length, at + chunk)));
        }
        return chunks;
    }

    private static Map<String, byte[]> documents(Path folder) throws IOException {
        ObjectMapper json = new ObjectMapper();
        List<ObjectNode> records = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(it -> it.toString().endsWith(".json")).sorted().toList()) {
                records.addAll(records(json, json.readTree(file.toFile()).path("workflow")));
            }
        }
        Random random = new Random(42);
        ObjectNode tree = json.createObjectNode();
        for (int round = 0; round < 2; round++) {
            String parent = null;
            for (ObjectNode each : records) {
                String id = new UUID(random.nextLong(), random.nextLong()).toString();
                ObjectNode node = json.createObjectNode().put("id", id).put("parent", parent);
                node.put("state", "completed")
                        .put("at", Instant.ofEpochMilli(1_700_000_000_000L + random.nextInt()).toString());
                node.setAll(each);
                tree.set(id, node);
                parent = id;
            }
        }
        ByteArrayOutputStream binary = new ByteArrayOutputStream();
        write(tree, new DataOutputStream(binary));
        Map<String, byte[]> documents = new LinkedHashMap<>();
        documents.put("tree", json.writeValueAsBytes(tree));
        documents.put("snapshot", binary.toByteArray());
        return documents;
    }

    /** What an instance says of each of its tasks, as specified and as run. */
    private static List<ObjectNode> records(ObjectMapper json, JsonNode workflow) {
        Function<String, JsonNode> tasks = part -> workflow.path(part).path("tasks");
        Map<String, ObjectNode> byId = new LinkedHashMap<>();
        for (String part : List.of("specification", "execution")) {
            for (JsonNode task : tasks.apply(part)) {
                byId.computeIfAbsent(task.path("id").asText(), id -> json.createObjectNode())
                        .set(part, task);
            }
        }
        return List.copyOf(byId.values());
    }

    private static void write(JsonNode value, DataOutputStream out) throws IOException {
        out.writeByte(value.getNodeType().ordinal());
        if (value.isObject()) {
            out.writeLong(value.size());
            for (Map.Entry<String, JsonNode> member : value.properties()) {
                text(member.getKey(), out);
                write(member.getValue(), out);
            }
        } else if (value.isArray()) {
            out.writeLong(value.size());
            for (JsonNode element : value) {
                write(element, out);
            }
        } else if (value.isNumber()) {
            out.writeDouble(value.doubleValue());
        } else {
            text(value.asText(), out);
        }
    }

    private static void text(String text, DataOutputStream out) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeLong(bytes.length);
        out.write(bytes);
    }

    private static final class Zstd implements Codec {

        @Override
        public byte[] pack(byte[] raw) {
            ZstdCompressor compressor = new ZstdCompressor();
            byte[] frame = new byte[compressor.maxCompressedLength(raw.length)];
            int length = compressor.compress(raw, 0, raw.length, frame, 0, frame.length);
            return Arrays.copyOf(frame, length);
        }

        @Override
        public byte[] unpack(byte[] packed, int length) {
            byte[] raw = new byte[length];
            new ZstdDecompressor().decompress(packed, 0, packed.length, raw, 0, length);
            return raw;
        }
    }

    private static final class Deflate implements Codec {

        private final int level;

        Deflate(int level) {
            this.level = level;
        }

        @Override
        public byte[] pack(byte[] raw) {
            Deflater deflater = new Deflater(level, true);
            deflater.setInput(raw);
            deflater.finish();
            byte[] packed = new byte[raw.length + raw.length / 1_000 + 100];
            int length = deflater.deflate(packed);
            deflater.end();
            return Arrays.copyOf(packed, length);
        }

        @Override
        public byte[] unpack(byte[] packed, int length) {
            Inflater inflater = new Inflater(true);
            try {
                inflater.setInput(packed);
                byte[] raw = new byte[length];
                inflater.inflate(raw);
                return raw;
            } catch (DataFormatException damaged) {
                throw new IllegalStateException(damaged);
            } finally {
                inflater.end();
            }
        }
    }
}
