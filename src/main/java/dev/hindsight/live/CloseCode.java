package dev.hindsight.live;

/** Why the service ends a connection. The codes are part of the contract. */
enum CloseCode {
    DRAINING(1001),
    BAD_MESSAGE(4400),
    UNAUTHENTICATED(4401),
    FORBIDDEN(4403),
    TIMED_OUT(4408),
    DUPLICATE_ID(4409),
    SLOW(4413),
    TOO_MANY(4429);

    private final int code;

    CloseCode(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }
}
