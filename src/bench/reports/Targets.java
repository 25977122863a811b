package reports;

import java.util.Locale;

/** What is to be reached, beside what was. */
final class Targets {

    private Targets() {}

    static void printHead() {
        System.out.println("\n| target | wanted | measured | met |\n| --- | ---: | ---: | --- |");
    }

    /**
     * @param measured NaN where it was not
     */
    static void atLeast(String what, double wanted, double measured) {
        print(what, "≥ ", wanted, measured, measured >= wanted);
    }

    /**
     * @param measured NaN where it was not
     */
    static void atMost(String what, double wanted, double measured) {
        print(what, "≤ ", wanted, measured, measured <= wanted);
    }

    /** Prints a figure of which nothing is demanded. */
    static void told(String what, double measured) {
        System.out.printf("| %s | | %s | |%n", what, shown(measured));
    }

    private static void print(
            String what, String sign, double wanted, double measured, boolean met) {
        System.out.printf(
                "| %s | %s%s | %s | %s |%n",
                what,
                sign,
                figure(wanted),
                shown(measured),
                Double.isNaN(measured) ? "" : met ? "yes" : "no");
    }

    private static String shown(double measured) {
        return Double.isNaN(measured) ? "not measured" : figure(measured);
    }

    private static String figure(double value) {
        return String.format(Locale.ROOT, value >= 100 ? "%.0f" : "%.2f", value);
    }
}
