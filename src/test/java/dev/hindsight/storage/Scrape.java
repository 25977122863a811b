package dev.hindsight.storage;

import static io.restassured.RestAssured.given;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the metrics of the application under test say. */
record Scrape(String text) {

    static Scrape now() {
        return new Scrape(given().get("/q/metrics").then().statusCode(200).extract().asString());
    }

    /** The number of a metric without tags. */
    double of(String name) {
        return number(Pattern.quote(name) + "(?:\\{})?");
    }

    /** The number of a metric with one tag. */
    double of(String name, String tag, String value) {
        return number(Pattern.quote("%s{%s=\"%s\"}".formatted(name, tag, value)));
    }

    boolean has(String name) {
        return text.contains("\n" + name);
    }

    private double number(String metric) {
        Matcher line = Pattern.compile("(?m)^" + metric + " (\\S+)$").matcher(text);
        if (!line.find()) {
            throw new AssertionError("No " + metric + " in\n" + text);
        }
        return Double.parseDouble(line.group(1));
    }
}
