package org.strongroom.bench.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.strongroom.testing.S3Server;

/** What else brings files to a bucket and back: {@code s3cmd} and {@code rclone}. */
public final class S3Programs {
  private final Path s3cmd;
  private final Path rclone;

  public S3Programs(S3Server store, Path directory) throws IOException {
    String host = store.endpoint().getAuthority();
    S3Server.Login login = store.owner();
    s3cmd =
        Files.writeString(
            directory.resolve("s3cfg"),
            """
            [default]
            access_key = %s
            secret_key = %s
            host_base = %s
            host_bucket = %s
            use_https = False
            signature_v2 = False
            """
                .formatted(login.accessKey(), login.secretKey(), host, host));
    rclone =
        Files.writeString(
            directory.resolve("rclone.conf"),
            """
            [store]
            type = s3
            provider = Other
            access_key_id = %s
            secret_access_key = %s
            endpoint = %s
            """
                .formatted(login.accessKey(), login.secretKey(), store.endpoint()));
  }

  /** Those that are there; places are bucket and key. */
  public List<StoreProgram> installed() {
    return Stream.of("s3cmd", "rclone")
        .filter(StoreProgram::isInstalled)
        .<StoreProgram>map(Program::new)
        .toList();
  }

  private final class Program implements StoreProgram {
    private final String name;

    Program(String name) {
      this.name = name;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public ScpProgram.Usage put(Path file, String place) throws IOException, InterruptedException {
      return ScpProgram.run(
          name.equals("s3cmd")
              ? List.of("s3cmd", "-q", "-c", s3cmd.toString(), "put", "" + file, "s3://" + place)
              : copying(file.toString(), "store:" + place));
    }

    @Override
    public ScpProgram.Usage get(String place, Path file) throws IOException, InterruptedException {
      return ScpProgram.run(
          name.equals("s3cmd")
              ? List.of("s3cmd", "-q", "-c", s3cmd.toString(), "get", "s3://" + place, "" + file)
              : copying("store:" + place, file.toString()));
    }
  }

  private List<String> copying(String from, String to) {
    return List.of(
        "env", "-u", "AWS_CA_BUNDLE", "rclone", "--config", rclone.toString(), "copyto", from, to);
  }
}
