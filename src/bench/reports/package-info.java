/**
 * How fast reports are taken, what they cost, and how that compares with writing the same rows
 * without a service: {@link reports.Reports} runs it all.
 *
 * <p>A {@link reports.Workload} is one way to report the {@link reports.StandardExecution}; {@link
 * reports.Load} drives it over HTTP from one thread. {@link reports.JdbcStore}, {@link
 * reports.Pgbench} and {@link reports.Copy} are the references.
 */
package reports;
