package dev.hindsight.crash;

import dev.hindsight.fixture.NewestPostgres;

/** The newest PostgreSQL with a database of its own, which holds more than a year. */
public class OverAYearOfSilence extends NewestPostgres {}
