package dev.hindsight.archive;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.net.URI;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.checksums.SdkChecksum;
import software.amazon.awssdk.checksums.spi.ChecksumAlgorithm;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.S3Configuration;

/**
 * How buckets are reached: by the variables that other programs also understand. Answers are XML, whose
 * parser the JDK looks up by its name.
 */
@RegisterForReflection(classNames = "com.sun.xml.internal.stream.XMLInputFactoryImpl")
final class BucketClient {

    /** For all tries of one request, but for the bytes of a file. */
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Duration CONNECTING = Duration.ofSeconds(5);
    private static final int TRIES = 2;

    private final UnaryOperator<@Nullable String> environment;
    private final Duration patience;

    /**
     * Reads {@code AWS_ENDPOINT_URL_S3}, {@code AWS_ENDPOINT_URL} and {@code AWS_REGION}.
     *
     * @param patience for all tries of one request
     */
    BucketClient(UnaryOperator<@Nullable String> environment, Duration patience) {
        this.environment = environment;
        this.patience = patience;
    }

    /** A client with the credentials that are found in the places usual for them. */
    S3Client make() {
        return make(DefaultCredentialsProvider.builder().build());
    }

    S3Client make(AwsCredentialsProvider credentials) {
        S3ClientBuilder builder =
                S3Client.builder()
                        .credentialsProvider(credentials)
                        // Named, since looking for one takes a service loader.
                        .httpClientBuilder(
                                UrlConnectionHttpClient.builder()
                                        .connectionTimeout(CONNECTING)
                                        .socketTimeout(patience))
                        .overrideConfiguration(
                                it ->
                                        it.apiCallTimeout(patience)
                                                .retryStrategy(
                                                        AwsRetryStrategy.standardRetryStrategy()
                                                                .toBuilder()
                                                                .maxAttempts(TRIES)
                                                                .build()))
                        // Not every service that speaks S3 knows trailers and the newer checksums.
                        .serviceConfiguration(
                                S3Configuration.builder().chunkedEncodingEnabled(false).build())
                        .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                        .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED);
        String endpoint = first("AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL");
        String region = first("AWS_REGION", "AWS_DEFAULT_REGION");
        if (endpoint != null) {
            // Elsewhere, buckets seldom have names of their own in the DNS, and regions mean
            // nothing.
            builder.endpointOverride(URI.create(endpoint)).forcePathStyle(true);
            region = region == null ? Region.US_EAST_1.id() : region;
        }
        if (region != null) {
            builder.region(Region.of(region));
        }
        return builder.build();
    }

    private @Nullable String first(String... names) {
        for (String name : names) {
            String value = environment.apply(name);
            if (value != null && !value.isBlank()) {
                return value.strip();
            }
        }
        return null;
    }

    /**
     * Checksums that the SDK hands to a native library where there is one. There is none, as it sees by
     * itself; but in a native image every class that is named must be there.
     */
    @SuppressWarnings(
            "DoNotCallSuggester") // The SDK calls them, if it is wrong about what is there.
    @TargetClass(className = "software.amazon.awssdk.checksums.internal.ChecksumProvider")
    static final class WithoutNativeChecksums {

        private WithoutNativeChecksums() {}

        @Substitute
        static SdkChecksum createCrtCrc32C() {
            throw new UnsupportedOperationException("There is no aws-crt");
        }

        @Substitute
        static SdkChecksum crc64NvmeCrtImplementation() {
            throw new UnsupportedOperationException("There is no aws-crt");
        }

        @Substitute
        static SdkChecksum crtXxHash(ChecksumAlgorithm algorithm) {
            throw new UnsupportedOperationException("There is no aws-crt: " + algorithm);
        }
    }
}
