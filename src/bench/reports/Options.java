package reports;

import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What may be said on the command line, as {@code --name=value}.
 *
 * @param url of the service; {@code http://127.0.0.1:8080}
 * @param pid the service's process; the one that listens there
 * @param seconds of each run; 10
 * @param warmUp seconds for which the service is warmed up; 20
 * @param connections at once, a list; {@code 8,64}
 * @param load of the rate that a closed loop reached, the part at which a paced run goes; 0.7
 * @param batch executions in one body of bulk ingest; 100
 * @param only names of parts to run, a list; {@code steps,whole,bulk,jdbc,pgbench,copy}
 */
record Options(
        URI url,
        OptionalLong pid,
        int seconds,
        int warmUp,
        List<Integer> connections,
        double load,
        int batch,
        Set<String> only) {

    private static final Set<String> NAMES =
            Set.of("url", "pid", "seconds", "warm-up", "connections", "load", "batch", "only");

    private static final String PARTS = "steps,whole,bulk,jdbc,pgbench,copy";

    Options {
        connections = List.copyOf(connections);
        only = Set.copyOf(only);
        if (!List.of(PARTS.split(",")).containsAll(only)) {
            throw new IllegalArgumentException("the parts are " + PARTS);
        }
    }

    static Options of(String[] arguments) {
        Map<String, String> said =
                Arrays.stream(arguments)
                        .map(argument -> argument.replaceFirst("^--", "").split("=", 2))
                        .collect(Collectors.toMap(pair -> pair[0], pair -> pair[pair.length - 1]));
        if (!NAMES.containsAll(said.keySet())) {
            throw new IllegalArgumentException("the options are " + NAMES);
        }
        String pid = said.get("pid");
        return new Options(
                URI.create(said.getOrDefault("url", "http://127.0.0.1:8080")),
                pid == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(pid)),
                Integer.parseInt(said.getOrDefault("seconds", "10")),
                Integer.parseInt(said.getOrDefault("warm-up", "20")),
                Arrays.stream(said.getOrDefault("connections", "8,64").split(","))
                        .map(Integer::valueOf)
                        .toList(),
                Double.parseDouble(said.getOrDefault("load", "0.7")),
                Integer.parseInt(said.getOrDefault("batch", "100")),
                Set.of(said.getOrDefault("only", PARTS).split(",")));
    }
}
