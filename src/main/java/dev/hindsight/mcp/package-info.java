/**
 * The same questions, asked by programs that speak the Model Context Protocol: tools, resources and prompts
 * at {@code /mcp}, over streamable HTTP. Nothing can be changed here.
 *
 * <p>The protocol's methods, versions and lists are the library's (quarkus-mcp-server). What it lacks comes
 * before it, in {@link dev.hindsight.mcp.McpGate}: it would read bodies of any length, answer nothing at all
 * to some malformed messages, and keep sessions in the memory of one replica. So a message is read and
 * checked here first ({@link dev.hindsight.mcp.Envelope}), one at a time, and no session is ever told to a
 * client: each message stands alone, and any replica answers it. There is nothing to push, hence no stream
 * that {@code GET} would open; it is 405, as the protocol allows. Who asks is known by then, as of every
 * request: {@code access} has let them in.
 *
 * <p>What a tool can be told is declared once, in a {@link dev.hindsight.mcp.Form}: from it come the schema
 * that clients see and the reading of what they send, in which numbers may be texts, and unknown names are
 * named. What it tells is declared in {@link dev.hindsight.mcp.Results}, which tests hold against every answer. Arguments then become parameters of the same readers that serve HTTP. A failure is an answer of the
 * tool that says so in plain words ({@link dev.hindsight.mcp.Answers}); the protocol's own errors are for
 * messages that are none.
 *
 * <p>Answers are short, since most of their readers pay for each word: no payloads unless asked for, and
 * then excerpts of them, lists with a bound and how to get more; {@code digest} sees to that. The three tools
 * of {@link dev.hindsight.mcp.HistoryTools} speak the words of an older program that has them too ({@code
 * handle_id}, {@code start_time}); all others speak the contract's. Owns no tables.
 */
@NullMarked
package dev.hindsight.mcp;

import org.jspecify.annotations.NullMarked;
