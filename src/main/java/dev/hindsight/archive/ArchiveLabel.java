package dev.hindsight.archive;

import java.time.LocalDate;

/**
 * What the executions of a file have in common.
 *
 * @param namespace the name of their namespace, never empty
 * @param day the day they stand under
 * @param policy why they were archived, for whoever reads the manifest
 */
public record ArchiveLabel(String namespace, LocalDate day, String policy) {}
