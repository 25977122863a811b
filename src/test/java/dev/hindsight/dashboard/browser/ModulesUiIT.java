package dev.hindsight.dashboard.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import dev.hindsight.fixture.NewestPostgres;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.quarkus.test.junit.TestProfile;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What only reckons: addresses, times, differences, layouts. It is asked in a browser, where it runs. */
@QuarkusIntegrationTest
@TestProfile(NewestPostgres.class)
class ModulesUiIT extends BrowserTest {

    private Page page;

    @BeforeEach
    void load() {
        Visit visit = visit();
        visit.page.addInitScript(Modules.script());
        page = visit.open("help").page;
    }

    private Object ask(String script) {
        return page.evaluate(script);
    }

    @ParameterizedTest
    @CsvSource({
        "executions, '', status=failed",
        "execution, ext:a/b ?#ü%, step=x&tab=input",
        "logs, 0193bb1e-0000-7000-8000-000000000001, find=a b",
        "compare, '', a=ext:1&b=ext:2"
    })
    void address_isReadAsItWasWritten(String place, String id, String query) {
        Object same =
                page.evaluate(
                        """
                        ([place, id, query]) => {
                          const asked = new Map(new URLSearchParams(query));
                          const [path, search = ''] = modules.encode(place, id, asked).split('?');
                          const read = modules.decode(path, search);
                          return JSON.stringify([read.place, read.id, [...read.query].sort()])
                              === JSON.stringify([place, id, [...asked].sort()]);
                        }
                        """,
                        List.of(place, id, query));

        assertThat(same).isEqualTo(true);
    }

    @Test
    void unknownAddress_isNowhere() {
        assertThat(ask("() => modules.decode('executions/a/b/c', '').place")).isEqualTo("nowhere");
        assertThat(ask("() => modules.decode('%E0%A4%A', '').place")).isEqualTo("nowhere");
        // Every object has members of these names.
        assertThat(ask("() => modules.decode('constructor', '').place")).isEqualTo("nowhere");
        assertThat(ask("() => modules.decode('__proto__', '').place")).isEqualTo("nowhere");
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "a,b", "a\\", "\\,", "a\\b", ",", "\\\\"})
    void names_areReadFromAListAsTheyWereWritten(String name) {
        Object read =
                page.evaluate(
                        """
                        (name) => {
                          const list = ['x', name, 'y'].map(modules.listed).join(',');
                          return JSON.stringify([modules.items(list).length, ...modules.names(list)])
                              === JSON.stringify([3, 'x', name, 'y']);
                        }
                        """,
                        name);

        assertThat(read).isEqualTo(true);
    }

    @ParameterizedTest
    @CsvSource({
        "0193BB1E-0000-7000-8000-000000000001, 0193bb1e-0000-7000-8000-000000000001",
        "ext:Order 7, ext:Order 7",
        "ext:, ''",
        "0193bb1e, ''"
    })
    void id_isKnownByItsLooks(String text, String id) {
        assertThat(page.evaluate("(text) => modules.idIn(text)", text)).isEqualTo(id);
    }

    /** A day of 25 hours has its ticks at midnight and at full hours, and none of them twice. */
    @ParameterizedTest
    @CsvSource({
        "UTC, 2026-11-01T00:00:00Z, 24",
        "America/New_York, 2026-11-01T04:00:00Z, 25",
        "America/New_York, 2026-03-08T05:00:00Z, 23",
        "Asia/Kathmandu, 2026-10-31T18:15:00Z, 24"
    })
    void ticks_areOnTheClocksOfTheZone(String zone, String midnight, int hours) {
        Object told =
                page.evaluate(
                        """
                        ([zone, midnight]) => {
                          modules.zone.value = zone;
                          const from = Date.parse(midnight);
                          const next = modules.moment(modules.wall(from) + 24 * 3600e3);
                          const ticks = modules.timeTicks(from, next, 3600e3);
                          return {
                            hours: ticks.length,
                            first: ticks[0] === from,
                            full: ticks.every((it) => modules.wall(it) % 3600e3 === 0),
                            rising: ticks.every((it, i) => i === 0 || it > ticks[i - 1]),
                          };
                        }
                        """,
                        List.of(zone, midnight));

        // An hour that the clocks show twice has one tick, at its first time.
        int shown = hours == 25 ? 24 : hours;
        assertThat(told)
                .isEqualTo(Map.of("hours", shown, "first", true, "full", true, "rising", true));
    }

    @ParameterizedTest
    @CsvSource({"0, 0 ms", "999, 999 ms", "1500, 1.50 s", "125000, 2 min 5 s", "61000, 61.0 s"})
    void durations_areToldShortly(int ms, String told) {
        assertThat(page.evaluate("(ms) => modules.duration(ms)", ms)).isEqualTo(told);
    }

    @Test
    void difference_findsWhatMoved_changed_andLeft() {
        Object signs =
                ask(
                        """
                        () => {
                          const left = {same: 1, gone: true, items: [{id: 1, n: 1}, {id: 2, n: 2}], at: '2026-01-01T00:00:00Z'};
                          const right = {same: 1, come: null, items: [{id: 0, n: 0}, {id: 1, n: 1}, {id: 2, n: 3}], at: '2026-01-02T00:00:00Z'};
                          const told = [];
                          const walk = (node, path) => {
                            if (node.children) for (const it of node.children) walk(it, `${path}/${it.name}`);
                            else if (node.sign !== '=') told.push(`${node.sign} ${path}`);
                          };
                          walk(modules.jsonDiff(left, right, true).root, '');
                          return told.sort().join('; ');
                        }
                        """);

        assertThat(signs.toString()).contains("- /gone").contains("+ /come").contains("≈ /at");
        assertThat(signs.toString().chars().filter(it -> it == '~').count()).isEqualTo(1);
    }

    @Test
    void loops_arePairedByIteration_whenTheirKeysDiffer() {
        Object pairs =
                ask(
                        """
                        () => {
                          const step = (key, name, iteration, attempt = 1) => ({ key, name, iteration, attempt, parent: null,
                              status: 'completed', queued: null, start: 0, end: 1 });
                          const a = modules.stepsOf([step('a1', 'each', 0), step('a2', 'each', 1), step('c', 'charge', null)]);
                          const b = modules.stepsOf([step('b1', 'each', 0), step('c', 'charge', null), step('c', 'charge', null, 2)]);
                          return modules.paired(a, b)
                              .map((it) => `${it.a?.key ?? '-'}=${it.b?.key ?? '-'}x${it.b?.attempts.length ?? 0}`).join(' ');
                        }
                        """);

        assertThat(pairs).isEqualTo("a1=b1x1 a2=-x0 c=cx2");
    }

    @Test
    void colours_areReadAndNothingElseIsObeyed() {
        Object told =
                ask(
                        "() => modules.pieces('\\u001b[31mred\\u001b[0m\\u001b[2Jplain\\u001b]0;title\\u0007!')"
                                + ".map((it) => it.text).join('|')");

        assertThat(told.toString().replace("|", "")).isEqualTo("redplain!");
    }

    @Test
    void layout_isQuickAndTheSameEachTime() {
        for (int[] size : new int[][] {{300, 30}, {1_000, 150}}) {
            Object told =
                    page.evaluate(
                            """
                            (count) => {
                              let seed = 7;
                              const random = (most) => (seed = (seed * 48271) % 2147483647) % most;
                              const edges = [];
                              for (let i = 1; i < count; i++) {
                                edges.push({ from: i - 1 - random(Math.min(i, 12)), to: i });
                                if (i % 7 === 0) edges.push({ from: random(i), to: i });
                              }
                              edges.push({ from: count - 1, to: 0 });
                              const first = JSON.stringify(modules.layoutOf(count, edges));
                              const costs = [];
                              for (let i = 0; i < 9; i++) {
                                const begin = performance.now();
                                if (JSON.stringify(modules.layoutOf(count, edges)) !== first) return -1;
                                costs.push(performance.now() - begin);
                              }
                              return costs.sort((a, b) => a - b)[4];
                            }
                            """,
                            size[0]);

            double median = ((Number) told).doubleValue();
            System.out.printf(
                    Locale.ROOT,
                    "FIGURE layout of %d nodes: %.1f ms, at most %d%n",
                    size[0],
                    median,
                    2 * size[1]);
            assertThat(median).isBetween(0.0, 2.0 * size[1]);
        }
    }
}
