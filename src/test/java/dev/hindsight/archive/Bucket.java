package dev.hindsight.archive;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hindsight.fixture.Artifact;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/** A service that speaks S3, with one bucket, in a process of its own and on loopback alone. */
public final class Bucket implements AutoCloseable {

    public static final String NAME = "archive";

    private static final Pattern STARTED = Pattern.compile("started on port (\\d+)");

    private final Process process;
    private final int port;

    private Bucket(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    public static Bucket start(Path folder) throws IOException {
        Path jars = Artifact.TARGET.resolve("s3mock/BOOT-INF").toAbsolutePath();
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx256m",
                                "-cp",
                                jars + "/classes" + File.pathSeparator + jars + "/lib/*",
                                Path.of("src/test/s3mock/Bucket.java").toAbsolutePath().toString(),
                                "--server.port=0",
                                "--server.address=127.0.0.1",
                                "--server.ssl.enabled=false",
                                "--com.adobe.testing.s3mock.store.initialBuckets=" + NAME,
                                "--com.adobe.testing.s3mock.store.root=" + folder.resolve("s3"))
                        .redirectErrorStream(true)
                        .start();
        StringBuilder said = new StringBuilder();
        BufferedReader out = process.inputReader(UTF_8);
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            said.append(line).append('\n');
            Matcher started = STARTED.matcher(line);
            if (started.find()) {
                drain(out);
                return new Bucket(process, Integer.parseInt(started.group(1)));
            }
        }
        throw new IOException("The bucket did not start:\n" + said);
    }

    /** Else the process would stop once nobody reads what it says. */
    private static void drain(BufferedReader out) {
        Thread reader =
                new Thread(
                        () -> {
                            try {
                                out.transferTo(Writer.nullWriter());
                            } catch (IOException ended) {
                                // So has its output.
                            }
                        },
                        "bucket");
        reader.setDaemon(true);
        reader.start();
    }

    S3Client client() {
        return client(url(), BucketClient.PATIENCE);
    }

    private String url() {
        return "http://127.0.0.1:" + port;
    }

    /** The variables by which a service finds it. */
    public Map<String, String> variables() {
        return Map.of(
                "AWS_ENDPOINT_URL", url(),
                "AWS_ACCESS_KEY_ID", "some-id",
                "AWS_SECRET_ACCESS_KEY", "some-key");
    }

    /** What lies in it, by name. */
    public Map<String, byte[]> contents() {
        try (S3Client client = client()) {
            return client.listObjectsV2Paginator(it -> it.bucket(NAME)).contents().stream()
                    .map(S3Object::key)
                    .collect(
                            Collectors.toMap(
                                    Function.identity(),
                                    key ->
                                            client.getObjectAsBytes(it -> it.bucket(NAME).key(key))
                                                    .asByteArray()));
        }
    }

    static S3Client client(String endpoint, Duration patience) {
        return new BucketClient(Map.of("AWS_ENDPOINT_URL", endpoint)::get, patience)
                .make(
                        StaticCredentialsProvider.create(
                                AwsBasicCredentials.create("some-id", "some-key")));
    }

    @Override
    public void close() {
        process.destroy();
    }
}
