/** Traces of OpenTelemetry become executions. */
@NullMarked
package dev.hindsight.otlp;

import org.jspecify.annotations.NullMarked;
