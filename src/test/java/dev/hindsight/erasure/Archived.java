package dev.hindsight.erasure;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hindsight.blob.Zstd;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/** What can be read in an archive. */
final class Archived {

    private Archived() {}

    /**
     * Everything that files hold, decompressed, with their names and their manifests.
     *
     * @param contents bytes by name
     */
    static String text(Map<String, byte[]> contents) throws IOException {
        StringBuilder all = new StringBuilder();
        for (Map.Entry<String, byte[]> file : new TreeMap<>(contents).entrySet()) {
            all.append(file.getKey());
            if (file.getKey().endsWith(".json")) {
                all.append(new String(file.getValue(), UTF_8));
                byte[] data = contents.get(file.getKey().replace(".json", ".ndjson.zst"));
                for (JsonNode frame : new ObjectMapper().readTree(file.getValue()).get("index")) {
                    int position = frame.get("position").asInt();
                    int length = frame.get("length").asInt();
                    ByteArrayInputStream part = new ByteArrayInputStream(data, position, length);
                    all.append(new String(Zstd.decompress(part).readAllBytes(), UTF_8));
                }
            }
        }
        return all.toString();
    }
}
