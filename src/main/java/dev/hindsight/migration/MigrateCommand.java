package dev.hindsight.migration;

import dev.hindsight.boot.Command;
import jakarta.inject.Singleton;
import java.util.List;

/** Brings the schema up to date, as every start does in the mode {@code migrate}, and ends. */
@Singleton
final class MigrateCommand implements Command {

    private final Schema schema;

    MigrateCommand(Schema schema) {
        this.schema = schema;
    }

    @Override
    public String name() {
        return "migrate";
    }

    @Override
    public int run(List<String> arguments) {
        schema.migrate();
        System.out.println("hindsight: the schema is " + schema.state().word());
        return schema.isUsable() ? 0 : 1;
    }
}
