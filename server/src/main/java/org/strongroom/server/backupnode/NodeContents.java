package org.strongroom.server.backupnode;

import org.jooq.DSLContext;
import org.strongroom.server.caller.Call;
import org.strongroom.server.catalog.Transaction;

/** Image backups, as backup nodes see them: implemented by whoever keeps them. */
public interface NodeContents {
  /** As long as nobody keeps image backups. */
  NodeContents NONE =
      new NodeContents() {
        @Override
        public int count(String storageUuid, DSLContext sql) {
          return 0;
        }

        @Override
        public void stop(String storageUuid, Transaction transaction) {}

        @Override
        public int forget(String storageUuid, int atMost, Call call, Transaction transaction) {
          return 0;
        }
      };

  /** How many image backups have their OVA on the node, in whatever status. */
  int count(String storageUuid, DSLContext sql);

  /**
   * Asks all work on the node's OVAs to end, once the transaction is durable, because the node is
   * deregistered by force. The deregistration then waits until no room is reserved on the node.
   */
  void stop(String storageUuid, Transaction transaction);

  /**
   * Drops the records of image backups on the node, which goes after the last of them; an image
   * backup that has a copy in a bucket as well only loses its place on the node. OVA files stay
   * where they are. Called with none left too.
   *
   * @param atMost how many, since each takes its time
   * @return how many
   */
  int forget(String storageUuid, int atMost, Call call, Transaction transaction);
}
