package org.strongroom.api.config;

import org.jspecify.annotations.Nullable;
import org.strongroom.api.InventoryReply;
import org.strongroom.api.Operation;
import org.strongroom.api.Operation.HttpMethod;
import org.strongroom.api.Parameter;
import org.strongroom.api.Request;
import org.strongroom.api.inventory.GlobalConfigInventory;

/** Changes a global configuration; it takes effect at once. */
@Operation(
    summary = "Changes a global configuration; it takes effect at once.",
    method = HttpMethod.PUT,
    path = "/global-configurations/{category}/{name}/actions",
    messagePackage = "org.zstack.core.config",
    command = "config set")
public record UpdateGlobalConfig(
    @Parameter(value = "category, such as backupStorage", required = true, maxLength = 255)
        String category,
    @Parameter(
            value = "name, such as ping.interval",
            required = true,
            maxLength = 255,
            positional = true)
        String name,
    @Parameter(value = "the new value; none sets the default", maxLength = 2048)
        @Nullable String value)
    implements Request<InventoryReply<GlobalConfigInventory>> {}
