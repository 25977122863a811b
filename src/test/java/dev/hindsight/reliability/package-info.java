/**
 * What the service promises when things go wrong: reports that come shuffled, twice and late, replicas
 * that write the same records, processes that are killed, JSON that was made to harm. Each promise is
 * kept by the packages together, which is why its test stands in none of theirs.
 */
@NullMarked
package dev.hindsight.reliability;

import org.jspecify.annotations.NullMarked;
