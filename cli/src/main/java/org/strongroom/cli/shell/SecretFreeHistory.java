package org.strongroom.cli.shell;

import java.time.Instant;
import org.jline.reader.impl.history.DefaultHistory;

/** The lines typed before, without the secrets in them, in memory as in the file. */
final class SecretFreeHistory extends DefaultHistory {
  private final SecretFreeLine secretFree = new SecretFreeLine();

  @Override
  public void add(Instant time, String line) {
    super.add(time, secretFree.of(line));
  }
}
