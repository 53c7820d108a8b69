package org.strongroom.server.backupnode;

import org.jooq.DSLContext;

/** Buckets, as backup nodes see them: implemented by whoever registers them. */
@FunctionalInterface
public interface DefaultBuckets {
  /** As long as nobody registers buckets. */
  DefaultBuckets ANY = (name, projectUuid, sql) -> {};

  /**
   * Whether a bucket may be a node's default.
   *
   * @param name from 1 to 255 characters
   * @param projectUuid the node's project
   * @throws org.strongroom.api.ApiException SYS.1007 that tells the known ones, if any are known
   *     and it is not among them
   */
  void check(String name, String projectUuid, DSLContext sql);
}
