package org.strongroom.server;

import java.io.PrintStream;
import java.util.List;
import java.util.OptionalInt;

/**
 * What stands behind the name of the program: {@code serve}, which is meant if nothing does, or
 * {@code migrate}. All else is settings, which have places of their own.
 */
record ServerArguments(List<String> words) {
  private static final List<String> HELP = List.of("--help", "-h", "help");

  private static final String USAGE =
      """
      usage: strongroom serve      runs the server in the foreground, until SIGTERM or SIGINT
             strongroom migrate    takes its catalog from SQLite to PostgreSQL

      Neither takes arguments. Settings are read from strongroom.properties in the working
      directory, or the file that STRONGROOM_CONFIG names, and from environment variables such
      as STRONGROOM_DATA_DIR and STRONGROOM_HTTP_PORT. docs/configuration.md lists them.
      """;

  /** Whether the catalog is to be taken to PostgreSQL. */
  boolean isMigration() {
    return words.equals(List.of("migrate"));
  }

  /**
   * Answers what is no order to run anything.
   *
   * @return the exit status; empty if the program is to run
   */
  OptionalInt answer(PrintStream out, PrintStream err) {
    if (words.stream().anyMatch(HELP::contains)) {
      out.print(USAGE);
      return OptionalInt.of(0);
    }
    if (words.isEmpty() || words.equals(List.of("serve")) || isMigration()) {
      return OptionalInt.empty();
    }
    boolean known = words.getFirst().equals("serve") || words.getFirst().equals("migrate");
    err.printf("strongroom: no '%s' is known here%n", words.get(known ? 1 : 0));
    err.print(USAGE);
    return OptionalInt.of(2);
  }
}
