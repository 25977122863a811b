package dev.hindsight.comparison;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hindsight.comparison.Changes.Change;
import dev.hindsight.field.JsonText;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JsonDiffTest {

    private static final JsonMapper JSON =
            JsonMapper.builder()
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                    .build();

    private static final int MANY = 1_000_000;

    private static Changes diff(String left, String right) {
        return diff(left, right, MANY);
    }

    private static Changes diff(String left, String right, int limit) {
        Changes changes = new Changes(limit);
        JsonDiff.compare("", ordered(left), ordered(right), changes);
        return changes;
    }

    private static List<String> told(String left, String right) {
        return diff(left.replace('\'', '"'), right.replace('\'', '"')).found().stream()
                .map(it -> it.pointer() + ": " + it.left() + " -> " + it.right())
                .toList();
    }

    private static JsonNode tree(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException wrong) {
            throw new IllegalArgumentException(wrong);
        }
    }

    /** The text as PostgreSQL would write it. */
    private static String ordered(String json) {
        return ordered(tree(json)).toString();
    }

    private static JsonNode ordered(JsonNode node) {
        if (node.isObject()) {
            Map<String, JsonNode> members = new TreeMap<>(JsonDiff::order);
            node.properties().forEach(it -> members.put(it.getKey(), ordered(it.getValue())));
            ObjectNode object = JSON.createObjectNode();
            members.forEach(object::set);
            return object;
        }
        if (node.isArray()) {
            ArrayNode array = JSON.createArrayNode();
            node.forEach(it -> array.add(ordered(it)));
            return array;
        }
        return node;
    }

    @Test
    void members_areTold_whereTheyDiffer() {
        assertThat(
                        told(
                                "{'a': 1, 'b': {'c': 'x', 'd': true}}",
                                "{'a': 2, 'b': {'c': 'y', 'e': null}}"))
                .containsExactly(
                        "/a: 1 -> 2",
                        "/b/c: \"x\" -> \"y\"",
                        "/b/d: true -> null",
                        "/b/e: null -> null");
    }

    @Test
    void aSideWithoutTheMember_isAbsent_notNull() {
        Change change = diff("{}", "{\"e\": null}").found().get(0);

        assertThat(change.left()).isNull();
        assertThat(change.right()).isEqualTo("null");
    }

    @Test
    void elements_areComparedByIndex() {
        assertThat(told("[1, 2, 3, {'a': []}]", "[1, 5, 3]"))
                .containsExactly("/1: 2 -> 5", "/3: {\"a\":[]} -> null");
        assertThat(told("[]", "[[], 7]")).containsExactly("/0: null -> []", "/1: null -> 7");
    }

    @Test
    void valuesOfOtherKinds_areOneChange() {
        assertThat(told("{'a': {'b': [1, 2]}}", "{'a': [{'b': 1}]}"))
                .containsExactly("/a: {\"b\":[1,2]} -> [{\"b\":1}]");
        assertThat(told("'1'", "1")).containsExactly(": \"1\" -> 1");
        assertThat(told("null", "false")).containsExactly(": null -> false");
        assertThat(told("{}", "[]")).containsExactly(": {} -> []");
    }

    @Test
    void numbers_areEqualByValue_toTheLastDigit() {
        assertThat(told("[1, 1.50, 0, 100, 1e2, -0.0]", "[1.0, 1.5, -0, 1E2, 100.00, 0]"))
                .isEmpty();
        assertThat(told("9007199254740993", "9007199254740992")).hasSize(1);
        assertThat(told("0.1", "0.1000000000000000055511151231257827021181583404541015625"))
                .hasSize(1);
        assertThat(told("100", "1")).hasSize(1);
    }

    @Test
    void numbersOfManyDigits_areComparedAtOnce() {
        String digits = "7".repeat(120_000);
        String json = "[" + String.join(",", Collections.nCopies(10, digits)) + "]";

        Changes changes = new Changes(MANY);
        JsonDiff.compare("", json, json.replace("7]", "7.000]").replace("7,", "7.0,"), changes);

        assertThat(changes.isAny()).isFalse();
    }

    @Test
    void keysOfAnyText_arePointedAt() {
        assertThat(
                        told(
                                "{'': 1, '/': 1, '~': 1, 'a/b~c': 1, 'é😀\\u0001': 1, '0': 1}",
                                "{'': 2, '/': 2, '~': 2, 'a/b~c': 2, 'é😀\\u0001': 2, '0': 2}"))
                .extracting(it -> it.substring(0, it.indexOf(':')))
                .containsExactlyInAnyOrder("/", "/~1", "/~0", "/a~1b~0c", "/é😀\u0001", "/0");
    }

    @Test
    void members_areInTheOrderOfTheirBytes() {
        List<String> keys = new ArrayList<>(List.of("aa", "b", "é", "", "😀", "zzz", "ab"));
        keys.sort(JsonDiff::order);

        assertThat(keys).containsExactly("", "b", "aa", "ab", "é", "zzz", "😀");
    }

    @Test
    void longValues_areShownCut() {
        String text = "\"" + "ü".repeat(3_000) + "\"";

        Change change = diff("[" + text + "]", "[\"short\"]").found().get(0);

        JsonNode shown = tree(String.valueOf(change.left()));
        assertThat(shown.get("$truncated").asBoolean()).isTrue();
        assertThat(shown.get("bytes").asLong()).isEqualTo(6_002);
        assertThat(shown.get("preview").asText()).hasSize(1_024).startsWith("\"üü");
        assertThat(change.right()).isEqualTo("\"short\"");
    }

    @Test
    void valuesUpToTheBound_areShownWhole() {
        String bound = "\"" + "a".repeat(2_046) + "\"";

        assertThat(diff(bound, "1").found().get(0).left()).isEqualTo(bound);
        assertThat(diff(bound.replace("aa\"", "aaa\""), "1").found().get(0).left())
                .startsWith("{\"$truncated\":true,\"bytes\":2049,");
    }

    @Test
    void previews_endBetweenCharacters() {
        String text = "\"" + "😀".repeat(1_024) + "\"";

        String preview =
                tree(String.valueOf(diff(text, "1").found().get(0).left())).get("preview").asText();

        assertThat(preview).hasSize(1_023).endsWith("😀");
    }

    @Test
    void changes_areBounded() {
        String many = "[" + "1,".repeat(50) + "1]";

        Changes changes = diff(many, many.replace('1', '2'), 10);
        Changes enough = diff(many, many.replace('1', '2'), 51);

        assertThat(changes.found()).hasSize(10);
        assertThat(changes.isTruncated()).isTrue();
        assertThat(enough.found()).hasSize(51);
        assertThat(enough.isTruncated()).isFalse();
    }

    @Test
    void whatLiesTooDeepForAPointer_isToldAbove() {
        String key = "k".repeat(3_000);
        String json = "{\"%1$s\": {\"a\": 1, \"%1$s\": {\"x\": [%2$d]}, \"z\": 5}}";

        Changes changes = diff(json.formatted(key, 1), json.formatted(key, 2));

        assertThat(changes.found()).hasSize(1);
        assertThat(changes.found().get(0).pointer()).isEqualTo("/" + key);
        assertThat(changes.found().get(0).left()).contains("\\\"a\\\":1").contains("$truncated");
        assertThat(changes.isTruncated()).isTrue();
        assertThat(diff(json.formatted(key, 1), json.formatted(key, 1)).isAny()).isFalse();
    }

    @Test
    void valuesOfAMegabyte_areLookedInto() {
        StringBuilder json = new StringBuilder("[");
        for (int i = 0; i < 60_000; i++) {
            json.append("{\"number\": ").append(i).append(", \"text\": \"ä\"}, ");
        }
        String left = json + "1]";

        Changes changes = new Changes(MANY);
        JsonDiff.compare("", left, left.replace(": 59999,", ": 1.50,"), changes);

        assertThat(changes.found()).containsExactly(new Change("/59999/number", "59999", "1.50"));
    }

    @Test
    void deepValues_areLookedInto() {
        String deep = "[".repeat(1_000) + "%d" + "]".repeat(1_000);

        assertThat(diff(deep.formatted(1), deep.formatted(2)).found()).hasSize(1);
    }

    @Property
    void equalValues_differNowhere(@ForAll("values") JsonNode value) {
        assertThat(diff(value.toString(), value.toString()).isAny()).isFalse();
    }

    @Property(tries = 500)
    void changes_makeTheLeftOneTheRightOne(
            @ForAll("values") JsonNode left, @ForAll("values") JsonNode right) {
        Changes changes = diff(left.toString(), right.toString());

        assertThat(same(applied(left, changes.found()), right)).isTrue();
    }

    @Property(tries = 300)
    void alteredValues_areToldByTheirChanges(@ForAll("values") JsonNode left, @ForAll long seed) {
        JsonNode right = altered(left, new Random(seed));

        Changes changes = diff(left.toString(), right.toString());

        assertThat(same(applied(left, changes.found()), right)).isTrue();
        assertThat(changes.isAny()).isEqualTo(!same(left, right));
    }

    @Property
    void changes_areTheSameFromBothSides(
            @ForAll("values") JsonNode left, @ForAll("values") JsonNode right) {
        List<Change> back =
                diff(right.toString(), left.toString()).found().stream()
                        .map(
                                it ->
                                        new Change(
                                                it.pointer(),
                                                /* left= */ it.right(),
                                                /* right= */ it.left()))
                        .toList();

        assertThat(diff(left.toString(), right.toString()).found()).isEqualTo(back);
    }

    @Provide
    Arbitrary<JsonNode> values() {
        Arbitrary<String> keys =
                Arbitraries.oneOf(
                        Arbitraries.of("a", "b", "", "/", "~", "~1", "0", "1", "é", "😀", "aa"),
                        Arbitraries.strings().alpha().ofMaxLength(3));
        Arbitrary<String> scalars =
                Arbitraries.oneOf(
                        Arbitraries.of(
                                "null",
                                "true",
                                "false",
                                "0",
                                "-0",
                                "1",
                                "1.0",
                                "1.00",
                                "10",
                                "1e1",
                                "12345678901234567890.123456789",
                                "\"\"",
                                "\"1\"",
                                "\"[]\"",
                                "\"\\u0001\\\"\\\\\"",
                                "[]",
                                "{}"),
                        Arbitraries.integers().map(String::valueOf),
                        Arbitraries.strings()
                                .ofMaxLength(5)
                                .filter(it -> it.chars().noneMatch(c -> c >= 0xD800 && c < 0xE000))
                                .map(JsonText::quote));
        return Arbitraries.lazyOf(() -> scalars, () -> scalars, () -> nested(keys, scalars, 3))
                .map(JsonDiffTest::tree);
    }

    private static Arbitrary<String> nested(
            Arbitrary<String> keys, Arbitrary<String> scalars, int depth) {
        Arbitrary<String> below =
                depth == 0 ? scalars : Arbitraries.oneOf(scalars, nested(keys, scalars, depth - 1));
        Arbitrary<String> arrays =
                below.list().ofMaxSize(4).map(it -> "[" + String.join(", ", it) + "]");
        Arbitrary<String> members =
                Combinators.combine(
                                keys.list().uniqueElements().ofMaxSize(4), below.list().ofSize(4))
                        .as(
                                (names, contents) -> {
                                    List<String> all = new ArrayList<>();
                                    for (int i = 0; i < names.size(); i++) {
                                        all.add(
                                                JsonText.quote(names.get(i))
                                                        + ": "
                                                        + contents.get(i));
                                    }
                                    return "{" + String.join(", ", all) + "}";
                                });
        return Arbitraries.oneOf(arrays, members);
    }

    /** The same with something else somewhere. */
    private static JsonNode altered(JsonNode node, Random random) {
        if (node.isObject() && !node.isEmpty() && random.nextInt(4) > 0) {
            ObjectNode object = node.deepCopy();
            List<String> names = new ArrayList<>();
            object.fieldNames().forEachRemaining(names::add);
            String name = names.get(random.nextInt(names.size()));
            if (random.nextInt(3) == 0) {
                object.remove(name);
            } else {
                object.set(name, altered(object.get(name), random));
            }
            return object;
        }
        if (node.isArray() && !node.isEmpty() && random.nextInt(4) > 0) {
            ArrayNode array = node.deepCopy();
            int place = random.nextInt(array.size());
            if (random.nextInt(3) == 0) {
                array.remove(place);
            } else {
                array.set(place, altered(array.get(place), random));
            }
            return array;
        }
        return tree(List.of("7", "\"else\"", "[1]", "{\"a\":1}", "1.0").get(random.nextInt(5)));
    }

    /** The left value with every change made: what stands behind is removed from the end on. */
    private static JsonNode applied(JsonNode left, List<Change> changes) {
        ObjectNode holder = JSON.createObjectNode();
        holder.set("root", left.deepCopy());
        List<Change> order = new ArrayList<>(changes);
        order.sort(Comparator.comparing((Change it) -> it.right() == null));
        List<Change> removals = order.stream().filter(it -> it.right() == null).toList();
        order.removeAll(removals);
        order.forEach(it -> set(holder, it.pointer(), tree(String.valueOf(it.right()))));
        for (int i = removals.size() - 1; i >= 0; i--) {
            set(holder, removals.get(i).pointer(), null);
        }
        return holder.get("root");
    }

    private static void set(ObjectNode holder, String pointer, @Nullable JsonNode value) {
        JsonPointer full = JsonPointer.compile("/root" + pointer);
        JsonNode parent = holder.at(full.head());
        String name = full.last().getMatchingProperty();
        if (parent instanceof ObjectNode object) {
            if (value == null) {
                assertThat(object.remove(name)).isNotNull();
            } else {
                object.set(name, value);
            }
        } else {
            ArrayNode array = (ArrayNode) parent;
            int place = full.last().getMatchingIndex();
            if (value == null) {
                assertThat(array.remove(place)).isNotNull();
            } else if (place == array.size()) {
                array.add(value);
            } else {
                array.set(place, value);
            }
        }
    }

    private static boolean same(JsonNode one, JsonNode other) {
        return one.equals(
                (a, b) ->
                        a.isNumber() && b.isNumber()
                                ? a.decimalValue().compareTo(b.decimalValue())
                                : a.equals(b) ? 0 : 1,
                other);
    }
}
