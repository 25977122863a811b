package dev.hindsight.checkpoint;

/**
 * A value that a node made.
 *
 * @param node at most 255 characters
 * @param key at most 255 characters; with the node, unique in an execution
 * @param json the text that was sent
 */
public record Artifact(String node, String key, String json) {}
