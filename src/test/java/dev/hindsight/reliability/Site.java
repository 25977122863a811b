package dev.hindsight.reliability;

/** Where engines report to, and whose processes come and go. */
interface Site {

    /** Where the next report goes. */
    String url();

    /** Says that a report was acknowledged. */
    void acknowledge();

    /** Waits, after a failure, until reports are taken again. */
    void awaitReturn();

    /** Whether what the engines are at is the last that they report. */
    boolean isOver();
}
