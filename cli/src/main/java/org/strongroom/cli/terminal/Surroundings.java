package org.strongroom.cli.terminal;

import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * What a command finds around it.
 *
 * @param environment environment variables
 * @param ids where new uuids come from
 */
public record Surroundings(
    Map<String, String> environment,
    InputStream in,
    PrintStream out,
    PrintStream err,
    UserTerminal terminal,
    InstantSource clock,
    Supplier<UUID> ids) {

  /** The environment variable of this name, unless it is missing or empty. */
  public Optional<String> variable(String name) {
    return Optional.ofNullable(environment.get(name)).filter(value -> !value.isEmpty());
  }

  /** Where the tool keeps what lasts: {@code $XDG_CONFIG_HOME/strongroom} or its usual place. */
  public Path configuration() {
    return variable("XDG_CONFIG_HOME")
        .map(Path::of)
        .filter(Path::isAbsolute)
        .orElseGet(() -> Path.of(variable("HOME").orElse("."), ".config"))
        .resolve("strongroom");
  }

  /** The zone of whoever reads times here. */
  public ZoneId timeZone() {
    try {
      return variable("TZ").map(ZoneId::of).orElseGet(ZoneId::systemDefault);
    } catch (DateTimeException e) {
      return ZoneId.systemDefault(); // such as a path to a file of zones
    }
  }

  /** A new uuid in the form that resources have: 32 hexadecimal digits without dashes. */
  public String newUuid() {
    return ids.get().toString().replace("-", "");
  }

  /** The same with another terminal. */
  public Surroundings at(UserTerminal other) {
    return new Surroundings(environment, in, out, err, other, clock, ids);
  }
}
