package dev.hindsight.audit;

import dev.hindsight.access.Callers;
import dev.hindsight.access.ReadsPayloads;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.UriInfo;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/** Stands behind the resource methods that answer with payloads, and notes who got some. */
final class AuditGate {

    private final Audit audit;
    private final Callers callers;

    AuditGate(Audit audit, Callers callers) {
        this.audit = audit;
        this.callers = callers;
    }

    @ServerResponseFilter
    void note(ContainerResponseContext answer, ResourceInfo resource, UriInfo uri) {
        if (answer.getStatus() >= 300 || resource.getResourceMethod() == null) {
            return;
        }
        ReadsPayloads reads = resource.getResourceMethod().getAnnotation(ReadsPayloads.class);
        if (reads != null && !reads.isNoted()) {
            audit.noteRead(callers.current(), uri.getPath());
        }
    }
}
