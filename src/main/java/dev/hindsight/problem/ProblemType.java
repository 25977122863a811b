package dev.hindsight.problem;

/** The kinds of problem a caller can meet. The slug is part of the contract: clients match on it. */
public enum ProblemType {
    INVALID_REQUEST(400, "invalid-request", "The request is not valid"),
    QUERY_TOO_BROAD(400, "query-too-broad", "The question took too long to answer"),
    UNAUTHENTICATED(401, "unauthenticated", "A valid credential is needed"),
    FORBIDDEN(403, "forbidden", "The credential does not permit this"),
    NOT_FOUND(404, "not-found", "There is nothing here"),
    METHOD_NOT_ALLOWED(405, "method-not-allowed", "The method is not known here"),
    NOT_ACCEPTABLE(406, "not-acceptable", "No representation that was asked for can be given"),
    CONFLICT(409, "conflict", "The report contradicts what is stored"),
    ILLEGAL_TRANSITION(409, "illegal-transition", "The status cannot change that way"),
    GONE(410, "gone", "It was here and has been removed"),
    VERSION_MISMATCH(412, "version-mismatch", "It has changed since it was read"),
    PAYLOAD_TOO_LARGE(413, "payload-too-large", "The request is too large"),
    URI_TOO_LONG(414, "payload-too-large", "The request line is too long"),
    UNSUPPORTED_MEDIA_TYPE(415, "unsupported-media-type", "The media type is not understood here"),
    UNPROCESSABLE(422, "unprocessable", "The request cannot be carried out"),
    UPGRADE_REQUIRED(426, "invalid-request", "Another protocol is spoken here"),
    OVERLOADED(429, "overloaded", "Too much at once"),
    HEADERS_TOO_LARGE(431, "payload-too-large", "The request's headers are too large"),
    UNAVAILABLE(503, "overloaded", "The service cannot answer right now"),
    INTERNAL(500, "internal", "Something went wrong in the service");

    private final int status;
    private final String slug;
    private final String title;

    ProblemType(int status, String slug, String title) {
        this.status = status;
        this.slug = slug;
        this.title = title;
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /** The last segment of the type's URI reference, {@code /problems/<slug>}. */
    public String slug() {
        return slug;
    }

    /** The same short sentence for every problem of this type. */
    public String title() {
        return title;
    }
}
