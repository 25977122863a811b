package dev.hindsight.blob;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.airlift.compress.zstd.ZstdOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ZstdTest {

    private static final byte[] SOME = "some words, and some words again".getBytes(UTF_8);

    private final ByteArrayOutputStream file = new ByteArrayOutputStream();

    private byte[] read() throws IOException {
        return read(file.toByteArray());
    }

    private static byte[] read(byte[] bytes) throws IOException {
        try (InputStream in = Zstd.decompress(new ByteArrayInputStream(bytes))) {
            return in.readAllBytes();
        }
    }

    private static byte[] skippable(int kind, int length) {
        return ByteBuffer.allocate(8 + length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(0x184D2A50 + kind)
                .putInt(length)
                .array();
    }

    @Test
    void frames_areReadOneAfterAnother() throws IOException {
        file.write(Zstd.compress(SOME));
        file.write(Zstd.compress(new byte[0]));
        file.write(Zstd.compress(SOME));

        assertThat(read()).asString(UTF_8).isEqualTo(new String(SOME, UTF_8).repeat(2));
    }

    @Test
    void skippableFrames_areLeftOutWhereverTheyStand() throws IOException {
        file.write(skippable(0, 0));
        file.write(Zstd.compress(SOME));
        file.write(skippable(15, 70_000));
        file.write(skippable(3, 1));
        file.write(Zstd.compress(SOME));
        file.write(skippable(0, 12));

        assertThat(read()).asString(UTF_8).isEqualTo(new String(SOME, UTF_8).repeat(2));
    }

    @Test
    void nothing_isNoFile() throws IOException {
        assertThatThrownBy(this::read).isInstanceOf(IOException.class);
        file.write(skippable(0, 12));
        assertThatThrownBy(this::read).isInstanceOf(IOException.class);
        file.write(Zstd.compress(new byte[0]));
        assertThat(read()).isEmpty();
    }

    @Test
    void largeFrames_areReadWhole() throws IOException {
        Random random = new Random(3);
        byte[] raw = new byte[5_000_000];
        random.nextBytes(raw);
        // Blocks of all kinds: stored, of one byte, compressed.
        Arrays.fill(raw, 1_000_000, 2_500_000, (byte) 7);
        for (int i = 2_500_000; i < 4_000_000; i++) {
            raw[i] = (byte) ('a' + random.nextInt(4));
        }
        try (ZstdOutputStream out = new ZstdOutputStream(file)) {
            out.write(raw);
        }

        assertThat(read()).isEqualTo(raw);
    }

    @Test
    void fileThatIsCutOff_failsWhereverThatIs() throws IOException {
        file.write(Zstd.compress(SOME));
        Set<Integer> whole = new HashSet<>(Set.of(file.size()));
        file.write(skippable(0, 5));
        whole.add(file.size());
        file.write(Zstd.compress(SOME));
        byte[] bytes = file.toByteArray();

        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            if (whole.contains(length)) {
                assertThat(read(cut)).hasSizeLessThanOrEqualTo(SOME.length);
            } else {
                assertThatThrownBy(() -> read(cut)).isInstanceOf(IOException.class);
            }
        }
    }

    @Test
    void whateverIsWrong_isAFailureOfTheInput() throws IOException {
        Random random = new Random(11);
        byte[] good = Zstd.compress(new String(SOME, UTF_8).repeat(40).getBytes(UTF_8));

        for (int i = 0; i < 20_000; i++) {
            byte[] bad = good.clone();
            for (int n = random.nextInt(4); n >= 0; n--) {
                bad[4 + random.nextInt(bad.length - 4)] = (byte) random.nextInt();
            }
            try {
                read(bad);
            } catch (IOException expected) {
                // Anything else would end the test.
            }
        }
    }

    @Test
    void frames_areKnownByTheirFirstBytes() {
        assertThat(Zstd.isFrame(Zstd.compress(SOME))).isTrue();
        assertThat(Zstd.isFrame(skippable(9, 0))).isTrue();
        assertThat(Zstd.isFrame(SOME)).isFalse();
        assertThat(Zstd.isFrame(new byte[3])).isFalse();
    }
}
