package org.strongroom.e2e.faults;

import java.net.URI;
import org.strongroom.e2e.bed.Line;
import org.strongroom.testing.EmbeddedPostgresDatabase;

/** The line between one node and the database. */
final class DatabaseLine implements AutoCloseable {
  private final EmbeddedPostgresDatabase database;
  private final URI target;
  private final Line line;

  DatabaseLine(EmbeddedPostgresDatabase database) {
    this.database = database;
    this.target = URI.create(database.url().substring("jdbc:".length()));
    this.line = new Line(target);
  }

  /** Where the node finds the database. */
  String url() {
    return database.url().replace(":" + target.getPort(), ":" + line.port());
  }

  void cut() {
    line.cut();
  }

  void hold() {
    line.hold();
  }

  void trickle() {
    line.trickle();
  }

  void mend() {
    line.mend();
  }

  @Override
  public void close() {
    line.close();
  }
}
