/**
 * Keeps the execution history of any workflow engine: reports come in, rest in PostgreSQL, and are
 * told again.
 *
 * <pre>
 *   engines   OpenTelemetry   files of others     people, programs       receivers   the clock
 *      v            v               v                    v                   ^           v
 *   ingest &lt;- bulk, otlp     importer         search  timeline  live     delivery   sweep  crash     doors
 *      v                       v              analytics  mcp  ...           v           v
 *   report                    copy                       v               watch     retention
 *      +-----------------------+-------------------------+-----------------+-----------+
 *                                         v
 *               log -&gt; step -&gt; execution &lt;- recording, checkpoint      dag               the record
 *   ---------------------------------------------------------------------------------
 *    merge  field  payload  page  blob  archive  ...      what records are made of
 *    change  partition  access  db  edge  boot  ...       what the service stands on     the ground
 * </pre>
 *
 * <p>Arrows are imports, and also the direction of a call; nothing points upwards. Reports come in
 * through {@code ingest}, which reads them; {@code report} writes those that arrive together in one
 * transaction; they rest in the record packages, each of which owns its tables and tells their rows over
 * HTTP. What the writing transaction changed it also notes in the table {@code change}: whoever follows
 * ({@code watch}, {@code delivery}) reads that, so that those who write know none of them; likewise what
 * it changed in the statistics, in {@code delta}, for {@code fold}. Executions leave through {@code
 * removal} alone, which asks each record package to forget its own rows in one transaction.
 *
 * <h2>The rooms</h2>
 *
 * <h3>Reports come in</h3>
 *
 * <ul>
 *   <li>{@code ingest}: reports are read, checked and answered
 *   <li>{@code bulk}: reports of many executions in one body, line by line
 *   <li>{@code otlp}: traces of OpenTelemetry, which become executions
 *   <li>{@code replay}: executions that are to run again
 *   <li>{@code report}: reports are gathered and written, many in one transaction
 * </ul>
 *
 * <h3>Files come in and go out</h3>
 *
 * <ul>
 *   <li>{@code importer}: executions are taken over from files, over HTTP or from a terminal
 *   <li>{@code wfformat}: one format of such files
 *   <li>{@code foreign}: what other engines tell of their executions, as operations of bulk reports
 *   <li>{@code exporter}: executions are handed out whole, as such files
 * </ul>
 *
 * <h3>Questions are answered</h3>
 *
 * <ul>
 *   <li>{@code search}: executions filtered, ordered and counted
 *   <li>{@code filter}: which executions are meant
 *   <li>{@code miniature}: executions of a list drawn small
 *   <li>{@code logsearch}: log lines found across executions
 *   <li>{@code workflow}: what was ever run, each with its latest execution
 *   <li>{@code timeline}: one execution told from start to end
 *   <li>{@code comparison}: two executions, and what is different
 *   <li>{@code analytics}: counts, rates and durations of many executions, over time
 *   <li>{@code failure}: failures of a kind, and what is decided about them
 *   <li>{@code digest}: executions, failures and differences in few words
 *   <li>{@code mcp}: the same questions, asked by programs that speak the Model Context Protocol
 *   <li>{@code usage}: what the history weighs, told to people
 * </ul>
 *
 * <h3>Others are told</h3>
 *
 * <ul>
 *   <li>{@code live}: executions and logs watched over a WebSocket, or as Server-Sent Events
 *   <li>{@code watch}: who watches what, and what they are told of it
 *   <li>{@code subscription}: what one connection watches, and what waits to be sent to it
 *   <li>{@code webhook}: who is told of events over HTTP
 *   <li>{@code delivery}: what they are told, and how it gets there
 *   <li>{@code sla}: what is expected of workflows, and when it was not kept
 * </ul>
 *
 * <h3>What is over leaves</h3>
 *
 * <ul>
 *   <li>{@code crash}: executions of which nothing is heard any more
 *   <li>{@code deletion}: executions deleted by hand, restored, and removed after a grace
 *   <li>{@code erasure}: all that a person left is erased
 *   <li>{@code policy}: what is kept, and for how long
 *   <li>{@code retention}: what is due, by which policy
 *   <li>{@code sweep}: what is due leaves, day by day, and what was done is told
 *   <li>{@code archival}: executions brought into the archive, and read there
 *   <li>{@code indexing}: search indexes of days that are over
 * </ul>
 *
 * <h3>Who asks, and where they look</h3>
 *
 * <ul>
 *   <li>{@code key}: API keys made, recognized, revoked
 *   <li>{@code oidc}: tokens of an OpenID Connect provider, recognized
 *   <li>{@code dashboard}: the pages by which people look at all this
 *   <li>{@code terminal}: what people see of a running service from a terminal
 *   <li>{@code openapi}: the document of the contract
 *   <li>{@code schema}: the forms in it
 * </ul>
 *
 * <h3>The record</h3>
 *
 * <ul>
 *   <li>{@code execution}: one run of one workflow
 *   <li>{@code recording}: what reports say of executions, merged into their rows
 *   <li>{@code step}: visits of an execution to a node, and their attempts
 *   <li>{@code log}: lines written while a step ran
 *   <li>{@code checkpoint}: artifacts, execution tree, snapshots, engine state
 *   <li>{@code dag}: graphs, stored once by content
 *   <li>{@code transcript}: all rows of an execution, told whole
 *   <li>{@code appendix}: what checkpoints add to transcripts
 *   <li>{@code copy}: what was told whole, taken in again
 *   <li>{@code removal}: all rows of an execution leave together
 *   <li>{@code fold}: what reports changed in the statistics is taken up
 *   <li>{@code rollup}: what is known of many executions when they themselves are gone
 * </ul>
 *
 * <h3>The ground: what records are made of</h3>
 *
 * <ul>
 *   <li>{@code naming}: the engines' own ids of executions
 *   <li>{@code outcome}: how executions and steps turn out: words for statuses, errors, cost
 *   <li>{@code merge}: how a report and a stored row become one
 *   <li>{@code field}: what a report may say, declared once, field by field
 *   <li>{@code payload}: the JSON that records carry: limits, cutting, masking, cleaning
 *   <li>{@code secret}: which values are secret: by key, by look, by place
 *   <li>{@code content}: words in texts, and values in payloads
 *   <li>{@code sketch}: histograms that add up, and what percentiles they tell
 *   <li>{@code blob}: bytes of any size, in compressed chunks
 *   <li>{@code archive}: files of executions that have left the tables
 *   <li>{@code stream}: bodies that are never held whole
 *   <li>{@code page}: cursors, limits and pages
 * </ul>
 *
 * <h3>The ground: what the service stands on</h3>
 *
 * <ul>
 *   <li>{@code change}: the feed of changes, left by whoever writes, for those who follow
 *   <li>{@code delta}: what reports change in the statistics, left likewise
 *   <li>{@code partition}: days of tables: made ahead, closed, indexed, dropped
 *   <li>{@code storage}: what tables and days weigh, and where that leads
 *   <li>{@code audit}: who did what, and who read payloads
 *   <li>{@code access}: who asks, and may they
 *   <li>{@code namespace}: worlds of their own in one installation
 *   <li>{@code reader}: questions that a replica of the database may answer
 *   <li>{@code migration}: the schema brought up to date, and readiness
 *   <li>{@code db}: the driver's edges
 *   <li>{@code edge}: what every HTTP request passes first, and every failure last
 *   <li>{@code meter}: what is measured of HTTP requests, within bounds
 *   <li>{@code drain}: how connections end when the service does
 *   <li>{@code problem}: what went wrong, as the caller hears it
 *   <li>{@code boot}: start and stop, the clock
 *   <li>{@code command}: what the program does instead of serving
 *   <li>{@code address}: where the database is
 *   <li>{@code embedded}: the database that comes along
 * </ul>
 *
 * <h2>Who may import whom</h2>
 *
 * <p>{@code ArchitectureTest} has the table, room by room; it and this page change in the same commit.
 * The rules behind it:
 *
 * <ul>
 *   <li>No two packages import each other, over any number of others.
 *   <li>A door imports the record and the ground. It imports another door only where it asks that
 *       door's question or hands on its work: all that report go through {@code ingest}; all that find
 *       many executions ask {@code search}, and say which are meant by {@code filter}; {@code mcp} and
 *       {@code digest} ask those whose answers they put together; {@code sweep} asks {@code retention},
 *       which asks {@code policy}; {@code archival} writes files as {@code exporter} does and reads them
 *       as {@code importer} does; {@code delivery} reads what changed as {@code watch} does.
 *   <li>Within the record {@code recording}, {@code step} and {@code checkpoint} import {@code
 *       execution}, and {@code log} imports it and {@code step}; {@code execution} and {@code dag} import
 *       none of them. {@code transcript}, {@code appendix}, {@code copy} and {@code removal} stand above,
 *       since they are about all rows of an execution. Only those import {@code recording} that make
 *       reports of executions, take them over or write them, and {@code copy}, which merges by the same
 *       rules.
 *   <li>On the ground a room imports as little as it can: {@code problem} and {@code secret} nothing,
 *       most others {@code problem} and {@code db}.
 *   <li>Everybody may import {@code boot} and {@code command}: features hand them what they check and
 *       prepare at the start, and what they can be asked for, so that these know none of them. {@code
 *       terminal} imports nothing else: it asks a service over the network, as any client does.
 *   <li>Types of the driver ({@code io.vertx}) appear only in {@code db}, {@code reader}, {@code *Store},
 *       {@code *Gate}, {@code *Rows} and {@code *Sender}, which sends with the HTTP client that is there
 *       anyway, besides {@code SqlClient} where a service or recorder joins a transaction, and the
 *       router's in {@code edge}, {@code stream} and {@code live}; {@code jakarta.ws.rs} only in {@code
 *       *Resource}, {@code *Parameters}, {@code *Gate}, {@code edge} and {@code stream}; {@code
 *       io.quarkus.websockets.next} only in {@code live}; JDBC nowhere, since Flyway alone uses it; SQL
 *       only in {@code *Sql}.
 * </ul>
 */
@NullMarked
package dev.hindsight;

import org.jspecify.annotations.NullMarked;
