package dev.hindsight.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class ProgramTest {

    @Test
    void commandOfCommands_saysWhichThereAre() {
        StringWriter err = new StringWriter();
        Program read = Program.read(new PrintWriter(err), new PrintWriter(err), "keys");

        assertThat(read.exitCode()).isEqualTo(2);
        assertThat(err.toString().lines())
                .hasSize(2)
                .endsWith("  What it is to do is missing: create");
    }
}
