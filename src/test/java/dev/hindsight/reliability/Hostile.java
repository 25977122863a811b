package dev.hindsight.reliability;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** JSON that was made to harm, as the value of a payload, and what is said of it. */
enum Hostile {
    NUL("sanitized", "/a") {
        @Override
        byte[] value() {
            return bytes("{\"a\": \"x\\u0000y\"}");
        }
    },
    NUL_IN_A_KEY("sanitized", "/\uFFFD") {
        @Override
        byte[] value() {
            return bytes("{\"\\u0000\": 1}");
        }
    },
    LONE_SURROGATE("sanitized", "/a") {
        @Override
        byte[] value() {
            return bytes("{\"a\": \"\\udc00\\ud800\"}");
        }
    },
    DEPTH(400, "invalid-request") {
        @Override
        byte[] value() {
            return bytes("[".repeat(100_000) + "]".repeat(100_000));
        }
    },
    DEPTH_OF_OBJECTS(400, "invalid-request") {
        @Override
        byte[] value() {
            return bytes("{\"a\":".repeat(100_000) + "1" + "}".repeat(100_000));
        }
    },
    HUGE_NUMBER("sanitized", "/a") {
        @Override
        byte[] value() {
            return bytes("{\"a\": 1e131071}");
        }
    },
    MILLION_KEYS("truncated", "") {
        @Override
        byte[] value() {
            StringBuilder object = new StringBuilder("{");
            for (int i = 0; i < 1_000_000; i++) {
                key(object.append(i == 0 ? "\"" : ",\""), i).append("\":1");
            }
            return bytes(object.append('}').toString());
        }

        /** As short as it can be, or the line would be longer than lines may be. */
        private static StringBuilder key(StringBuilder to, int number) {
            for (int left = number; ; left = left / DIGITS.length() - 1) {
                to.append(DIGITS.charAt(left % DIGITS.length()));
                if (left < DIGITS.length()) {
                    return to;
                }
            }
        }
    },
    DUPLICATE_KEYS("sanitized", "/a") {
        @Override
        byte[] value() {
            return bytes("{\"a\": 1, \"b\": {}, \"a\": 2}");
        }
    },
    INVALID_UTF8(400, "invalid-request") {
        @Override
        byte[] value() {
            return "\"\u00c3(\"".getBytes(ISO_8859_1);
        }
    },
    GZIP_BOMB(413, "payload-too-large") {
        @Override
        byte[] value() {
            return blank();
        }

        @Override
        byte[] sent(byte[] body) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
                gzip.write(body);
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
            return bytes.toByteArray();
        }
    },
    LINE_OF_100_MEGABYTES(413, "payload-too-large") {
        @Override
        byte[] value() {
            return blank();
        }
    };

    private static final String DIGITS = digits();

    private final int status;
    private final @Nullable String problem;
    private final @Nullable String notice;
    private final String pointer;

    Hostile(int status, String problem) {
        this.status = status;
        this.problem = problem;
        notice = null;
        pointer = "";
    }

    Hostile(String notice, String pointer) {
        status = 201;
        problem = null;
        this.notice = notice;
        this.pointer = pointer;
    }

    /** The JSON of the value. */
    abstract byte[] value();

    /** A body as it is sent. */
    byte[] sent(byte[] body) {
        return body;
    }

    /** Whether bodies with it are compressed. */
    boolean isCompressed() {
        return this == GZIP_BOMB;
    }

    /** Whether a body of lines with it is not read to its end. */
    boolean breaksOff() {
        return status == 413;
    }

    /**
     * If it breaks off: how many lines are settled, the hostile one as refused. A body that announces
     * that it is too long is not read at all.
     */
    int settled() {
        return isCompressed() ? 2 : 0;
    }

    /** The status of an answer to a report with it. */
    int status() {
        return status;
    }

    /** The type of the problem; {@code null} if the report is taken with a notice. */
    @Nullable String problem() {
        return problem;
    }

    /** The kind of the notice; {@code null} if the report is not taken. */
    @Nullable String notice() {
        return notice;
    }

    /** Where below the payload the notice points. */
    String pointer() {
        return pointer;
    }

    private static byte[] bytes(String json) {
        return json.getBytes(UTF_8);
    }

    private static byte[] blank() {
        byte[] blank = new byte[100_000_000];
        Arrays.fill(blank, (byte) ' ');
        blank[blank.length - 1] = '1';
        return blank;
    }

    /** What a key may hold unescaped in one byte. */
    private static String digits() {
        StringBuilder digits = new StringBuilder();
        for (char c = 0x20; c < 0x80; c++) {
            if (c != '"' && c != '\\') {
                digits.append(c);
            }
        }
        return digits.toString();
    }
}
