package dev.hindsight.comparison;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hindsight.step.StepStatus;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.UniqueElements;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PairingTest {

    private static Visit visit(String key, String node, @Nullable Integer iteration) {
        return new Visit(key, 1, node, iteration, StepStatus.ofCode(2), 5L);
    }

    private static List<Visit> visits(String... keys) {
        return Stream.of(keys).map(key -> visit(key, "node of " + key, null)).toList();
    }

    private static List<String> told(List<Visit> left, List<Visit> right) {
        return Pairing.of(left, right).stream()
                .map(
                        pair ->
                                (pair.left() == null ? "" : pair.left().key())
                                        + "="
                                        + (pair.right() == null ? "" : pair.right().key()))
                .toList();
    }

    @Test
    void steps_arePairedByKey_whateverTheirOrder() {
        assertThat(told(visits("a", "b", "c"), visits("c", "a", "b")))
                .containsExactly("a=a", "b=b", "c=c");
    }

    @Test
    void stepsOfOtherKeys_arePairedByNodeAndIteration() {
        List<Visit> left =
                List.of(visit("l1", "n", 0), visit("l2", "n", 1), visit("l3", "n", null));
        List<Visit> right =
                List.of(visit("r3", "n", null), visit("r2", "n", 1), visit("r1", "n", 0));

        assertThat(told(left, right)).containsExactly("l1=r1", "l2=r2", "l3=r3");
    }

    @Test
    void severalOfOnePlace_arePairedInTheirOrder() {
        List<Visit> left = List.of(visit("l1", "n", 0), visit("l2", "n", 0), visit("l3", "n", 0));
        List<Visit> right = List.of(visit("r1", "n", 0), visit("r2", "n", 0));

        assertThat(told(left, right)).containsExactly("l1=r1", "l2=r2", "l3=");
    }

    @Test
    void keys_goBeforePlaces() {
        List<Visit> left = List.of(visit("x", "n", 0), visit("a", "n", 0));
        List<Visit> right = List.of(visit("a", "n", 0), visit("y", "n", 0));

        assertThat(told(left, right)).containsExactly("x=y", "a=a");
    }

    @Test
    void stepsOfTheRightAlone_standBehindThoseBeforeThem() {
        assertThat(told(visits("a", "b"), visits("x", "a", "y", "z", "b", "w")))
                .containsExactly("=x", "a=a", "=y", "=z", "b=b", "=w");
        assertThat(told(visits("a", "q", "b"), visits("b", "y", "a")))
                .containsExactly("a=a", "q=", "b=b", "=y");
        assertThat(told(visits(), visits("x", "y"))).containsExactly("=x", "=y");
        assertThat(told(visits("x"), visits())).containsExactly("x=");
        assertThat(told(visits(), visits())).isEmpty();
    }

    @Property
    void everyStep_isToldOnce_inTheOrderOfItsSide(
            @ForAll @UniqueElements List<@IntRange(max = 30) Integer> left,
            @ForAll @UniqueElements List<@IntRange(max = 30) Integer> right,
            @ForAll @IntRange(min = 1, max = 9) int nodes) {
        List<Visit> lefts = numbered(left, nodes);
        List<Visit> rights = numbered(right, nodes);

        List<Pair> pairs = Pairing.of(lefts, rights);

        assertThat(pairs.stream().map(Pair::left).filter(it -> it != null).toList())
                .isEqualTo(lefts);
        assertThat(pairs.stream().map(Pair::right).filter(it -> it != null).toList())
                .containsExactlyInAnyOrderElementsOf(rights);
        assertThat(pairs.stream().filter(it -> it.left() == null).map(Pair::right).toList())
                .isSubsetOf(rights);
        assertThat(pairs.stream().filter(Pair::isMatched).toList())
                .allSatisfy(
                        pair -> assertThat(pair.left().nodeId()).isEqualTo(pair.right().nodeId()));
    }

    private static List<Visit> numbered(List<Integer> numbers, int nodes) {
        return IntStream.range(0, numbers.size())
                .mapToObj(numbers::get)
                .map(number -> visit("s" + number, "n" + number % nodes, null))
                .toList();
    }
}
