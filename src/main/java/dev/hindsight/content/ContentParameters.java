package dev.hindsight.content;

import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.ws.rs.QueryParam;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * What executions are looked for by, as parameters of an operation: declared here once, for the
 * document and for the check of unknown parameters. {@link ContentQuery} reads them.
 */
@RegisterForReflection
@SuppressWarnings("unused")
public class ContentParameters {

    @QueryParam("q")
    @Parameter(
            description =
                    "Words in the error message, the workflow's name or the note, in any case: each the beginning of a word there, all of them somewhere")
    public @Nullable String q;

    @QueryParam("inputContains")
    @Parameter(description = "JSON that the input contains, as jsonb containment has it")
    public @Nullable String inputContains;

    @QueryParam("inputPath")
    @Parameter(description = "An SQL/JSON path predicate that is true of the input")
    public @Nullable String inputPath;

    @QueryParam("outputContains")
    @Parameter(description = "JSON that the output contains, as jsonb containment has it")
    public @Nullable String outputContains;

    @QueryParam("outputPath")
    @Parameter(description = "An SQL/JSON path predicate that is true of the output")
    public @Nullable String outputPath;

    @QueryParam("metadataContains")
    @Parameter(description = "JSON that the metadata contains, as jsonb containment has it")
    public @Nullable String metadataContains;

    @QueryParam("metadataPath")
    @Parameter(description = "An SQL/JSON path predicate that is true of the metadata")
    public @Nullable String metadataPath;
}
