package org.strongroom.cli;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import org.strongroom.cli.command.CommandLineTool;
import org.strongroom.cli.terminal.Surroundings;
import org.strongroom.cli.terminal.SystemTerminal;
import org.strongroom.cli.terminal.WatchedOutput;

/** Runs one command of the tool, or its shell, and ends the process with the exit code. */
public final class Main {
  private static final int BUFFER = 1 << 16;

  private Main() {}

  public static void main(String[] args) {
    var output = new WatchedOutput(new FileOutputStream(FileDescriptor.out));
    Surroundings surroundings =
        new Surroundings(
            System.getenv(),
            System.in,
            stream(output, false),
            stream(new FileOutputStream(FileDescriptor.err), true),
            new SystemTerminal(),
            steadyClock(),
            UUID::randomUUID);
    int code = new CommandLineTool(surroundings).run(args);
    surroundings.out().flush();
    output
        .loss()
        .ifPresent(why ->
            surroundings.err().println("strongroom: the output could not be written: " + why));
    surroundings.err().flush();
    System.exit(code == 0 && output.loss().isPresent() ? 1 : code);
  }

  /** Waiting ends in time, too, if the machine's clock is set meanwhile. */
  private static InstantSource steadyClock() {
    Instant begun = InstantSource.system().instant();
    long nanos = System.nanoTime();
    return () -> begun.plusNanos(System.nanoTime() - nanos);
  }

  /** UTF-8 whatever the locale: JSON has no other encoding. */
  private static PrintStream stream(OutputStream out, boolean lineByLine) {
    return new PrintStream(
        new BufferedOutputStream(out, BUFFER), lineByLine, StandardCharsets.UTF_8);
  }
}
