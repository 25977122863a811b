package dev.hindsight.address;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hindsight.problem.StartFailure;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where the database is, and as whom: {@code postgresql://user:password@host:port/database?sslmode=…}.
 *
 * @param user never empty
 * @param password null where the server asks for none
 * @param host a name or an address; IPv6 in brackets
 * @param port 1 to 65535
 * @param database its name, never empty
 * @param tls whether and how the connection is encrypted
 * @param applicationName what the server shows for our connections
 */
record DatabaseUrl(
        String user,
        @Nullable String password,
        String host,
        int port,
        String database,
        Tls tls,
        String applicationName) {

    private static final Pattern SHAPE =
            Pattern.compile(
                    "postgres(?:ql)?://(?:(?<user>[^:/?#]*)(?::(?<password>[^/?#]*))?@)?"
                            + "(?<host>\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9._-]+)(?::(?<port>[0-9]{1,5}))?"
                            + "/(?<database>[^/?#]+)(?:\\?(?<parameters>[^#]*))?");

    /**
     * Reads a URL. User, password, database and parameters are percent-decoded; the port is 5432
     * unless given; {@code sslmode}, {@code sslrootcert} and {@code application_name} are
     * understood.
     *
     * @param variable what it is the value of, for the message
     * @throws StartFailure if it is not of this shape; the message does not repeat the URL
     */
    static DatabaseUrl parse(String variable, String url) {
        try {
            return parse(url);
        } catch (StartFailure e) {
            throw new StartFailure(variable + " cannot be used: " + e.getMessage());
        }
    }

    private static DatabaseUrl parse(String url) {
        Matcher shape = SHAPE.matcher(url.strip());
        if (!shape.matches()) {
            throw malformed(
                    "it must look like postgresql://user:password@host:port/database, with special"
                            + " characters percent-encoded");
        }
        String user = shape.group("user");
        if (user == null || user.isEmpty()) {
            throw malformed("it names no user before the host");
        }
        String password = shape.group("password");
        Map<String, String> parameters = parameters(shape.group("parameters"));
        return new DatabaseUrl(
                decode(user),
                password == null || password.isEmpty() ? null : decode(password),
                shape.group("host"),
                port(shape.group("port")),
                decode(shape.group("database")),
                Tls.of(parameters.remove("sslmode"), parameters.remove("sslrootcert")),
                theOther(parameters));
    }

    /** For the JDBC driver; without user and password. */
    String jdbc() {
        return "jdbc:%s&ApplicationName=%s"
                .formatted(location(tls.jdbcParameters()), encode(applicationName));
    }

    /** For the Vert.x client; without user and password. */
    String reactive() {
        return "%s&application_name=%s"
                .formatted(location(Map.of("sslmode", tls.mode())), encode(applicationName));
    }

    /** Without the password: this may be logged. */
    @Override
    public String toString() {
        return location(Map.of("sslmode", tls.mode()));
    }

    private String location(Map<String, String> parameters) {
        StringBuilder url =
                new StringBuilder("postgresql://").append(host).append(':').append(port);
        url.append('/').append(encode(database));
        String separator = "?";
        for (Map.Entry<String, String> parameter : parameters.entrySet()) {
            url.append(separator).append(parameter.getKey()).append('=');
            url.append(encode(parameter.getValue()));
            separator = "&";
        }
        return url.toString();
    }

    private static Map<String, String> parameters(@Nullable String query) {
        Map<String, String> parameters = new LinkedHashMap<>();
        if (query == null || query.isEmpty()) {
            return parameters;
        }
        for (String pair : query.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals < 1) {
                throw malformed("its parameters must look like ?name=value&name=value");
            }
            parameters.put(pair.substring(0, equals), decode(pair.substring(equals + 1)));
        }
        return parameters;
    }

    private static String theOther(Map<String, String> parameters) {
        String name = parameters.remove("application_name");
        for (String unknown : parameters.keySet()) {
            // Both drivers would have to honour it: passing over channel_binding, say, would
            // weaken.
            throw malformed(
                    "its parameter "
                            + (unknown.matches("\\w{1,40}") ? unknown : "is")
                            + " is not known; known are sslmode, sslrootcert and application_name");
        }
        return name == null ? "hindsight" : name;
    }

    private static int port(@Nullable String digits) {
        int port = digits == null ? 5432 : Integer.parseInt(digits);
        if (port < 1 || port > 65_535) {
            throw malformed("its port must be between 1 and 65535");
        }
        return port;
    }

    /** Unlike in forms, a plus sign is itself. */
    private static String decode(String text) {
        try {
            String decoded = URLDecoder.decode(text.replace("+", "%2B"), UTF_8);
            if (decoded.indexOf('\0') >= 0 || decoded.indexOf('\uFFFD') >= 0) {
                throw malformed("a percent-encoded part is not UTF-8 text");
            }
            return decoded;
        } catch (IllegalArgumentException e) {
            throw malformed("a % must be followed by two hex digits; write % itself as %25");
        }
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, UTF_8).replace("+", "%20");
    }

    private static StartFailure malformed(String reason) {
        return new StartFailure(reason);
    }
}
