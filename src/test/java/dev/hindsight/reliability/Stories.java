package dev.hindsight.reliability;

import dev.hindsight.reliability.Piece.Kind;
import dev.hindsight.reliability.Piece.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Stories at random; the simpler ones are shorter, and say less. */
final class Stories {

    private static final int MAX_PIECES = 12;

    private Stories() {}

    static Arbitrary<Story> any() {
        Arbitrary<Piece> piece =
                Arbitraries.frequencyOf(
                        Tuple.of(4, execution()), Tuple.of(6, step()), Tuple.of(1, line()));
        return Combinators.combine(
                        piece.list().ofMinSize(1).ofMaxSize(MAX_PIECES),
                        Arbitraries.of("completed", "failed", "cancelled", "timed_out"),
                        Arbitraries.of("completed", "failed", "skipped"),
                        Arbitraries.frequency(Tuple.of(4, true), Tuple.of(1, false)))
                .as((pieces, end, stepEnd, timed) -> Story.of(pieces, List.of(end, stepEnd), timed))
                .filter(story -> !story.pieces().isEmpty());
    }

    private static Arbitrary<Piece> execution() {
        List<Arbitrary<String>> members = new ArrayList<>(common());
        members.add(of("'note': 'a'", "'note': 'b'", "'note': '\\u0000c'"));
        members.add(of("'labels': {'a': 'x'}", "'labels': {'a': 'y'}", "'labels': {'b': 'x'}"));
        members.add(
                of(
                        "'trigger': {'type': 't'}",
                        "'trigger': {'data': {'token': 'd'}}",
                        "'trigger': {'type': 'u', 'data': [1]}"));
        members.add(of("'attempt': 1", "'attempt': 2"));
        members.add(of("'dag': {'g': 0}", "'dag': {'g': 1}"));
        members.add(of("'pinned': true", "'pinned': false"));
        members.add(of("'metadata': {'m': 'n'}", "'metadata': null"));
        members.add(of("'workflowName': 'x'", "'workflowName': 'y'"));
        return piece(Kind.EXECUTION, Arbitraries.just(""), members);
    }

    private static Arbitrary<Piece> step() {
        List<Arbitrary<String>> members = new ArrayList<>(common());
        members.add(of("'nodeName': 'x'", "'nodeName': 'y'"));
        members.add(of("'dependsOn': ['p']", "'dependsOn': ['p', 'q']"));
        members.add(of("'cached': true", "'cached': false"));
        members.add(of("'stepIndex': 0", "'stepIndex': 1"));
        members.add(of("'queuedAt': 900000", "'queuedAt': 901000"));
        members.add(Arbitraries.of("'nodeId': 'n'", "'nodeId': 'o'"));
        return piece(Kind.STEP, Arbitraries.of("a", "b"), members);
    }

    private static Arbitrary<Piece> line() {
        return Arbitraries.of("'m'", "'n\\u0000'")
                .map(
                        message ->
                                new Piece(
                                        Kind.LINE,
                                        "",
                                        1,
                                        null,
                                        ", 'timestamp': 1000, 'message': " + message));
    }

    private static List<Arbitrary<String>> common() {
        return List.of(
                of("'input': 1", "'input': {'password': 'p', 'n': 1.10}", "'input': {'n': 1.1}"),
                of("'output': []", "'output': [0, '\\ud800']", "'output': {'b': 1, 'a': 2}"),
                of(
                        "'error': {'message': 'm', 'type': 'T'}",
                        "'error': {'code': 'c', 'stack': 's'}",
                        "'error': 'text'"),
                of("'cost': {'amount': 1.50}", "'cost': {'amount': 2, 'unit': 'EUR'}"),
                of("'startedAt': 1000000", "'startedAt': 1004000"),
                of("'completedAt': 1002000", "'completedAt': 1006000"),
                of("'durationMs': 0", "'durationMs': 4711"));
    }

    /** One of these members, or none. */
    private static Arbitrary<String> of(String... members) {
        return Arbitraries.of(members).injectNull(0.7);
    }

    private static Arbitrary<Piece> piece(
            Kind kind, Arbitrary<String> key, List<Arbitrary<String>> members) {
        return Combinators.combine(
                        key,
                        Arbitraries.of(1, 2),
                        Arbitraries.of(Status.class).injectNull(0.2),
                        Combinators.combine(members).as(Stories::joined))
                .as(
                        (name, attempt, status, said) ->
                                new Piece(
                                        kind, name, kind == Kind.STEP ? attempt : 1, status, said));
    }

    private static String joined(List<String> members) {
        StringBuilder joined = new StringBuilder();
        members.stream().filter(Objects::nonNull).forEach(it -> joined.append(", ").append(it));
        return joined.toString();
    }
}
