package org.strongroom.api.config;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.strongroom.api.Operation;
import org.strongroom.api.Operation.Access;
import org.strongroom.api.Operation.HttpMethod;
import org.strongroom.api.Operation.Mode;
import org.strongroom.api.Parameter;
import org.strongroom.api.Request;

/** Tells which values a global configuration takes. */
@Operation(
    summary = "Tells which values a global configuration takes.",
    method = HttpMethod.GET,
    path = "/global-configurations/{category}/{name}",
    mode = Mode.SYNC,
    access = Access.ACCOUNT,
    messagePackage = "org.zstack.core.config",
    command = "config options")
public record GetGlobalConfigOptions(
    @Parameter(value = "category, such as backupStorage", required = true, maxLength = 255)
        String category,
    @Parameter(
            value = "name, such as ping.interval",
            required = true,
            maxLength = 255,
            positional = true)
        String name)
    implements Request<GetGlobalConfigOptions.Reply> {
  /** The rule. */
  public record Reply(Options options, boolean success) {}

  /** Bounds of a number, or the texts allowed. */
  public record Options(
      @Nullable List<String> validValue,
      @Nullable Long numberGreaterThan,
      @Nullable Long numberLessThan,
      @Nullable Long numberGreaterThanOrEqual,
      @Nullable Long numberLessThanOrEqual) {}
}
