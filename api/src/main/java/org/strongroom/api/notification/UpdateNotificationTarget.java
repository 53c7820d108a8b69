package org.strongroom.api.notification;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.strongroom.api.InventoryReply;
import org.strongroom.api.Operation;
import org.strongroom.api.Operation.HttpMethod;
import org.strongroom.api.Parameter;
import org.strongroom.api.Request;
import org.strongroom.api.ResourceType;
import org.strongroom.api.inventory.NotificationTargetInventory;

/** Changes who is told, and of what. */
@Operation(
    summary = "Changes who is told, and of what; what is not named stays.",
    method = HttpMethod.PUT,
    path = "/notification-targets/{uuid}/actions",
    since = "1.0",
    command = "notification update")
public record UpdateNotificationTarget(
    @Parameter(value = "the target", required = true, resource = ResourceType.NOTIFICATION_TARGET)
        String uuid,
    @Parameter(value = "what to call it", maxLength = 255) @Nullable String name,
    @Parameter("more about it") @Nullable String description,
    @Parameter(
            value = "what is told",
            choices = {"Capacity", "Damage", "FailedJob", "MissedRun", "StorageAway"})
        List<String> kinds,
    @Parameter(
            value = "of mail: the SMTP server; another one needs the password again",
            maxLength = 255)
        @Nullable String host,
    @Parameter(value = "of mail: its port", min = 1, max = 65535) @Nullable Integer port,
    @Parameter(
            value = "of mail: how the connection is kept secret",
            choices = {"StartTls", "Tls", "None"})
        @Nullable String security,
    @Parameter(value = "of mail: whom to log in as", maxLength = 255) @Nullable String username,
    @Parameter(value = "of mail: the password for it", secret = true) @Nullable String password,
    @Parameter(value = "of mail: address of the sender", maxLength = 255) @Nullable String from,
    @Parameter(value = "of mail: addresses of the recipients", maxLength = 255) List<String> to,
    @Parameter(value = "of a web hook: its url", secret = true) @Nullable String url,
    @Parameter(value = "of a web hook: the key of the signature", secret = true)
        @Nullable String secret)
    implements Request<InventoryReply<NotificationTargetInventory>> {}
