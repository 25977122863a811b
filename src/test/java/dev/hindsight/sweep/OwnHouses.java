package dev.hindsight.sweep;

import dev.hindsight.fixture.NewestPostgres;

/**
 * With a database of its own: a sweep looks through every day, and other tests leave hundreds of them.
 */
public class OwnHouses extends NewestPostgres {}
