package dev.hindsight.terminal;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Set;
import picocli.CommandLine.Help.Ansi.Style;

/** How moments, durations and statuses are said. */
final class Words {

    private static final Set<String> ENDS =
            Set.of("completed", "failed", "cancelled", "timed_out", "crashed");

    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");

    private Words() {}

    /** The text of a member, fit for a terminal; empty where there is none. */
    static String text(JsonNode record, String member) {
        JsonNode value = record.path(member);
        return value.isNull() ? "" : Plain.of(value.asText());
    }

    /** Whether a status is an end. */
    static boolean isEnd(JsonNode execution) {
        return ENDS.contains(execution.path("status").asText());
    }

    /** A moment in the zone of this machine, in whole seconds; without the day if that is today. */
    static String moment(JsonNode record, String member) {
        String told = text(record, member);
        try {
            ZonedDateTime local = Instant.parse(told).atZone(ZoneId.systemDefault());
            boolean isToday = local.toLocalDate().equals(LocalDate.now(ZoneId.systemDefault()));
            return (isToday ? TIME : DAY).format(local);
        } catch (DateTimeParseException other) {
            return told;
        }
    }

    /** How long it took, with two units at most; empty where that is not known. */
    static String duration(JsonNode record) {
        JsonNode told = record.path("durationMs");
        return told.isNumber() ? duration(told.asLong()) : "";
    }

    /** The same of milliseconds: rounded, so that 59,960 ms are a minute. */
    static String duration(long ms) {
        if (ms < 1_000) {
            return ms + " ms";
        }
        long tenths = (ms + 50) / 100;
        if (tenths < 600) {
            return tenths / 10 + "." + tenths % 10 + " s";
        }
        long seconds = (ms + 500) / 1_000;
        if (seconds < 3_600) {
            return "%d m %02d s".formatted(seconds / 60, seconds % 60);
        }
        long minutes = (ms + 30_000) / 60_000;
        if (minutes < 1_440) {
            return "%d h %02d m".formatted(minutes / 60, minutes % 60);
        }
        long hours = (ms + 1_800_000) / 3_600_000;
        return "%d d %d h".formatted(hours / 24, hours % 24);
    }

    /** The error of a record on one line; empty if there is none. */
    static String error(JsonNode record) {
        JsonNode error = record.path("error");
        String type = text(error, "type");
        return type.isEmpty() ? text(error, "message") : type + ": " + text(error, "message");
    }

    /** How a status, or a level of log lines, looks. */
    static Style style(String word) {
        return switch (word) {
            case "completed" -> Style.fg_green;
            case "failed", "timed_out", "crashed", "error" -> Style.fg_red;
            case "running" -> Style.fg_cyan;
            case "cancelled", "warn" -> Style.fg_yellow;
            case "pending", "skipped", "debug", "trace" -> Style.faint;
            default -> Style.reset;
        };
    }
}
