package dev.hindsight.problem;

/**
 * One thing that is wrong with a request.
 *
 * @param pointer where: an RFC 6901 JSON pointer into the body (empty for the whole body), or the
 *     name of the query parameter
 * @param detail what: a sentence for the caller
 */
public record Violation(String pointer, String detail) {}
