package dev.hindsight.access;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A resource method that answers with payloads: it may take the permission, and leaves a trace. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface ReadsPayloads {

    /**
     * Whether the answer is payload and nothing else, so that it is refused to who may not read it.
     * Otherwise it is given without them.
     */
    boolean only() default true;

    /** Whether the method leaves the trace itself: an answer in pieces passes no gate behind it. */
    boolean isNoted() default false;
}
