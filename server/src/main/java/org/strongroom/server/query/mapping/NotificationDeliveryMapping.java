package org.strongroom.server.query.mapping;

import static org.strongroom.server.catalog.system.NotificationDeliveryTable.NOTIFICATION_DELIVERY;
import static org.strongroom.server.catalog.system.NotificationTargetTable.NOTIFICATION_TARGET;

import org.strongroom.api.inventory.NotificationDeliveryInventory;
import org.strongroom.server.query.Join;
import org.strongroom.server.query.Mapping;

final class NotificationDeliveryMapping {
  private NotificationDeliveryMapping() {}

  static Mapping<NotificationDeliveryInventory> mapping() {
    return Mapping.of(NotificationDeliveryInventory.class, NOTIFICATION_DELIVERY)
        .uuid("uuid", NOTIFICATION_DELIVERY.UUID)
        .uuid("notificationTargetUuid", NOTIFICATION_DELIVERY.TARGET_UUID)
        .text("kind", NOTIFICATION_DELIVERY.KIND)
        .text("subject", NOTIFICATION_DELIVERY.SUBJECT)
        .text("text", NOTIFICATION_DELIVERY.BODY)
        .text("state", NOTIFICATION_DELIVERY.STATE)
        .number("attempts", NOTIFICATION_DELIVERY.ATTEMPTS)
        .instant("nextAttempt", NOTIFICATION_DELIVERY.DUE)
        .text("lastError", NOTIFICATION_DELIVERY.LAST_ERROR)
        .instant("createDate", NOTIFICATION_DELIVERY.CREATED)
        .instant("finishDate", NOTIFICATION_DELIVERY.FINISHED)
        .related("target", Join.direct(NOTIFICATION_DELIVERY.TARGET_UUID, NOTIFICATION_TARGET.UUID))
        .madeAt(NOTIFICATION_DELIVERY.CREATED)
        .key(NOTIFICATION_DELIVERY.UUID)
        .done();
  }
}
