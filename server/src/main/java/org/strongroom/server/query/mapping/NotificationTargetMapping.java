package org.strongroom.server.query.mapping;

import static org.strongroom.server.catalog.system.NotificationDeliveryTable.NOTIFICATION_DELIVERY;
import static org.strongroom.server.catalog.system.NotificationTargetTable.NOTIFICATION_TARGET;

import org.strongroom.api.ResourceType;
import org.strongroom.api.inventory.NotificationTargetInventory;
import org.strongroom.server.query.Join;
import org.strongroom.server.query.Mapping;

final class NotificationTargetMapping {
  private NotificationTargetMapping() {}

  static Mapping<NotificationTargetInventory> mapping() {
    return Tags.on(
            Mapping.of(NotificationTargetInventory.class, NOTIFICATION_TARGET),
            ResourceType.NOTIFICATION_TARGET,
            NOTIFICATION_TARGET.UUID)
        .uuid("uuid", NOTIFICATION_TARGET.UUID)
        .text("name", NOTIFICATION_TARGET.NAME)
        .text("description", NOTIFICATION_TARGET.DESCRIPTION)
        .text("type", NOTIFICATION_TARGET.TYPE)
        .text("state", NOTIFICATION_TARGET.STATE)
        .text("kinds", NOTIFICATION_TARGET.KINDS)
        .text("address", NOTIFICATION_TARGET.ADDRESS)
        .text("security", NOTIFICATION_TARGET.SECURITY)
        .text("username", NOTIFICATION_TARGET.USERNAME)
        .text("sender", NOTIFICATION_TARGET.SENDER)
        .text("recipients", NOTIFICATION_TARGET.RECIPIENTS)
        .instant("createDate", NOTIFICATION_TARGET.CREATED)
        .instant("lastOpDate", NOTIFICATION_TARGET.UPDATED)
        .related(
            "delivery", Join.direct(NOTIFICATION_TARGET.UUID, NOTIFICATION_DELIVERY.TARGET_UUID))
        .madeAt(NOTIFICATION_TARGET.CREATED)
        .key(NOTIFICATION_TARGET.UUID)
        .done();
  }
}
