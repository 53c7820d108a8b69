package org.strongroom.api.notification;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.strongroom.api.InventoryReply;
import org.strongroom.api.NewResource;
import org.strongroom.api.Operation;
import org.strongroom.api.Operation.HttpMethod;
import org.strongroom.api.Parameter;
import org.strongroom.api.Request;
import org.strongroom.api.inventory.NotificationTargetInventory;

/** Has mail sent when something needs a hand. */
@Operation(
    summary = "Has mail sent by an SMTP server when something needs a hand.",
    method = HttpMethod.POST,
    path = "/notification-targets/mail",
    since = "1.0",
    command = "notification create-mail")
public record CreateMailNotificationTarget(
    @Parameter(value = "what to call it", required = true, maxLength = 255, positional = true)
        String name,
    @Parameter(value = "the SMTP server", required = true, maxLength = 255) String host,
    @Parameter(value = "address of the sender", required = true, maxLength = 255) String from,
    @Parameter(value = "addresses of the recipients", required = true, maxLength = 255)
        List<String> to,
    @Parameter(value = "its port", min = 1, max = 65535, defaultValue = "587") int port,
    @Parameter(
            value = "StartTls and Tls refuse a server without a certificate that is believed",
            choices = {"StartTls", "Tls", "None"},
            defaultValue = "StartTls")
        String security,
    @Parameter(value = "whom to log in as; nobody without it", maxLength = 255)
        @Nullable String username,
    @Parameter(value = "the password for it", secret = true) @Nullable String password,
    @Parameter(
            value = "what is told; all of them if none is named",
            choices = {"Capacity", "Damage", "FailedJob", "MissedRun", "StorageAway"})
        List<String> kinds,
    @Parameter("more about it") @Nullable String description,
    NewResource resource)
    implements Request<InventoryReply<NotificationTargetInventory>> {}
