package org.strongroom.server.about;

import java.time.InstantSource;
import java.util.Map;
import org.strongroom.api.OperationModel;
import org.strongroom.api.managementnode.GetCurrentTime;
import org.strongroom.api.managementnode.GetSupportAPIs;
import org.strongroom.api.managementnode.GetVersion;
import org.strongroom.api.registry.Operations;
import org.strongroom.server.call.OperationRegistry;

/** What can be asked without a session. */
public final class AboutService {
  private final InstantSource clock;

  public AboutService(InstantSource clock) {
    this.clock = clock;
  }

  /** The version of this build, such as {@code 0.1.0}. */
  public static String version() {
    return build().replaceFirst("\\+.*", "");
  }

  /** The version and the commit it was built from, such as {@code 0.1.0+17a2ea5d3c1f}. */
  public static String build() {
    String version = AboutService.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }

  /** The commit of this build; empty if it does not know. */
  public static String commit() {
    String build = build();
    return build.contains("+") ? build.substring(build.indexOf('+') + 1) : "";
  }

  public void register(OperationRegistry operations) {
    operations.answer(GetVersion.class, (request, caller) -> new GetVersion.Reply(version(), true));
    operations.answer(
        GetCurrentTime.class,
        (request, caller) -> {
          long millis = clock.millis();
          return new GetCurrentTime.Reply(
              Map.of("MillionSeconds", millis, "Seconds", millis / 1000), true);
        });
    operations.answer(
        GetSupportAPIs.class,
        (request, caller) ->
            new GetSupportAPIs.Reply(
                Operations.all().stream().map(OperationModel::name).sorted().toList(), true));
  }
}
