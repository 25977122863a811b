package dev.hindsight.wfformat;

/**
 * A piece of a file.
 *
 * @param from its first byte, counted from 0
 * @param to the byte behind its last
 */
record WfFormatSlice(int from, int to) {

    /** Its length in bytes. */
    int length() {
        return to - from;
    }
}
