package dev.hindsight.payload;

import com.fasterxml.jackson.core.JsonStreamContext;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is told of one value: bounded, however much was altered in it.
 *
 * <p>Equal notices are told once. After {@value #MAX} distinct ones, those that are left out are told
 * by one of each kind, which points at the value itself: that something was masked must not go
 * unsaid because a hundred characters were replaced before. A pointer that would be longer than
 * {@value #MAX_POINTER} characters below the value ends at the last ancestor that fits.
 *
 * <p>Whether a notice was told shows only once its pointer is put together. That, too, is bounded: after
 * {@value #MAX_WORK} characters of pointers the rest is told as if there had been a hundred.
 */
final class NoticeList {

    static final int MAX = 100;
    static final int MAX_POINTER = 1_024;
    static final int MAX_WORK = 1_000_000;

    private final String root;
    private final @Nullable JsonStreamContext rootContext;
    private @Nullable Set<Notice> notices;

    /** The kinds of which some are told by one for the value itself. */
    private Set<Notice.Kind> summed = Set.of();

    /** Characters of pointers so far, told or not. */
    private int work;

    /**
     * For one value.
     *
     * @param root the value's own pointer
     * @param rootContext the parser's context around the value
     */
    NoticeList(String root, @Nullable JsonStreamContext rootContext) {
        this.root = root;
        this.rootContext = rootContext;
    }

    /** Tells that something was altered where the parser stands. */
    void add(Notice.Kind kind, JsonStreamContext at) {
        if (!summed.contains(kind)) {
            add(Notice.of(kind, pointer(at)));
        }
    }

    /** Tells that something was cut where the parser stands. */
    void add(Original original, JsonStreamContext at) {
        if (!summed.contains(Notice.Kind.TRUNCATED)) {
            add(original.notice(pointer(at)));
        }
    }

    private void add(Notice notice) {
        if (notices == null) {
            notices = new LinkedHashSet<>();
        }
        boolean isOver = work > MAX_WORK;
        if (notices.size() < MAX && !isOver) {
            notices.add(notice);
        } else if (isOver || !notices.contains(notice)) {
            notices.add(Notice.of(notice.kind(), root));
            summed = summed.isEmpty() ? EnumSet.noneOf(Notice.Kind.class) : summed;
            summed.add(notice.kind());
        }
    }

    /** Whether anything of this kind was told. */
    boolean has(Notice.Kind kind) {
        return notices != null && notices.stream().anyMatch(notice -> notice.kind() == kind);
    }

    List<Notice> toList() {
        return notices == null ? List.of() : List.copyOf(notices);
    }

    private String pointer(JsonStreamContext at) {
        Deque<JsonStreamContext> path = new ArrayDeque<>();
        for (JsonStreamContext c = at; c != null && c != rootContext; c = c.getParent()) {
            path.push(c);
        }
        StringBuilder pointer = new StringBuilder(root);
        for (JsonStreamContext c : path) {
            int ancestor = pointer.length();
            pointer.append('/');
            if (c.inArray()) {
                pointer.append(c.getCurrentIndex());
            } else {
                segment(c.getCurrentName(), pointer);
            }
            work += pointer.length() - ancestor;
            if (pointer.length() - root.length() > MAX_POINTER) {
                pointer.setLength(ancestor);
                break;
            }
        }
        return pointer.toString();
    }

    /** Appends a key; of one that does not fit anyway only as much as shows that. */
    private static void segment(String key, StringBuilder pointer) {
        String head = key.length() <= MAX_POINTER ? key : key.substring(0, MAX_POINTER);
        String stored = CodePoints.clean(head.toCharArray(), 0, head.length());
        for (int i = 0; i < stored.length(); i++) {
            char c = stored.charAt(i);
            switch (c) {
                case '~' -> pointer.append("~0");
                case '/' -> pointer.append("~1");
                default -> pointer.append(c);
            }
        }
    }
}
