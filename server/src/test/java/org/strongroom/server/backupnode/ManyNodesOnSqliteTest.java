package org.strongroom.server.backupnode;

import org.strongroom.server.backupstorage.Cloud;

final class ManyNodesOnSqliteTest extends ManyNodes {
  ManyNodesOnSqliteTest() {
    super(Cloud.onSqlite("node"));
  }
}
