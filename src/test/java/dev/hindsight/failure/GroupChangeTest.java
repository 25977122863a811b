package dev.hindsight.failure;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hindsight.failure.FailureGroup.Found;
import dev.hindsight.failure.FailureGroup.Latest;
import dev.hindsight.fold.Delta;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class GroupChangeTest {

    private static final FailureGroup.Key KEY = new FailureGroup.Key(1, "f");
    private static final Instant NOW = Instant.parse("2026-03-09T00:00:00Z");
    private static final UUID A = new UUID(0, 1);
    private static final UUID B = new UUID(0, 2);
    private static final UUID C = new UUID(0, 3);

    private static Delta.Failure failure(UUID id, int minute) {
        return new Delta.Failure("f", at(minute), id, "message " + minute, null, null);
    }

    private static Instant at(int minute) {
        return Instant.parse("2026-03-01T10:00:00Z").plusSeconds(60L * minute);
    }

    /** What some deltas make of a group, such as {@code +A 1}. */
    private static FailureGroup after(@Nullable FailureGroup old, boolean isAll, String... deltas) {
        return requireNonNull(maybeAfter(old, isAll, deltas));
    }

    private static @Nullable FailureGroup maybeAfter(
            @Nullable FailureGroup old, boolean isAll, String... deltas) {
        GroupChange change = new GroupChange();
        for (String delta : deltas) {
            UUID id =
                    switch (delta.charAt(1)) {
                        case 'A' -> A;
                        case 'B' -> B;
                        default -> C;
                    };
            change.add(failure(id, Integer.parseInt(delta.substring(3))), delta.charAt(0) == '+');
        }
        return change.applyTo(KEY, old, NOW, isAll);
    }

    @Test
    void additions_widenBounds() {
        FailureGroup group = after(null, true, "+A 5", "+B 3", "+C 7");

        assertThat(group.count()).isEqualTo(3);
        assertThat(group.first()).isEqualTo(new FailureGroup.Seen(at(3), false));
        assertThat(group.last()).isEqualTo(new FailureGroup.Seen(at(7), false));
        assertThat(group.latest()).isEqualTo(new Latest(C, "message 7", null, null));
        assertThat(group.state()).isEqualTo(FailureState.OPEN);
    }

    @Test
    void whatCameAndWent_leavesNoTrace() {
        FailureGroup group = after(null, true, "+A 5");

        assertThat(after(group, true, "+B 9", "-B 9")).isEqualTo(group);
        assertThat(maybeAfter(null, true, "+A 5", "-A 5")).isNull();
    }

    @Test
    void bounds_areUnsureWhereTheyAreTakenAway() {
        FailureGroup group = after(null, true, "+A 5", "+B 3", "+C 7");

        assertThat(after(group, true, "-A 5").first().isUnsure()).isFalse();
        assertThat(after(group, true, "-A 5").last().isUnsure()).isFalse();
        assertThat(after(group, true, "-B 3").first().isUnsure()).isTrue();
        assertThat(after(group, true, "-C 7").last().isUnsure()).isTrue();
        assertThat(after(group, true, "-C 7", "+C 6").last().isUnsure()).isTrue();
        assertThat(after(group, true, "-C 7", "+C 8").last())
                .isEqualTo(new FailureGroup.Seen(at(8), false));
        assertThat(after(group, true, "-A 5", "-B 3", "-C 7", "+A 6").first())
                .isEqualTo(new FailureGroup.Seen(at(6), false));
    }

    @Test
    void lookUp_restoresBounds_asFarAsTheRecordsTell() {
        FailureGroup unsure =
                after(after(null, true, "+A 5", "+B 3", "+C 7"), true, "-C 7", "-B 3");
        Latest latest = new Latest(A, "message 5", null, null);

        FailureGroup regained = unsure.regain(new Found(1, at(5), at(5), latest));
        assertThat(regained.first()).isEqualTo(new FailureGroup.Seen(at(5), false));
        assertThat(regained.last()).isEqualTo(new FailureGroup.Seen(at(5), false));
        assertThat(regained.latest()).isEqualTo(latest);

        FailureGroup fewer = unsure.regain(new Found(0, at(5), at(5), latest));
        assertThat(fewer.first()).isEqualTo(new FailureGroup.Seen(at(3), false));
        assertThat(fewer.last()).isEqualTo(new FailureGroup.Seen(at(5), false));

        FailureGroup none = unsure.regain(null);
        assertThat(none.last()).isEqualTo(new FailureGroup.Seen(at(7), false));
        assertThat(none.latest().executionId()).isEqualTo(C);
    }

    @Test
    void findings_ofTwoPlaces_areOne() {
        Found some = new Found(2, at(1), at(4), new Latest(A, "a", null, null));
        Found others = new Found(3, at(2), at(6), new Latest(B, "b", null, null));

        assertThat(some.and(others))
                .isEqualTo(others.and(some))
                .isEqualTo(new Found(5, at(1), at(6), new Latest(B, "b", null, null)));
    }

    @Test
    void resolvedGroup_opensForNewFailuresAlone() {
        FailureGroup resolved = after(null, true, "+A 5").in(FailureState.RESOLVED, Instant.EPOCH);

        assertThat(after(resolved, true, "-A 5", "+A 6").state()).isEqualTo(FailureState.RESOLVED);
        assertThat(after(resolved, true, "+B 6", "-B 6").state()).isEqualTo(FailureState.RESOLVED);
        FailureGroup open = after(resolved, true, "+B 6");
        assertThat(open.state()).isEqualTo(FailureState.OPEN);
        assertThat(open.stateChangedAt()).isEqualTo(NOW);
    }

    @Test
    void change_thatIsCutBetweenTwoBatches_isNoNewFailure() {
        FailureGroup resolved = after(null, true, "+A 5").in(FailureState.RESOLVED, Instant.EPOCH);

        FailureGroup half = after(resolved, false, "-A 5");
        assertThat(half.leaving()).containsExactly(A);
        assertThat(half.isSpent()).isFalse();
        assertThat(after(half, true, "+A 6").state()).isEqualTo(FailureState.RESOLVED);
        assertThat(after(half, true, "+A 6").leaving()).isEmpty();
        assertThat(after(half, false, "+B 6").state()).isEqualTo(FailureState.OPEN);
        assertThat(after(half.regain(null), true, "+A 6").state()).isEqualTo(FailureState.OPEN);
    }

    @Test
    void ignoredGroup_staysIgnored_evenEmpty() {
        FailureGroup ignored = after(null, true, "+A 5").in(FailureState.IGNORED, Instant.EPOCH);

        FailureGroup empty = after(ignored, true, "-A 5");
        assertThat(empty.count()).isZero();
        assertThat(empty.isSpent()).isFalse();
        FailureGroup again = after(empty, true, "+B 3");
        assertThat(again.state()).isEqualTo(FailureState.IGNORED);
        assertThat(again.first()).isEqualTo(new FailureGroup.Seen(at(3), false));
        assertThat(again.latest().executionId()).isEqualTo(B);
    }

    @Test
    void whatIsNotThere_isNotTakenAway() {
        assertThat(maybeAfter(null, true, "-A 5")).isNull();
        FailureGroup group = after(null, true, "+A 5");
        assertThat(after(group, true, "-A 5", "-B 5").count()).isZero();
        assertThat(after(group, true, "-A 5", "-B 5").isSpent()).isTrue();
    }
}
