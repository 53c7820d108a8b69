package org.strongroom.server.image;

import org.strongroom.api.ResourceType;
import org.strongroom.server.caller.Call;
import org.strongroom.server.catalog.Database;
import org.strongroom.server.event.EventLog;

/** Records copies whose bytes are not those that were stored. */
final class DamageReports {
  private final Database database;
  private final EventLog events;

  DamageReports(Database database, EventLog events) {
    this.database = database;
    this.events = events;
  }

  void report(ImageCopy copy, String imageName, String what, Call call) {
    database.write(transaction -> {
      events.write(
          new EventLog.Event(
              ResourceType.IMAGE,
              copy.imageUuid(),
              imageName,
              "Damaged",
              null,
              null,
              "the copy on backup storage '%s' (%s): %s"
                  .formatted(copy.storageName(), copy.storageUuid(), what)),
          call,
          transaction);
      return true;
    });
  }
}
