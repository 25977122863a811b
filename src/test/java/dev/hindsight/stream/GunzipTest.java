package dev.hindsight.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hindsight.problem.ProblemException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GunzipTest {

    private static final byte[] RAW = raw();

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 100, 8_192, 1_000_000})
    void pieces_areInflatedHoweverTheyAreCut(int piece) {
        assertThat(inflate(gzip(RAW), piece, 10_000)).isEqualTo(RAW);
        assertThat(inflate(gzip(RAW), 8_192, piece)).isEqualTo(RAW);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 1_000_000})
    void members_areOneBody(int piece) {
        byte[] both = concat(concat(gzip(RAW), gzip(new byte[0])), gzip("end".getBytes(UTF_8)));

        assertThat(inflate(both, piece, 10_000)).isEqualTo(concat(RAW, "end".getBytes(UTF_8)));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 1_000_000})
    void headerWithEverything_isPassedOver(int piece) {
        byte[] zipped = gzip(RAW);
        byte[] header = Arrays.copyOf(zipped, 10);
        // Extra, name, comment, checksum of the header.
        header[3] = 4 | 8 | 16 | 2;
        byte[] parts = {3, 0, 9, 9, 9, 'n', 'a', 0, 'c', 0, 1, 2};
        byte[] data = Arrays.copyOfRange(zipped, 10, zipped.length);

        assertThat(inflate(concat(concat(header, parts), data), piece, 10_000)).isEqualTo(RAW);
    }

    @Test
    void emptyExtra_isPassedOver() {
        byte[] zipped = gzip(RAW);
        zipped[3] = 4;
        byte[] whole =
                concat(
                        concat(Arrays.copyOf(zipped, 10), new byte[] {0, 0}),
                        Arrays.copyOfRange(zipped, 10, zipped.length));

        assertThat(inflate(whole, 1, 10_000)).isEqualTo(RAW);
    }

    @Test
    void damage_isInvalid() {
        byte[] zipped = gzip(RAW);
        for (int at : new int[] {0, 1, 2, 12, zipped.length - 8, zipped.length - 1}) {
            byte[] damaged = zipped.clone();
            damaged[at] ^= 0x55;
            assertThatThrownBy(() -> inflate(damaged, 100, 10_000))
                    .as("byte %d", at)
                    .isInstanceOf(ProblemException.class)
                    .hasMessage("The body is not gzip, or not all of it came.");
        }
        assertThatThrownBy(() -> inflate(concat(zipped, new byte[] {7}), 100, 10_000))
                .isInstanceOf(ProblemException.class);
    }

    @Test
    void cutOff_isNotWhole() {
        byte[] zipped = gzip(RAW);
        for (int length : new int[] {1, 9, 10, 50, zipped.length - 8, zipped.length - 1}) {
            Gunzip gunzip = new Gunzip();
            gunzip.input(Arrays.copyOf(zipped, length));
            byte[] target = new byte[RAW.length + 1];
            int filled = 0;
            int read;
            while ((read = gunzip.read(target, filled, target.length - filled)) > 0) {
                filled += read;
            }
            assertThat(gunzip.isWhole()).as("%d bytes", length).isFalse();
            gunzip.close();
        }
        assertThat(new Gunzip().isWhole()).isTrue();
    }

    private static byte[] inflate(byte[] zipped, int piece, int room) {
        Gunzip gunzip = new Gunzip();
        ByteArrayOutputStream raw = new ByteArrayOutputStream();
        byte[] target = new byte[room];
        for (int at = 0; at < zipped.length; at += piece) {
            gunzip.input(Arrays.copyOfRange(zipped, at, Math.min(zipped.length, at + piece)));
            int read;
            while ((read = gunzip.read(target, 0, room)) > 0) {
                raw.write(target, 0, read);
            }
        }
        assertThat(gunzip.isWhole()).isTrue();
        gunzip.close();
        return raw.toByteArray();
    }

    private static byte[] gzip(byte[] raw) {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
            gzip.write(raw);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return zipped.toByteArray();
    }

    private static byte[] concat(byte[] one, byte[] other) {
        byte[] both = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }

    private static byte[] raw() {
        byte[] noise = new byte[30_000];
        new Random(1).nextBytes(noise);
        return concat("a text that repeats itself ".repeat(2_000).getBytes(UTF_8), noise);
    }
}
