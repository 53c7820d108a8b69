package org.strongroom.server.backupnode;

import org.strongroom.server.backupstorage.Cloud;

final class ManyNodesOnPostgresTest extends ManyNodes {
  ManyNodesOnPostgresTest() {
    super(Cloud.onPostgres("node"));
  }
}
