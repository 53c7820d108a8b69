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

/** Has a url called when something needs a hand. */
@Operation(
    summary = "Has a url called with JSON when something needs a hand.",
    method = HttpMethod.POST,
    path = "/notification-targets/web-hooks",
    since = "1.0",
    command = "notification create-web-hook")
public record CreateWebHookNotificationTarget(
    @Parameter(value = "what to call it", required = true, maxLength = 255, positional = true)
        String name,
    @Parameter(
            value = "http or https; shown to nobody, since such urls often are secrets",
            required = true,
            secret = true)
        String url,
    @Parameter(
            value = "the key of the signature, HMAC-SHA256; calls are not signed without it",
            secret = true)
        @Nullable String secret,
    @Parameter(
            value = "what is told; all of them if none is named",
            choices = {"Capacity", "Damage", "FailedJob", "MissedRun", "StorageAway"})
        List<String> kinds,
    @Parameter("more about it") @Nullable String description,
    NewResource resource)
    implements Request<InventoryReply<NotificationTargetInventory>> {}
