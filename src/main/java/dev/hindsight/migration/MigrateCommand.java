package dev.hindsight.migration;

import dev.hindsight.command.Command;
import dev.hindsight.command.Subcommand;
import jakarta.inject.Singleton;
import picocli.CommandLine;

/** Brings the schema up to date, as every start does in the mode {@code migrate}, and ends. */
@Singleton
final class MigrateCommand implements Command<MigrateCommand.Migrate> {

    /** What is asked. */
    @CommandLine.Command(name = "migrate", description = "Bring the schema up to date.")
    public static final class Migrate implements Subcommand {}

    private final Schema schema;

    MigrateCommand(Schema schema) {
        this.schema = schema;
    }

    @Override
    public Class<Migrate> subcommand() {
        return Migrate.class;
    }

    @Override
    public int run(Migrate asked) {
        schema.migrate();
        System.out.println("hindsight: the schema is " + schema.state().word());
        return schema.isUsable() ? 0 : 1;
    }
}
