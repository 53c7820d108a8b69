package org.strongroom.api.account;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.strongroom.api.InventoryReply;
import org.strongroom.api.Operation;
import org.strongroom.api.Operation.Access;
import org.strongroom.api.Operation.HttpMethod;
import org.strongroom.api.Operation.Mode;
import org.strongroom.api.Parameter;
import org.strongroom.api.Request;
import org.strongroom.api.inventory.SessionInventory;

/** Opens a session for an account. */
@Operation(
    summary = "Opens a session for an account.",
    method = HttpMethod.PUT,
    path = "/accounts/login",
    mode = Mode.SYNC,
    access = Access.ANONYMOUS,
    messagePackage = "org.zstack.header.identity",
    command = "session open")
public record LogInByAccount(
    @Parameter(value = "the account", required = true, maxLength = 255, positional = true)
        String accountName,
    @Parameter(
            value = "SHA-512 of the password: 128 hexadecimal digits, lower case",
            required = true,
            maxLength = 255,
            secret = true)
        String password,
    @Parameter(Parameter.WITHOUT_EFFECT) @Nullable String accountType,
    @Parameter(Parameter.WITHOUT_EFFECT) @Nullable String captchaUuid,
    @Parameter(Parameter.WITHOUT_EFFECT) @Nullable String verifyCode,
    @Parameter(Parameter.WITHOUT_EFFECT) Map<String, Object> clientInfo)
    implements Request<InventoryReply<SessionInventory>> {}
