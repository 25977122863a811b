package dev.hindsight.archive;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hindsight.partition.Uuid7;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a file within the archive. However it came about, it leads nowhere else.
 *
 * @param folder namespace and day, {@code default/2026-01-31}
 * @param id minted when the file was begun
 */
record ArchiveName(String folder, UUID id) {

    static final String DATA = ".ndjson.zst";

    static final String MANIFEST = ".json";

    /** What is under way, in a directory. */
    static final String PART = ".part";

    private static final String UUID_TEXT = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}";

    /** A namespace never begins with a dot here, so that it is neither hidden nor a step upwards. */
    private static final Pattern FILE =
            Pattern.compile(
                    "(?<folder>[A-Za-z0-9_%-][A-Za-z0-9._%-]{0,254}/[0-9]{4,9}-[0-9]{2}-[0-9]{2})/(?<id>"
                            + UUID_TEXT
                            + ")(?<kind>\\.ndjson\\.zst|\\.json|\\.part|\\.json\\.part)");

    /** A name for a file that is begun now. */
    static ArchiveName mint(String namespace, LocalDate day) {
        ArchiveName name = new ArchiveName(encode(namespace) + "/" + day, Uuid7.mint());
        return parse(name.data());
    }

    /**
     * Reads the name of a data file.
     *
     * @throws IllegalArgumentException if it is none
     */
    static ArchiveName parse(String name) {
        Matcher file = FILE.matcher(name);
        if (!file.matches() || !DATA.equals(file.group("kind"))) {
            throw new IllegalArgumentException("No name of an archive file");
        }
        return of(file);
    }

    /** A file of any kind as it was found in the archive: its name and kind, or no match. */
    static Matcher match(String found) {
        return FILE.matcher(found);
    }

    static ArchiveName of(Matcher file) {
        return new ArchiveName(file.group("folder"), UUID.fromString(file.group("id")));
    }

    String data() {
        return folder + "/" + id + DATA;
    }

    String manifest() {
        return folder + "/" + id + MANIFEST;
    }

    /** What writing it leaves until it is whole. */
    String part() {
        return folder + "/" + id + PART;
    }

    boolean isBefore(Instant moment) {
        return Uuid7.timeOf(id).isBefore(moment);
    }

    /** One safe segment of a path, from which the text can be told again. */
    private static String encode(String text) {
        StringBuilder segment = new StringBuilder();
        for (byte b : text.getBytes(UTF_8)) {
            char c = (char) (b & 0xff);
            boolean plain = c == '-' || c == '_' || (c == '.' && segment.length() > 0);
            boolean same = plain || (c < 0x80 && Character.isLetterOrDigit(c));
            segment.append(same ? String.valueOf(c) : "%%%02X".formatted((int) c));
        }
        return segment.toString();
    }

    @Override
    public String toString() {
        return data();
    }
}
