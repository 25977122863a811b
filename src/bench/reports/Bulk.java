package reports;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** Executions as lines of one body, many in a call. */
final class Bulk implements Workload {

    /** How an execution is told, and how the body is sent. */
    enum Form {
        /** A line for the ended execution, one for each step. */
        ENDED("6 lines each"),
        /** Lines for its begin, each step and its end, as step by step. */
        EVENTS("7 lines each"),
        /** As {@link #ENDED}, compressed by the generator as fast as it can. */
        GZIP("6 lines each, gzip");

        final String words;

        Form(String words) {
            this.words = words;
        }
    }

    /** RFC 1952: no name, no time, from a system that is not told. */
    private static final byte[] GZIP_HEADER = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 255};

    /** Of an answer, whose counts stand before its errors. */
    private static final int COUNTS_BYTES = 300;

    private final List<Template> variants;
    private final Form form;
    private final int executions;
    private final Pattern allTaken;
    private final ByteBuffer plain;
    private final byte[] packed;
    private final Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);

    /**
     * @param executions in one body
     */
    Bulk(Form form, int executions) {
        this.form = form;
        this.executions = executions;
        List<List<String>> lines =
                StandardExecution.variants().stream().map(one -> lines(one, form)).toList();
        this.variants =
                lines.stream().map(all -> new Template(String.join("\n", all) + "\n")).toList();
        this.allTaken =
                Pattern.compile("\"accepted\" *: *" + lines.get(0).size() * executions + "\\b");
        this.plain = ByteBuffer.allocate(executions * bodyBytes());
        this.packed = new byte[plain.capacity()];
    }

    private static List<String> lines(StandardExecution execution, Form form) {
        List<String> lines = new ArrayList<>();
        boolean events = form == Form.EVENTS;
        String address = "\"execution\":\"ext:" + Template.ID + "\"";
        lines.add(line("execution", events ? execution.begin() : execution.ended()));
        execution
                .steps()
                .forEach(step -> lines.add(line("step", StandardExecution.member(step, address))));
        if (events) {
            lines.add(
                    line(
                            "execution",
                            StandardExecution.member(execution.finish(), execution.identity())));
        }
        return lines;
    }

    private static String line(String operation, String object) {
        return "{\"%s\":%s}".formatted(operation, object);
    }

    @Override
    public int calls() {
        return 1;
    }

    @Override
    public int executions() {
        return executions;
    }

    @Override
    public int bodyBytes() {
        return variants.get(0).length();
    }

    @Override
    public int longest() {
        return 1_024 + plain.capacity();
    }

    @Override
    public void write(long first, int call, ByteBuffer into) {
        plain.clear();
        for (long number = first; number < first + executions; number++) {
            variants.get((int) (number % variants.size())).write(number, plain);
        }
        if (form == Form.GZIP) {
            writePacked(into);
        } else {
            into.put(head("", plain.position())).put(plain.flip());
        }
    }

    private void writePacked(ByteBuffer into) {
        deflater.reset();
        deflater.setInput(plain.array(), 0, plain.position());
        deflater.finish();
        int bytes = deflater.deflate(packed);
        CRC32 sum = new CRC32();
        sum.update(plain.array(), 0, plain.position());
        into.put(head("Content-Encoding: gzip\r\n", GZIP_HEADER.length + bytes + 8));
        into.put(GZIP_HEADER).put(packed, 0, bytes);
        into.putInt(Integer.reverseBytes((int) sum.getValue()));
        into.putInt(Integer.reverseBytes(plain.position()));
    }

    private static byte[] head(String headers, int bytes) {
        return Requests.head("POST", "/ingest", "application/x-ndjson", headers, bytes)
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** A line that was not taken does not spoil the others: the answer counts them. */
    @Override
    public boolean taken(int call, Wire answer) {
        return answer.status() == 200 && allTaken.matcher(answer.body(COUNTS_BYTES)).find();
    }
}
