package dev.hindsight.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/**
 * Of CloudNativePG's Cluster what we use: there is no type of it to be had. Parameters are texts, and a
 * number among them is refused.
 */
record PostgresCluster(String apiVersion, String kind, Metadata metadata, Spec spec) {

    record Metadata(String name, String namespace, Map<String, String> labels) {}

    record Spec(
            int instances,
            String imageName,
            Bootstrap bootstrap,
            PostgreSql postgresql,
            Volume storage,
            Volume walStorage,
            Resources resources) {}

    record Bootstrap(Database initdb) {}

    record Database(String database, String owner) {}

    record PostgreSql(Synchronous synchronous, Map<String, String> parameters) {}

    record Synchronous(String method, int number, String dataDurability) {}

    record Volume(String size) {}

    record Resources(Map<String, JsonNode> requests, Map<String, JsonNode> limits) {}
}
