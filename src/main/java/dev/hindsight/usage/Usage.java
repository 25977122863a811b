package dev.hindsight.usage;

/** What the history weighs, told in one way or another. */
sealed interface Usage permits TableUsage, WorkflowUsage {

    /** When it was read. */
    String asOf();
}
