package dev.hindsight.archive;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * A bucket. A file is first written to the disk, since a bucket wants to know its size before its first
 * byte; an object is there once it is whole.
 */
final class BucketStorage implements Storage {

    /** Slower than this nothing is sent for good. */
    private static final int LEAST_BYTES_PER_SECOND = 256 * 1024;

    private final Supplier<S3Client> maker;
    private final AtomicReference<S3Client> client = new AtomicReference<>();
    private final String bucket;
    private final String prefix;
    private final Path staging;

    /**
     * A bucket.
     *
     * @param maker makes the client when it is first wanted
     * @param prefix of all keys; empty, or ends with a slash
     * @param staging a local folder, made if it is not there
     */
    BucketStorage(Supplier<S3Client> maker, String bucket, String prefix, Path staging) {
        this.maker = maker;
        this.bucket = bucket;
        this.prefix = prefix;
        this.staging = staging;
    }

    @Override
    public String place() {
        return "s3://" + bucket + "/" + prefix;
    }

    @Override
    public Path stage(ArchiveName name) throws IOException {
        makeFolders(staging);
        return staging.resolve(name.id() + ArchiveName.PART);
    }

    @Override
    public void publish(Path staged, ArchiveName name) throws IOException {
        long bytes = Files.size(staged);
        String md5 = md5(staged);
        put(name.data(), "application/zstd", RequestBody.fromFile(staged), bytes, md5);
        Files.delete(staged);
    }

    @Override
    public void confirm(ArchiveName name, byte[] manifest) throws IOException {
        String md5 = Base64.getEncoder().encodeToString(md5().digest(manifest));
        RequestBody body = RequestBody.fromBytes(manifest);
        put(name.manifest(), "application/json", body, manifest.length, md5);
    }

    private void put(String name, String type, RequestBody body, long bytes, String md5)
            throws IOException {
        Duration sending = Duration.ofSeconds(bytes / LEAST_BYTES_PER_SECOND);
        asked(
                s3 ->
                        s3.putObject(
                                it ->
                                        it.bucket(bucket)
                                                .key(prefix + name)
                                                .contentType(type)
                                                .contentLength(bytes)
                                                // What arrives is what was sent, or refused.
                                                .contentMD5(md5)
                                                .overrideConfiguration(
                                                        call -> allow(call, sending)),
                                body));
    }

    /** What is small takes no longer than any other request. */
    private static void allow(AwsRequestOverrideConfiguration.Builder call, Duration sending) {
        if (!sending.isZero()) {
            call.apiCallTimeout(BucketClient.PATIENCE.plus(sending));
        }
    }

    @Override
    public InputStream open(ArchiveName name, long position, long length) throws IOException {
        ResponseInputStream<GetObjectResponse> in =
                asked(
                        s3 ->
                                s3.getObject(
                                        it ->
                                                it.bucket(bucket)
                                                        .key(prefix + name.data())
                                                        .range(range(position, length))));
        if (in.response().contentRange() == null || in.response().contentLength() != length) {
            in.abort();
            throw new EOFException("it is shorter than it was");
        }
        return new Part(in);
    }

    private static String range(long position, long length) {
        return "bytes=%d-%d".formatted(position, Math.addExact(position, length - 1));
    }

    /** Gives up what is not read: to close it would be to fetch it. */
    private static final class Part extends FilterInputStream {

        private final ResponseInputStream<GetObjectResponse> response;

        Part(ResponseInputStream<GetObjectResponse> in) {
            super(in);
            this.response = in;
        }

        @Override
        public void close() {
            response.abort();
        }
    }

    @Override
    public void delete(ArchiveName name) throws IOException {
        deleteObject(name.manifest());
        deleteObject(name.data());
    }

    private void deleteObject(String name) throws IOException {
        asked(s3 -> s3.deleteObject(it -> it.bucket(bucket).key(prefix + name)));
    }

    @Override
    public int sweep(Instant before) throws IOException {
        return sweepStaging(before) + sweepBucket(before);
    }

    private int sweepBucket(Instant before) throws IOException {
        return asked(
                s3 -> {
                    int swept = 0;
                    String confirmed = "";
                    // In the order of their keys: a manifest stands before its data.
                    for (S3Object object :
                            s3.listObjectsV2Paginator(it -> it.bucket(bucket).prefix(prefix))
                                    .contents()) {
                        Matcher file = ArchiveName.match(object.key().substring(prefix.length()));
                        if (!file.matches()) {
                            continue;
                        }
                        if (file.group("kind").equals(ArchiveName.MANIFEST)) {
                            confirmed = ArchiveName.of(file).data();
                        } else if (!file.group().equals(confirmed)
                                && ArchiveName.of(file).isBefore(before)) {
                            s3.deleteObject(it -> it.bucket(bucket).key(object.key()));
                            swept++;
                        }
                    }
                    return swept;
                });
    }

    private int sweepStaging(Instant before) throws IOException {
        int swept = 0;
        try (DirectoryStream<Path> found = Files.newDirectoryStream(staging)) {
            for (Path file : found) {
                // Only to read the name, where it has no folder.
                Matcher name = ArchiveName.match("staged/0000-00-00/" + file.getFileName());
                if (name.matches()
                        && ArchiveName.of(name).isBefore(before)
                        && Files.deleteIfExists(file)) {
                    swept++;
                }
            }
            return swept;
        } catch (NoSuchFileException none) {
            return swept;
        }
    }

    @Override
    public void check() throws IOException {
        makeFolders(staging);
        String probe = "probe-" + UUID.randomUUID();
        byte[] line = {'\n'};
        put(
                probe,
                "text/plain",
                RequestBody.fromBytes(line),
                line.length,
                Base64.getEncoder().encodeToString(md5().digest(line)));
        deleteObject(probe);
    }

    private interface Question<T> {
        T ask(S3Client client);
    }

    private <T> T asked(Question<T> question) throws IOException {
        try {
            return question.ask(client());
        } catch (NoSuchKeyException missing) {
            throw new NoSuchFileException(bucket);
        } catch (SdkException failure) {
            throw new IOException(reason(failure), failure);
        }
    }

    private S3Client client() {
        S3Client known = client.get();
        if (known != null) {
            return known;
        }
        S3Client made = maker.get();
        if (client.compareAndSet(null, made)) {
            return made;
        }
        made.close();
        return client();
    }

    private static String reason(SdkException failure) {
        if (failure instanceof S3Exception answer && answer.awsErrorDetails() != null) {
            @Nullable String code = answer.awsErrorDetails().errorCode();
            @Nullable String said = answer.awsErrorDetails().errorMessage();
            return "%s %s".formatted(code == null ? answer.statusCode() : code, said).strip();
        }
        return String.valueOf(failure.getMessage());
    }

    private static void makeFolders(Path folder) throws IOException {
        Path parent = folder.getParent();
        if (parent != null && !Files.isDirectory(parent)) {
            makeFolders(parent);
        }
        if (!Files.isDirectory(folder)) {
            Permissions.makeFolder(folder);
        }
    }

    private static String md5(Path file) throws IOException {
        MessageDigest md5 = md5();
        byte[] piece = new byte[64 * 1024];
        try (InputStream in = Files.newInputStream(file)) {
            for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
                md5.update(piece, 0, read);
            }
        }
        return Base64.getEncoder().encodeToString(md5.digest());
    }

    private static MessageDigest md5() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException never) {
            throw new IllegalStateException(never);
        }
    }
}
