package dev.hindsight.sketch;

/**
 * Which buckets of the {@link Scale} an array holds.
 *
 * @param first the bucket of its first element
 * @param length how many there are
 */
record Reach(int first, int length) {

    static final Reach NOTHING = new Reach(0, 0);

    boolean holds(int index) {
        return index >= first && index < first + length;
    }

    /** Where the first element stands in the array of a wider reach. */
    int offsetIn(Reach wider) {
        return length == 0 ? 0 : first - wider.first;
    }

    /**
     * The buckets of this reach and one more. On the side of that one there is room for half as many as
     * there were, so that an array that grows bucket by bucket is rarely copied.
     */
    Reach with(int index) {
        if (length == 0) {
            return new Reach(index, 1);
        }
        int slack = length / 2;
        int end = first + length;
        int newFirst = index < first ? Math.max(0, index - slack) : first;
        int newEnd = index >= end ? Math.min(Scale.SIZE, index + 1 + slack) : end;
        return new Reach(newFirst, newEnd - newFirst);
    }
}
