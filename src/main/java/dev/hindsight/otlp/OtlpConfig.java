package dev.hindsight.otlp;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.List;
import java.util.Optional;

/** Which traces are taken, and what becomes of them. */
@ConfigMapping(prefix = "hindsight.otlp")
public interface OtlpConfig {

    /** Where the name of the workflow comes from, unless an attribute names it. */
    enum WorkflowFrom {
        /** The root span; the service, for a trace of which other spans arrive before it. */
        ROOT_SPAN,
        /** The service, whatever arrives first. */
        SERVICE
    }

    /** Whether traces are taken at all; where not, the door answers 404. */
    @WithDefault("true")
    boolean enabled();

    /** Most bytes of a body, after inflation; 1 to 1,073,741,824. */
    @WithDefault("16777216")
    long maxBody();

    /** Names of the services whose spans are taken; those of others are passed over. All unless set. */
    Optional<List<String>> services();

    /**
     * An attribute, {@code name} or {@code name=value}, that a span or its resource must have to be taken.
     * None unless set.
     */
    Optional<String> requireAttribute();

    /** Attributes of the resource, or of the root span, that become labels. */
    @WithDefault("service.name,deployment.environment.name")
    List<String> labels();

    /** What names the workflow: {@code root-span}, or {@code service}. */
    @WithDefault("root-span")
    WorkflowFrom workflowFrom();

    /**
     * Whether a span is a root, too, if its flags say that its parent is of another process: for services
     * whose callers send their traces elsewhere.
     */
    @WithDefault("false")
    boolean entryIsRoot();
}
