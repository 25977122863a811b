package dev.hindsight.search;

import dev.hindsight.fixture.NewestPostgres;

/** The newest PostgreSQL with a database of its own, which holds more days than most ever will. */
public class OverAYear extends NewestPostgres {}
