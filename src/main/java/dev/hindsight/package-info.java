/**
 * Keeps the execution history of any workflow engine: reports come in, rest in PostgreSQL, and are
 * told again.
 *
 * <pre>
 *   engines   files of other systems      people, dashboards, programs          receivers      the clock
 *      v                v                            v                              ^              v
 *   ingest &lt;- bulk, otlp   importer -&gt; wfformat, foreign   exporter  workflow  timeline  openapi -&gt; schema      crash  deletion  erasure  key  oidc  usage  dashboard  terminal
 *      ^- replay                 comparison, logsearch -&gt; search          sla     delivery -&gt; webhook        indexing        doors
 *   mcp -&gt; digest -&gt; failure, comparison, search
 *     failure -&gt; analytics -&gt; rollup -&gt; fold      subscription &lt;- watch &lt;- live, delivery      sweep -&gt; archival
 *      +--------+-----------+--------------------------+                    v
 *               v                                                      retention -&gt; policy
 *            report      copy -&gt; transcript, search -&gt; filter, miniature     removal
 *               v
 *        log -&gt; step -&gt; execution &lt;- checkpoint      dag                            the record
 *   ---------------------------------------------------------------------------
 *   naming  merge  outcome  field  page  payload  secret  blob  archive  stream  sketch  change  delta  partition
 *   content  storage  audit  access  namespace  migration  reader  db  meter  boot  command
 *   address  embedded  drain  edge  problem                                        the ground
 * </pre>
 *
 * <p>Arrows are imports, and also the direction of a call; nothing points upwards. Reports come in
 * through {@code ingest}, which reads them; {@code report} writes those that arrive together in one
 * transaction; they rest in the record packages, each of which owns its tables, and tells their rows over HTTP; {@code timeline}
 * tells one execution with everything that belongs to it, {@code search} finds many;
 * {@code removal} lets them go, and asks each record package to forget its own rows, in one
 * transaction, when {@code deletion} is asked to, or when {@code sweep} finds what {@code retention}
 * judges to be due; {@code crash} notices those of which nothing is heard. What the writing transaction changed it
 * also notes in the table {@code change}, for those who follow the feed of that name.
 *
 * <h2>The rooms</h2>
 *
 * <ul>
 *   <li>{@code ingest}: reports are read, checked and answered
 *   <li>{@code report}: reports are gathered and written, many in one transaction
 *   <li>{@code bulk}: reports of many executions in one body, line by line
 *   <li>{@code otlp}: traces of OpenTelemetry, which become executions
 *   <li>{@code replay}: executions that are to run again
 *   <li>{@code importer}: executions are taken over from files, over HTTP or from a terminal
 *   <li>{@code exporter}: executions are handed out whole, as such files
 *   <li>{@code wfformat}: one format of such files
 *   <li>{@code foreign}: what other engines tell of their executions, as operations of bulk reports
 *   <li>{@code search}: executions filtered, ordered and counted
 *   <li>{@code logsearch}: log lines found across executions
 *   <li>{@code filter}: which executions are meant
 *   <li>{@code workflow}: what was ever run, each with its latest execution
 *   <li>{@code analytics}: counts, rates and durations of many executions, over time
 *   <li>{@code failure}: failures of a kind, and what is decided about them
 *   <li>{@code mcp}: the same questions, asked by programs that speak the Model Context Protocol
 *   <li>{@code digest}: executions, failures and differences in few words
 *   <li>{@code deletion}: executions deleted by hand, restored, and removed after a grace
 *   <li>{@code erasure}: all that a person left is erased
 *   <li>{@code sweep}: what is due leaves, day by day, and what was done is told
 *   <li>{@code retention}: what is due, by which policy
 *   <li>{@code policy}: what is kept, and for how long
 *   <li>{@code archival}: executions brought into the archive, and read there
 *   <li>{@code indexing}: search indexes of days that are over
 *   <li>{@code crash}: executions of which nothing is heard any more
 *   <li>{@code miniature}: executions of a list drawn small
 *   <li>{@code timeline}: one execution told from start to end
 *   <li>{@code comparison}: two executions, and what is different
 *   <li>{@code key}: API keys made, recognized, revoked
 *   <li>{@code oidc}: tokens of an OpenID Connect provider, recognized
 *   <li>{@code usage}: what the history weighs, told to people
 *   <li>{@code live}: executions and logs watched over a WebSocket, or as Server-Sent Events
 *   <li>{@code watch}: who watches what, and what they are told of it
 *   <li>{@code subscription}: what one connection watches, and what waits to be sent to it
 *   <li>{@code webhook}: who is told of events over HTTP
 *   <li>{@code delivery}: what they are told, and how it gets there
 *   <li>{@code sla}: what is expected of workflows, and when it was not kept
 *   <li>{@code dashboard}: the pages by which people look at all this
 *   <li>{@code terminal}: what people see of a running service from a terminal
 *   <li>{@code openapi}: the document of the contract
 *   <li>{@code schema}: the forms in it
 *   <li>{@code execution}: one run of one workflow
 *   <li>{@code step}: visits of an execution to a node, and their attempts
 *   <li>{@code log}: lines written while a step ran
 *   <li>{@code checkpoint}: artifacts, execution tree, snapshots, engine state
 *   <li>{@code dag}: graphs, stored once by content
 *   <li>{@code transcript}: all rows of an execution, told whole
 *   <li>{@code copy}: what was told whole, taken in again
 *   <li>{@code removal}: all rows of an execution leave together
 *   <li>{@code appendix}: what checkpoints add to transcripts
 *   <li>{@code fold}: what reports changed in the statistics is taken up
 *   <li>{@code rollup}: what is known of many executions when they themselves are gone
 *   <li>{@code sketch}: histograms that add up, and what percentiles they tell
 *   <li>{@code naming}: the engines' own ids of executions
 *   <li>{@code outcome}: how executions and steps turn out: words for statuses, errors, cost
 *   <li>{@code merge}: how a report and a stored row become one
 *   <li>{@code field}: what a report may say, declared once, field by field
 *   <li>{@code payload}: the JSON that records carry: limits, cutting, masking, cleaning
 *   <li>{@code secret}: which values are secret: by key, by look, by place
 *   <li>{@code content}: words in texts, and values in payloads
 *   <li>{@code blob}: bytes of any size, in compressed chunks
 *   <li>{@code archive}: files of executions that have left the tables
 *   <li>{@code stream}: bodies that are never held whole
 *   <li>{@code page}: cursors, limits and pages
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
 * <ul>
 *   <li>A door imports the record and the ground, never another door, except that {@code importer} reads
 *       with {@code wfformat}, {@code foreign} and {@code ingest}, and {@code bulk}, {@code otlp} and {@code replay} with {@code ingest}, all of which hand their reports to
 *       {@code report}, and that {@code deletion}, {@code crash}, {@code exporter}, {@code comparison}, {@code logsearch}, {@code
 *       watch} and {@code analytics}, which tells what {@code rollup} keeps, find what they work on with
 *       {@code search}, which has {@code miniature} draw what it lists; which executions are meant is said by {@code filter} wherever it is said, by a
 *       {@code webhook} too; {@code delivery} reads what changed as {@code watch} does; {@code failure} reads its
 *       parameters as {@code search} does and covers ranges as {@code analytics} does.
 *       {@code mcp} asks those whose questions it hands on: {@code search}, {@code analytics} and {@code
 *       digest}, which puts together what {@code search}, {@code comparison} and {@code failure} tell.
 *       {@code retention} asks {@code policy} what is to be kept, {@code sweep} asks {@code retention}
 *       what is due, and hands what goes to the archive to {@code archival}, which writes files as {@code
 *       exporter} does and reads them as {@code importer} does; what leaves, and by whomever, leaves
 *       through {@code removal}; {@code erasure} has it leave the {@code webhook}s and the archive, too,
 *       and {@code delivery} and {@code failure} hear of it as {@code removal} has it.
 *   <li>Every record package may import the ground. Besides, {@code step} and {@code checkpoint} import
 *       {@code execution}, and {@code log} imports {@code execution} and {@code step}; {@code execution}
 *       and {@code dag} import none of them; {@code transcript} imports all of them but {@code checkpoint}, which
 *       {@code appendix} joins to it, and {@code copy} those and {@code transcript}; {@code removal} all
 *       whose rows leave.
 *   <li>On the ground, {@code problem} imports nothing of ours; {@code boot} imports {@code address},
 *       {@code embedded} and {@code problem}; these but the last, and {@code edge}, only {@code problem}. Every other package may
 *       import {@code boot} and {@code command}: features hand them what they check and prepare at the
 *       start, and what they can be asked for, so that these know none of them. {@code terminal} imports
 *       nothing else: it asks a service over the network, as any client does. {@code page}, {@code payload} and {@code db} may import {@code problem},
 *       {@code db} because what the database answers is told to callers in one place; {@code payload}
 *       also imports {@code secret}, which imports nothing of ours; {@code field}
 *       may import {@code payload} and {@code problem}, {@code merge} only {@code field}; {@code change}, {@code migration} and {@code partition} may import {@code db} and
 *       {@code problem}, {@code reader} only {@code db}; {@code content} may import {@code db}, {@code page} and {@code problem}; {@code naming} and {@code storage} may import {@code db}, {@code partition} and
 *       {@code problem}; {@code outcome} may import {@code field},
 *       {@code payload} and {@code problem}; {@code meter} may import
 *       {@code edge}, {@code stream} also {@code problem}; {@code blob} may import {@code db}, {@code partition},
 *       {@code payload} and {@code problem}; {@code archive} may import {@code blob}, whose frames it writes,
 *       {@code partition} and {@code problem}; {@code namespace} may import {@code db} and {@code
 *       problem}, {@code access} also {@code edge} and {@code namespace}, {@code audit} all of these but
 *       {@code edge}, {@code field},
 *       {@code page} and {@code partition}; {@code oidc} may import {@code access}, {@code namespace}
 *       and {@code problem}.
 *   <li>No two packages import each other, over any number of others.
 * </ul>
 *
 * <p>Types of the driver ({@code io.vertx}) appear only in {@code db}, {@code reader}, {@code *Store}, {@code *Gate}, {@code
 * *Rows} and {@code *Sender}, which sends with the HTTP client that is there anyway, besides {@code SqlClient} where a service or recorder joins a transaction, and the router's
 * in {@code edge}, which also answers where no resource is, and {@code stream}; {@code jakarta.ws.rs}
 * only in {@code *Resource}, {@code *Parameters}, {@code *Gate}, {@code edge} and {@code stream}; {@code io.quarkus.websockets.next} only in
 * {@code live}; JDBC nowhere, since Flyway alone uses it; SQL only in {@code *Sql}. All this is held
 * by {@code ArchitectureTest}: a rule and this page change in the same commit.
 */
@NullMarked
package dev.hindsight;

import org.jspecify.annotations.NullMarked;
