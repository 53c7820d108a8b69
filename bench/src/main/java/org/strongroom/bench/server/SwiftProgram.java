package org.strongroom.bench.server;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.strongroom.testing.SwiftServer;

/** {@code swift}, OpenStack's own client: files go in segments of 16 MiB, as ours do. */
public final class SwiftProgram implements StoreProgram {
  private static final String SEGMENT = "16777216";

  private final SwiftServer store;
  private final String container;

  public SwiftProgram(SwiftServer store, String container) {
    this.store = store;
    this.container = container;
  }

  @Override
  public String name() {
    return "swift";
  }

  private List<String> command(String... more) {
    List<String> command =
        new ArrayList<>(
            List.of(
                "swift",
                "-q",
                "-A",
                store.authUrl().toString(),
                "-U",
                store.owner().accessKey(),
                "-K",
                store.owner().secretKey()));
    command.addAll(List.of(more));
    return command;
  }

  @Override
  public ScpProgram.Usage put(Path file, String place) throws IOException, InterruptedException {
    return ScpProgram.run(
        command(
            "upload",
            "--use-slo",
            "-S",
            SEGMENT,
            "--object-name",
            place,
            container,
            file.toString()));
  }

  @Override
  public ScpProgram.Usage get(String place, Path file) throws IOException, InterruptedException {
    return ScpProgram.run(command("download", container, place, "-o", file.toString()));
  }
}
