package dev.hindsight.exporter;

import dev.hindsight.transcript.Told;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** How records are put together to a file. One for each file, since it counts what it holds. */
abstract class Form {

    /** The only format there is. */
    static final String HEADER = "\"hindsight\":{\"format\":1}";

    static final String NDJSON = "application/x-ndjson";
    static final String JSON = "application/json";

    /** How many records of each kind the execution has that is told, and all have together. */
    final Tally tally;

    Form(Tally tally) {
        this.tally = tally;
    }

    /** A line for each record. */
    static final class Lines extends Form {

        Lines() {
            this(new Tally());
        }

        Lines(Tally tally) {
            super(tally);
        }

        @Override
        byte[] begin() {
            return utf8("{" + HEADER + "}\n");
        }

        @Override
        byte[] execution(Told told) {
            ByteArrayOutputStream lines = new ByteArrayOutputStream();
            line(lines, "execution", told.execution());
            if (told.graph() != null) {
                line(lines, "dag", told.graph());
            }
            return lines.toByteArray();
        }

        @Override
        byte[] records(String kind, List<byte[]> records) {
            ByteArrayOutputStream lines = new ByteArrayOutputStream();
            records.forEach(record -> line(lines, kind, record));
            return lines.toByteArray();
        }

        @Override
        byte[] startOf(String kind) {
            return new byte[0];
        }

        @Override
        byte[] endOf(String kind) {
            return new byte[0];
        }

        @Override
        byte[] whole() {
            return utf8("{\"whole\":" + tally.ofExecution() + "}\n");
        }

        @Override
        byte[] end() {
            return utf8("{\"end\":" + tally.ofAll() + "}\n");
        }

        private static void line(ByteArrayOutputStream lines, String kind, byte[] record) {
            lines.writeBytes(utf8("{\"" + kind + "\":"));
            lines.writeBytes(record);
            lines.writeBytes(utf8("}\n"));
        }
    }

    /** One JSON object, of one execution. */
    static final class Document extends Form {

        private boolean isFirst;

        Document() {
            super(new Tally());
        }

        @Override
        byte[] begin() {
            return utf8("{" + HEADER);
        }

        @Override
        byte[] execution(Told told) {
            ByteArrayOutputStream members = new ByteArrayOutputStream();
            members.writeBytes(utf8(",\n\"execution\":"));
            members.writeBytes(told.execution());
            if (told.graph() != null) {
                members.writeBytes(utf8(",\n\"dag\":"));
                members.writeBytes(told.graph());
            }
            return members.toByteArray();
        }

        @Override
        byte[] startOf(String kind) {
            isFirst = true;
            return utf8(",\n\"" + kind + "s\":[");
        }

        @Override
        byte[] records(String kind, List<byte[]> records) {
            ByteArrayOutputStream elements = new ByteArrayOutputStream();
            for (byte[] record : records) {
                elements.writeBytes(utf8(isFirst ? "\n" : ",\n"));
                elements.writeBytes(record);
                isFirst = false;
            }
            return elements.toByteArray();
        }

        @Override
        byte[] endOf(String kind) {
            return utf8("]");
        }

        @Override
        byte[] whole() {
            return utf8(",\n\"whole\":" + tally.ofExecution() + "}\n");
        }

        @Override
        byte[] end() {
            return new byte[0];
        }
    }

    abstract byte[] begin();

    abstract byte[] execution(Told told);

    abstract byte[] startOf(String kind);

    abstract byte[] records(String kind, List<byte[]> records);

    abstract byte[] endOf(String kind);

    abstract byte[] whole();

    abstract byte[] end();

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
