package dev.hindsight.search;

import dev.hindsight.fixture.NewestPostgres;

/** The newest PostgreSQL with a database of its own, which may be filled without a care. */
public class AtSize extends NewestPostgres {}
