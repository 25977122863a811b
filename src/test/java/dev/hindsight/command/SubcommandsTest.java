package dev.hindsight.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hindsight.fixture.NewestPostgres;
import io.quarkus.arc.All;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** What can be asked for, and who does it. */
@QuarkusTest
@TestProfile(NewestPostgres.class)
class SubcommandsTest {

    @Inject @All List<Command<?>> commands;

    /** What arguments can lead to: the ends of the tree of commands. */
    private static List<Object> asked(CommandLine line) {
        List<Object> asked = new ArrayList<>();
        for (CommandLine below : line.getSubcommands().values()) {
            if (below.getSubcommands().isEmpty()) {
                asked.add(below.getCommandSpec().userObject());
            }
            asked.addAll(asked(below));
        }
        return asked;
    }

    @Test
    void whatCanBeAskedFor_isDoneByItselfOrByOneBean() {
        List<Object> all = asked(Program.commandLine());

        assertThat(all).hasSizeGreaterThanOrEqualTo(9).hasOnlyElementsOfType(Subcommand.class);
        assertThat(all)
                .allSatisfy(
                        asked ->
                                assertThat(
                                                commands.stream()
                                                        .filter(
                                                                it ->
                                                                        it.subcommand()
                                                                                .isInstance(asked)))
                                        .as(asked.getClass().getName())
                                        .hasSize(asked instanceof Callable<?> ? 0 : 1));
    }

    @Test
    void beans_doWhatCanBeAskedFor() {
        List<Object> all = asked(Program.commandLine());

        assertThat(commands)
                .allSatisfy(
                        command ->
                                assertThat(all)
                                        .as(command.subcommand().getName())
                                        .hasAtLeastOneElementOfType(command.subcommand()));
    }
}
