package dev.hindsight.db;

/** Why a database does not do what it is asked, although nothing is wrong with the question. */
enum Trouble {
    AWAY("does not answer", "The database does not answer at the moment: try again."),
    BUSY(
            "lets transactions wait too long for each other",
            "The database does not answer at the moment: try again.");

    private final String word;
    private final String detail;

    Trouble(String word, String detail) {
        this.word = word;
        this.detail = detail;
    }

    /** For operators: what the database does. */
    String word() {
        return word;
    }

    /** For callers. */
    String detail() {
        return detail;
    }
}
